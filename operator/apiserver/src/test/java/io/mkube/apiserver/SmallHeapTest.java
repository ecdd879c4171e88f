package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is made to fill the memory, many at once: a small server answers on. */
class SmallHeapTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final int AT_ONCE = 6;

  @TempDir static Path directory;
  private static SmallServer server;

  @BeforeAll
  static void start() throws Exception {
    server = SmallServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Sends the same many times at once, and asks for something else meanwhile and afterwards. */
  private static void assertSurvives(String method, String path, String type, byte[] body)
      throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        answers.add(clients.submit(() -> server.send(method, path, type, body)));
      }
      assertTrue(server.serves());
      for (Future<Integer> answer : answers) {
        int status = answer.get();
        // A machine with much else to do may take longer for it than a request may last.
        assertTrue((status >= 400 && status < 500) || status == 504, () -> "status " + status);
      }
    }
    assertTrue(server.serves());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void documentsThatNestWithoutEnd() throws Exception {
    String deep = "{\"a\":".repeat(300_000) + "1" + "}".repeat(300_000);
    assertSurvives("POST", CONFIG_MAPS, JSON, bytes(deep));
    assertSurvives("POST", CONFIG_MAPS, JSON, bytes("[".repeat(2_000_000)));
    assertSurvives("POST", CONFIG_MAPS, "application/yaml", bytes("- ".repeat(200_000)));
    assertSurvives("PATCH", CONFIG_MAPS + "/a", "application/merge-patch+json", bytes(deep));
  }

  @Test
  void documentsOfManySmallFields() throws Exception {
    StringBuilder fields =
        new StringBuilder("{\"metadata\":{\"name\":\"n\"},\"data\":{\"k\":\"v\"");
    for (int i = 0; fields.length() < (3 << 19); i++) {
      fields.append(",\"").append(Integer.toString(i, 36)).append("\":\"\"");
    }
    assertSurvives("POST", CONFIG_MAPS, JSON, bytes(fields + "}"));
    assertSurvives("POST", CONFIG_MAPS, JSON, bytes("{\"a\":[" + "{},".repeat(400_000) + "1]"));
  }

  @Test
  void aliasesThatMultiply() throws Exception {
    StringBuilder laughs =
        new StringBuilder("a: &a [\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\"]\n");
    for (char c = 'b'; c < 'k'; c++) {
      String before = "*" + (char) (c - 1);
      laughs.append(c).append(": &").append(c).append(" [").append(before);
      laughs.append(("," + before).repeat(7)).append("]\n");
    }
    assertSurvives("POST", CONFIG_MAPS, "application/yaml", bytes(laughs.toString()));
    assertSurvives(
        "PATCH",
        CONFIG_MAPS + "/a?fieldManager=m",
        "application/apply-patch+yaml",
        bytes("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" + laughs));
  }

  @Test
  void numbersThatAreHuge() throws Exception {
    for (String number : new String[] {"1e999999999", "-1E999999999", "9".repeat(1_000_000)}) {
      String pod =
          "{\"metadata\":{\"name\":\"n\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\","
              + "\"resources\":{\"limits\":{\"cpu\":"
              + number
              + "}}}]}}";
      assertSurvives("POST", "/api/v1/namespaces/default/pods", JSON, bytes(pod));
      assertSurvives(
          "POST",
          "/api/v1/namespaces/default/pods",
          JSON,
          bytes(pod.replace("\"cpu\":" + number, "\"cpu\":\"" + number + "\"")));
    }
  }

  @Test
  void protobufThatLiesAboutLengths() throws Exception {
    byte[][] lengths = {
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07},
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
      {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
      {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40},
    };
    for (byte[] length : lengths) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(new byte[] {'k', '8', 's', 0});
      body.writeBytes(new byte[] {0x0a, 0x0f, 0x0a, 2, 'v', '1', 0x12, 9});
      body.writeBytes(bytes("ConfigMap"));
      body.write(0x12);
      body.writeBytes(length);
      body.writeBytes(new byte[100]);
      assertSurvives("POST", CONFIG_MAPS, PROTOBUF, body.toByteArray());
    }
  }

  @Test
  void bodiesBeyondTheLimit() throws Exception {
    byte[] value =
        bytes("{\"metadata\":{\"name\":\"n\"},\"data\":{\"k\":\"" + "x".repeat(6 << 20) + "\"}}");
    assertSurvives("POST", CONFIG_MAPS, JSON, value);
  }

  @Test
  void tokensAndSelectorsThatNobodyGave() throws Exception {
    byte[] none = {};
    for (String query :
        new String[] {
          "limit=1&continue=" + "A".repeat(60_000),
          "limit=1&continue=djEvOTk5OTk5OTk5OTk5OTk5OTk5OTkvZGVmYXVsdC9h",
          "labelSelector=" + "%28".repeat(30_000),
          "labelSelector=" + "a,".repeat(40_000) + "%3D%3D%3D",
          "fieldSelector=" + "metadata.name%3Da,".repeat(5_000) + "x%3Dy",
        }) {
      assertSurvives("GET", CONFIG_MAPS + "?" + query, JSON, none);
    }
  }

  @Test
  void bodiesAndHeadersThatNeverEnd() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        open.add(server.begin("GET " + CONFIG_MAPS + " HTTP/1.1"));
        Socket body =
            server.begin(
                "POST "
                    + CONFIG_MAPS
                    + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 3000000");
        body.getOutputStream().write(bytes("\r\n{\"metadata\""));
        open.add(body);
      }
      assertTrue(server.serves());
      assertEquals(
          201,
          server.send(
              "POST", CONFIG_MAPS + "?dryRun=All", JSON, bytes("{\"metadata\":{\"name\":\"a\"}}")));
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    assertTrue(server.serves());
  }
}
