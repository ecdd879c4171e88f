package io.mkube.apiserver.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|unexpected end of JSON input",
        "{|unexpected end of JSON input",
        "\"a|unexpected end of JSON input",
        "x|invalid character 'x' looking for beginning of value",
        "'a'|invalid character '\\'' looking for beginning of value",
        "{a:1}|invalid character 'a' looking for beginning of object key string",
        "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
        "{\"a\" 1}|invalid character '1' after object key",
        "{\"a\":1 \"b\"}|invalid character '\"' after object key:value pair",
        "[1 2]|invalid character '2' after array element",
        "[1,]|invalid character ']' looking for beginning of value",
        "{} x|invalid character 'x' after top-level value",
        "tru|unexpected end of JSON input",
        "trux|invalid character 'x' in literal true (expecting 'e')",
        "nil|invalid character 'i' in literal null (expecting 'u')",
        "-x|invalid character 'x' in numeric literal",
        "1.x|invalid character 'x' after decimal point in numeric literal",
        "1ex|invalid character 'x' in exponent of numeric literal",
        "01|invalid character '1' after top-level value",
        "\"\\x\"|invalid character 'x' in string escape code",
        "\"\\u00g0\"|invalid character 'g' in \\u hexadecimal character escape",
      })
  void saysWhatGoSays(String text, String fault) {
    assertEquals(Optional.of(fault), JsonSyntax.fault(text.getBytes(UTF_8)));
  }

  @Test
  void showsControlCharactersAsEscapes() {
    assertEquals(
        Optional.of("invalid character '\\n' in string literal"),
        JsonSyntax.fault("\"a\nb\"".getBytes(UTF_8)));
    assertEquals(
        Optional.of("invalid character '\\x00' looking for beginning of value"),
        JsonSyntax.fault(new byte[] {0}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [1, -2.5e+3, 0, 1E9, true, false, null, \"\\u00e9\\n\\\"ä\"] \n",
        "{\"a\":{\"b\":[{}]},\"c\":\"\"}"
      })
  void findsNothingInGoodTexts(String text) {
    assertEquals(Optional.empty(), JsonSyntax.fault(text.getBytes(UTF_8)));
  }

  @Test
  void stopsAtTheDepthThatTheServerReads() {
    assertEquals(
        Optional.of("exceeded max depth"), JsonSyntax.fault("[".repeat(100_000).getBytes(UTF_8)));
  }
}
