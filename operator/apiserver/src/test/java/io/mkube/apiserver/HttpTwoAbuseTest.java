package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Floods of frames that cost a client nothing: the connection is closed, others go on. */
class HttpTwoAbuseTest extends ServedTest {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] NOTHING = {};

  private static RawClient connect() throws IOException {
    RawClient client = RawClient.connect(server, "h2");
    return client.send(PREFACE).send(frame(SETTINGS, 0, 0, NOTHING));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** A GET of the namespaces, without the table that compresses headers. */
  private static byte[] request() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x82);
    block.write(0x87);
    literal(block, ":authority", "x");
    literal(block, ":path", "/api/v1/namespaces");
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Sends the frame again and again until the server has had enough. The reset with which it
   * answers what comes too late may overtake its last word: then it is asked again.
   */
  private static void assertClosedAfter(byte[] begin, byte[] flood, int error) throws Exception {
    byte[] many = new byte[flood.length * 100];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(flood, 0, many, i * flood.length, flood.length);
    }
    OptionalInt said = OptionalInt.empty();
    for (int i = 0; i < 20 && said.isEmpty(); i++) {
      said = goodbyeTo(begin, many);
    }
    assertEquals(OptionalInt.of(error), said, "the last word on the connection");
    assertEquals(200, server.get("/version").status());
  }

  private static OptionalInt goodbyeTo(byte[] begin, byte[] many) throws Exception {
    try (RawClient client = connect()) {
      Thread sender =
          Thread.startVirtualThread(
              () -> {
                try {
                  client.send(begin);
                  while (true) {
                    client.send(many);
                  }
                } catch (IOException e) {
                  // The server has closed the connection, as it should.
                }
              });
      OptionalInt said = goodbye(client);
      assertTrue(client.ended());
      sender.join();
      return said;
    }
  }

  /** The error with which the server goes away; empty if the connection ends without a word. */
  private static OptionalInt goodbye(RawClient client) {
    try {
      return lastWord(client);
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt lastWord(RawClient client) throws IOException {
    while (true) {
      byte[] head = client.read(9);
      if (head.length < 9) {
        return OptionalInt.empty();
      }
      int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
      byte[] payload = client.read(length);
      if (payload.length < length) {
        return OptionalInt.empty();
      }
      if (head[3] == GOAWAY) {
        return OptionalInt.of(ByteBuffer.wrap(payload).getInt(4));
      }
    }
  }

  @Test
  void settings() throws Exception {
    byte[] setting = {0, 3, 0, 0, 0, 100};
    assertClosedAfter(NOTHING, frame(SETTINGS, 0, 0, setting), 11);
  }

  @Test
  void continuations() throws Exception {
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      literal(more, "x-a", "y".repeat(60));
    }
    byte[] begin = frame(HEADERS, END_STREAM, 1, request());
    assertClosedAfter(begin, frame(CONTINUATION, 0, 1, more.toByteArray()), 1);
    assertClosedAfter(begin, frame(CONTINUATION, 0, 1, NOTHING), 11);
  }

  @Test
  void emptyData() throws Exception {
    assertClosedAfter(frame(HEADERS, END_HEADERS, 1, request()), frame(DATA, 0, 1, NOTHING), 11);
  }

  @Test
  void priorities() throws Exception {
    assertClosedAfter(NOTHING, frame(PRIORITY, 0, 3, new byte[] {0, 0, 0, 0, 16}), 11);
  }

  @Test
  void resetsOfRequestsThatHaveJustBegun() throws Exception {
    try (RawClient client = connect()) {
      byte[] cancel = {0, 0, 0, 8};
      ByteArrayOutputStream burst = new ByteArrayOutputStream();
      for (int stream = 1; stream < 4000; stream += 2) {
        burst.writeBytes(frame(HEADERS, END_HEADERS | END_STREAM, stream, request()));
        burst.writeBytes(frame(RST_STREAM, 0, stream, cancel));
      }
      client.send(burst.toByteArray());

      assertEquals(200, server.get("/version").status());
    }
    String running = "apiserver_current_inflight_requests{request_kind=\"readOnly\"} ";
    Awaitility.await().until(() -> server.get("/metrics").text().contains(running + "1.0"));
  }

  @Test
  void clientsThatTakeNothing() throws Exception {
    byte[] noWindow = {0, 4, 0, 0, 0, 0};
    try (RawClient client = connect()) {
      client.send(frame(SETTINGS, 0, 0, noWindow));
      for (int stream = 1; stream < 200; stream += 2) {
        client.send(frame(HEADERS, END_HEADERS | END_STREAM, stream, request()));
      }

      assertEquals(200, server.get("/api/v1/namespaces").status());
    }
  }
}
