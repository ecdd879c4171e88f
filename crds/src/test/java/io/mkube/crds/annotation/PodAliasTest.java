package io.mkube.crds.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodAliasTest {
  @Test
  void readsAliasesWithAndWithoutContainer() {
    assertEquals(
        List.of(new PodAlias("www", null), new PodAlias("db.shop", "postgres")),
        PodAlias.parse("www, db.shop = postgres"));
  }

  @Test
  void skipsEmptyItemsAndRepetitions() {
    assertEquals(List.of(new PodAlias("www", null)), PodAlias.parse(" ,, WWW ,www,"));
  }

  @Test
  void takesAnAbsentAnnotationAsNone() {
    assertEquals(List.of(), PodAlias.parse(null));
    assertEquals(List.of(), PodAlias.parse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "-a", "a..b", "=web", "a=", "a=B_", "a=b=c", "ä", "a,b/c"})
  void quotesTheMalformedItem(String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> PodAlias.parse(text));

    assertTrue(refusal.toString().contains(MkubeAnnotations.ALIASES), refusal.toString());
    assertTrue(
        refusal.toString().contains('"' + text.substring(text.indexOf(',') + 1) + '"'),
        refusal.toString());
  }
}
