package io.mkube.apiserver.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class FieldNamesProperties {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abz09_.-/$é ").ofMaxLength(12);
  }

  @Property(tries = 2000)
  void areFoundAgainFromTheirIdentifier(@ForAll("names") String name) {
    FieldNames.escape(name)
        .ifPresent(
            identifier -> {
              assertTrue(IDENTIFIER.matcher(identifier).matches(), identifier);
              assertEquals(name, FieldNames.unescape(identifier));
            });
  }

  @Example
  void areEscapedAsInKubernetes() {
    assertEquals(Optional.of("a__dash__b__dot__c__slash__d"), FieldNames.escape("a-b.c/d"));
    assertEquals(Optional.of("__namespace__"), FieldNames.escape("namespace"));
    assertEquals(Optional.of("a__underscores__b"), FieldNames.escape("a__b"));
    assertEquals(Optional.of("_a"), FieldNames.escape("_a"));
    assertEquals(Optional.empty(), FieldNames.escape("1a"));
    assertEquals(Optional.empty(), FieldNames.escape("a b"));
    assertEquals(Optional.empty(), FieldNames.escape(""));
  }
}
