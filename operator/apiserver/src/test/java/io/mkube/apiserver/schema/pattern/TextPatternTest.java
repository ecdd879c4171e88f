package io.mkube.apiserver.schema.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternTest {
  /** Of the definitions of Gateway API, cert-manager, Crossplane and others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$",
        "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
        "^(?:[-A-Za-z0-9\\/\\.!$&'()*+,;=:@_~]|[%][0-9a-fA-F]{2})+$",
        "^([0-9]{1,5}(h|m|s|ms)){1,4}$",
        "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$",
        "^[[:alnum:]]([-_.[:alnum:]]*[[:alnum:]])?$",
        "(?i)^(?P<year>\\d{4})-(?:[\\w&&x]+)\\pL\\p{Greek}\\z",
        "[]a]{2}[^]a]{1000}",
        "\\Q*+{1001}\\E{3}",
        "a{,3}{",
      })
  void readsWhatGoReads(String source) {
    assertEquals(Optional.empty(), TextPattern.fault(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "a*+ \"invalid nested repetition operator: `*+`\"",
        "a(b \"missing closing ): `a(b`\"",
        "[a \"missing closing ]: `[a`\"",
        "[z-a] \"invalid character class range: `z-a`\"",
        "(?<=a)b \"invalid named capture: `(?<=a)b`\"",
        "(a)\\1 \"invalid escape sequence: `\\1`\"",
        "a{1001} \"invalid repeat count: `{1001}`\"",
        "((a{10}b){10}c){11} \"invalid repeat count: `{11}`\"",
        "*a \"missing argument to repetition operator: `*`\"",
      })
  void tellsWhatIsWrongInTheWordsOfGo(String source, String fault) {
    assertEquals(Optional.of("error parsing regexp: " + fault), TextPattern.fault(source));
  }

  @Test
  void refusesWhatWouldBecomeTooGreat() {
    String large = "a{1000}".repeat(101);
    String deep = "(".repeat(1001) + ")".repeat(1001);

    assertEquals(
        Optional.of("error parsing regexp: expression too large: `" + large + "`"),
        TextPattern.fault(large));
    assertEquals(
        Optional.of("error parsing regexp: expression nests too deeply: `" + deep + "`"),
        TextPattern.fault(deep));
    assertTrue(TextPattern.fault("a".repeat(10_001)).orElseThrow().contains("too large"));
  }

  @Test
  void findsAnyPartUnlessToldOtherwise() {
    assertTrue(TextPattern.parse("b").orElseThrow().isIn("abc"));
    assertFalse(TextPattern.parse("^b").orElseThrow().isIn("abc"));
    assertFalse(TextPattern.parse("^a$").orElseThrow().isIn("a\n"), "$ is the end of the text");
    assertTrue(TextPattern.parse("^.$").orElseThrow().isIn("😀"));
  }
}
