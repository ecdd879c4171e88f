package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may send on the WebSocket of a watch, byte by byte, and how it is told off. */
class WebSocketFramesTest extends ServedTest {
  private static final String HANDSHAKE =
      String.join(
          "\r\n",
          "GET /api/v1/namespaces?watch=1 HTTP/1.1",
          "Host: x",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version: 13",
          "\r\n");
  private static final int CLOSE = 8;
  private static final int PONG = 10;

  private static RawClient connect() throws IOException {
    RawClient client = RawClient.connect(server).send(HANDSHAKE);
    assertTrue(client.answer().startsWith("HTTP/1.1 101 "));
    return client;
  }

  /** The next frame that is no event: its kind and what is in it. */
  private static ByteBuffer control(RawClient client, int kind) throws IOException {
    while (true) {
      byte[] head = client.read(2);
      assertEquals(2, head.length, "the connection has ended without a word");
      int length = head[1] & 0x7f;
      if (length == 126) {
        length = ByteBuffer.wrap(client.read(2)).getShort() & 0xffff;
      }
      ByteBuffer payload = ByteBuffer.wrap(client.read(length));
      if ((head[0] & 0xf) == kind) {
        return payload;
      }
    }
  }

  /** Frames with the mask 00000000, which leaves the payload readable. */
  @ParameterizedTest
  @CsvSource({
    "an unmasked text,           810178,                     1002",
    "a ping that is too long,    89fe007e00000000 PAD,       1002",
    "a ping in parts,            098100000000 78,            1002",
    "the first reserved bit,     c18100000000 78,            1002",
    "the second reserved bit,    a18100000000 78,            1002",
    "an unknown kind,            838100000000 78,            1002",
    "an unknown control kind,    8b8100000000 78,            1002",
    "a part of nothing,          808100000000 78,            1002",
    "a text within a text,       018100000000 61 818100000000 62, 1002",
    "a text that is no UTF-8,    818200000000 fffe,          1007",
    "half a character,           818100000000 c3,            1007",
    "a broken character,         018100000000 c3 808100000000 61, 1007",
    "a surrogate,                818300000000 eda080,        1007",
    "a length of 2^40,           82ff0000010000000000 00000000, 1009",
    "a negative length,          82ff8000000000000005 00000000, 1009",
    "half a close code,          888100000000 03,            1002",
    "the close code 999,         888200000000 03e7,          1002",
    "the close code 1005,        888200000000 03ed,          1002",
    "the close code 5000,        888200000000 1388,          1002",
    "a close text of no UTF-8,   888300000000 03e8 ff,       1007",
    "a good bye,                 888500000000 03e8 627965,   1000",
    "a good bye when leaving,    888200000000 03e9,          1001",
  })
  void endsTheConnection(String what, String frames, int code) throws Exception {
    try (RawClient client = connect()) {
      client.send(
          HexFormat.of().parseHex(frames.replace("PAD", "00".repeat(126)).replace(" ", "")));

      assertEquals(code, control(client, CLOSE).getShort() & 0xffff, what);
    }
  }

  @Test
  void readsOverWhatNobodyAskedFor() throws Exception {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    // A text in three parts, cut within a character, and a mebibyte of others.
    frames.writeBytes(
        HexFormat.of().parseHex("018100000000c3" + "008100000000a9" + "808000000000"));
    for (int i = 0; i < 256; i++) {
      frames.writeBytes(HexFormat.of().parseHex("82fe100000000000"));
      frames.writeBytes(new byte[4096]);
    }
    frames.writeBytes(HexFormat.of().parseHex("8a8100000000" + "78"));
    frames.writeBytes(HexFormat.of().parseHex("898200000000" + "6869"));
    try (RawClient client = connect()) {
      client.send(frames.toByteArray());

      assertEquals("hi", StandardCharsets.UTF_8.decode(control(client, PONG)).toString());
    }
  }
}
