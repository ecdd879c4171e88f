package io.mkube.apiserver.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As go-yaml and sigs.k8s.io/yaml read and refuse the same texts. */
class YamlBodyTest {
  private static String json(String yaml) throws IOException {
    return YamlBody.parse(yaml.getBytes(UTF_8)).value().toString();
  }

  private static String fault(String yaml) {
    IOException refused =
        assertThrows(IOException.class, () -> YamlBody.parse(yaml.getBytes(UTF_8)));
    return String.valueOf(refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12:30:45 | \"12:30:45\"",
        "22:22 | \"22:22\"",
        "2020-01-01 | \"2020-01-01\"",
        "0o17 | 15",
        "017 | 15",
        "08 | 8",
        "0x1F | 31",
        "-0b11 | -3",
        "1_000 | 1000",
        "1e3 | 1000",
        "1.0 | 1",
        "1.5 | 1.5",
        ".5 | 0.5",
        "1.2.3 | \"1.2.3\"",
        "- | [null]",
        "'08' | \"08\"",
        "yes | true",
        "n | false",
        "~ | null",
        "!!str 5 | \"5\"",
        "!!float 3 | 3",
        "!!binary aGk= | \"hi\"",
        "!foo x | \"x\"",
      },
      quoteCharacter = '`')
  void readsPlainWords(String yaml, String expected) throws IOException {
    assertEquals(expected, json(yaml));
  }

  @Test
  void readsNumbersOfAnyLength() throws IOException {
    assertEquals(
        new BigInteger("18446744073709551615"),
        YamlBody.parse("18446744073709551615".getBytes(UTF_8)).value().bigIntegerValue());
    assertEquals("1.0E22", json("10000000000000000000000"));
  }

  @Test
  void namesOfFieldsAreText() throws IOException {
    assertEquals("{\"1\":1,\"true\":2,\"1.5\":3,\"x\":4}", json("{1: 1, y: 2, 1.50: 3, x: 4}"));
    assertEquals(
        "unsupported map key of type: %!s(<nil>), key: <nil>, value: \"c\"", fault("null: c"));
  }

  @Test
  void mergesFieldsOfOtherObjects() throws IOException {
    assertEquals(
        "{\"base\":{\"a\":1,\"b\":2},\"x\":{\"a\":1,\"b\":3}}",
        json("base: &base {a: 1, b: 2}\nx:\n  <<: *base\n  b: 3\n"));
    assertEquals("{\"a\":1,\"b\":2}", json("<<: [{a: 1}, {a: 5, b: 2}]"));
    assertEquals("{\"<<\":1}", json("'<<': 1"));
    assertEquals("yaml: map merge requires map or sequence of maps as the value", fault("<<: [1]"));
  }

  @Test
  void readsTheFirstDocumentOnly() throws IOException {
    assertEquals("{\"a\":1}", json("a: 1\n...\nb: 2\n"));
    assertEquals("{\"a\":1}", json("---\na: 1\n---\nb: 2\n"));
    assertEquals("null", json(""));
  }

  @Test
  void knowsNoEscapesOfSurrogates() throws IOException {
    assertEquals("[\"😀\",\"\\\\ud83d\"]", json("[\"\\U0001F600\", '\\ud83d']"));
    assertEquals("yaml: found invalid Unicode character escape code", fault("a: \"\\ud83d\""));
    assertEquals(
        "yaml: line 2: found invalid Unicode character escape code",
        fault("b: \"\\\\\"\n\"x\\uDE00\": 1\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | yaml: line 1: did not find expected node content",
        "a: b: c | yaml: mapping values are not allowed in this context",
        "a: @x | yaml: found character that cannot start any token",
        "a: *z | yaml: unknown anchor 'z' referenced",
        "a: !!int x | yaml: cannot decode !!str ´x´ as a !!int",
        "a: .inf | json: unsupported value: +Inf",
        "a: \"x | yaml: found unexpected end of stream",
        "a: [1,2 | yaml: line 1: did not find expected ',' or ']'",
      },
      quoteCharacter = '`')
  void tellsWhatIsWrongAsGoDoes(String yaml, String expected) {
    assertEquals(expected.replace('´', '`'), fault(yaml));
  }

  @Test
  void tellsLinesAsGoDoes() {
    assertEquals("yaml: line 1: did not find expected '-' indicator", fault("- a\nb: c"));
    assertEquals("yaml: line 2: found character that cannot start any token", fault("a:\n\tb: 1"));
    assertEquals("yaml: control characters are not allowed", fault("a: \u0001"));
  }
}
