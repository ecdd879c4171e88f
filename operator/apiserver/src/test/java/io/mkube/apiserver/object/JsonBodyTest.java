package io.mkube.apiserver.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
  private static String text(byte[] json) throws IOException {
    return JsonBody.parse(json).value().path("a").asText();
  }

  @Test
  void keepsWholeCharactersHoweverTheyAreWritten() throws IOException {
    assertEquals("😀é", text("{\"a\":\"\\ud83d\\ude00\\u00e9\"}".getBytes(UTF_8)));
    assertEquals("😀é", text("{\"a\":\"😀é\"}".getBytes(UTF_8)));
  }

  @Test
  void namesOfFieldsHaveEscapesToo() throws IOException {
    assertEquals(
        "{\"😀\":1,\"�x\":2,\"\\\\ud83d\":3}",
        JsonBody.parse("{\"\\uD83D\\uDE00\":1,\"\\ud83dx\":2,\"\\\\ud83d\":3}".getBytes(UTF_8))
            .value()
            .toString());
    assertThrows(IOException.class, () -> JsonBody.parse("{\"\\ud83\":1}".getBytes(UTF_8)));
    assertThrows(IOException.class, () -> JsonBody.parse("\"\\ud83d\\".getBytes(UTF_8)));
  }

  @Test
  void replacesHalvesOfCharacters() throws IOException {
    assertEquals("x\uFFFDy", text("{\"a\":\"x\\ud800y\"}".getBytes(UTF_8)));
    assertEquals("\uFFFD😀", text("{\"a\":\"\\uDE00\\ud83d\\ude00\"}".getBytes(UTF_8)));
    assertEquals(
        "[{\"k\":[\"\uFFFD\"]}]",
        JsonBody.parse("[{\"k\":[\"\\ud83d\"]}]".getBytes(UTF_8)).value().toString());
    assertEquals("x\uFFFDy", text("{\"a\":\"x\u00ED\u00A0\u0080y\"}".getBytes(ISO_8859_1)));
  }

  @Test
  void replacesBytesThatAreNoCharacters() throws IOException {
    assertEquals("\uFFFD\uFFFD", text("{\"a\":\"\u00FF\u00FE\"}".getBytes(ISO_8859_1)));
    assertEquals("x\uFFFD", text("{\"a\":\"x\u00C3\"}".getBytes(ISO_8859_1)));
  }

  @Test
  void tellsWhatOccursTwice() throws IOException {
    JsonBody body = JsonBody.parse("{\"a\":1,\"b\":[{\"c\":1,\"c\":2}],\"a\":3}".getBytes(UTF_8));

    assertEquals(List.of("b[0].c", "a"), body.duplicates());
    assertEquals("{\"a\":3,\"b\":[{\"c\":2}]}", body.value().toString());
  }

  @Test
  void tellsInWhichLineSomethingOccursAgain() throws IOException {
    JsonBody body =
        JsonBody.parse("{\n\"a.b\":1,\n\"a\":{\"b\":[\n{\"c\":1,\n\"c\":2}]}}".getBytes(UTF_8));

    assertEquals(List.of("a.b[0].c"), body.duplicates());
    assertEquals(List.of("line 5: key \"c\" already set in map"), body.duplicateLines());
    assertEquals(List.of(), JsonBody.parse("{\"a\":{\"b\":1}}".getBytes(UTF_8)).fields());
  }

  @Test
  void tellsLimitsWithoutNamesOfItsParser() {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> JsonBody.parse(("{\"a\":" + "9".repeat(5000) + "}").getBytes(UTF_8)));

    assertEquals(
        "Number value length (5000) exceeds the maximum allowed (1000)", JsonBody.reason(refused));
  }
}
