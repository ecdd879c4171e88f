package io.mkube.apiserver.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.error.ApiException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private static final Map<String, String> LABELS =
      Map.of("app", "web", "example.com/tier", "front", "n", "7", "empty", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|true",
        "app=web|true",
        "app==web|true",
        "app = web|true",
        "app!=web|false",
        "none!=web|true",
        "app in (web,db)|true",
        "app in ( db , web )|true",
        "app notin (db)|true",
        "none notin (db)|true",
        "app|true",
        "!app|false",
        "! none|true",
        "example.com/tier=front,app|true",
        "example.com/tier=front,!app|false",
        "n>6|true",
        "n<7|false",
        "empty=|true",
        "app=|false",
        "empty in (,x)|true",
      })
  void comparesLabels(String selector, boolean matches) {
    assertEquals(matches, LabelSelector.parse(selector).matches(LABELS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a in",
        "a in b",
        "a in (b",
        "=a",
        "a=b=c",
        "a=b,,c",
        "a,",
        "-a",
        "a/b/c",
        "UPPER.x/y z",
        "a>x",
        "a=b c",
        "a in (b) c",
        "!",
        "a=-b",
      })
  void refusesMalformedLabelSelectors(String selector) {
    assertThrows(ApiException.class, () -> LabelSelector.parse(selector));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|true",
        "metadata.name=a|true",
        "metadata.name==a|true",
        "metadata.name!=a|false",
        "metadata.name=a,spec.x=y|true",
        "metadata.name=a,spec.x!=y|false",
        "other=|true",
        "path=a\\,b\\=c\\\\|true",
      })
  void comparesFields(String selector, boolean matches) {
    Map<String, String> fields = Map.of("metadata.name", "a", "spec.x", "y", "path", "a,b=c\\");

    assertEquals(
        matches, FieldSelector.parse(selector).matches(field -> fields.getOrDefault(field, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=b", "a!b", "a in (b)", "a=\\x"})
  void refusesMalformedFieldSelectors(String selector) {
    assertThrows(ApiException.class, () -> FieldSelector.parse(selector));
  }

  @Test
  void knowsWhichValueAFieldMustHave() {
    FieldSelector selector = FieldSelector.parse("metadata.name=a,b!=c");

    assertEquals("a", selector.required("metadata.name").orElseThrow());
    assertTrue(selector.required("b").isEmpty());
  }
}
