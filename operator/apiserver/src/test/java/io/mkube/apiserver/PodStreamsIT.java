package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.kubelet.PlayedNode;
import io.mkube.apiserver.kubelet.PlayedNode.Speaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Terminals and forwarded ports of the stock kubectl through the server to a node. Needs {@code
 * kubectl} on the path.
 */
class PodStreamsIT {
  @TempDir Path directory;
  private TestServer server;
  private final List<PlayedNode> nodes = new ArrayList<>();
  private Path kubeconfig;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(directory);
    kubeconfig = directory.resolve("kubeconfig");
    server.server.writeKubeconfig(kubeconfig);
  }

  @AfterEach
  void stop() {
    nodes.forEach(PlayedNode::close);
    server.close();
  }

  private void node(Speaks speaks) {
    PlayedNode node = PlayedNode.start(server.server.nodeTls(Set.of("127.0.0.1")), speaks);
    nodes.add(node);
    server.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"n1\"}}");
    server.merge(
        "/api/v1/nodes/n1/status",
        """
        {"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],
         "daemonEndpoints":{"kubeletEndpoint":{"Port":%d}}}}\
        """
            .formatted(node.port()));
    server.post(
        "/api/v1/namespaces/default/pods",
        """
        {"metadata":{"name":"p"},"spec":{"nodeName":"n1",
         "containers":[{"name":"a","image":"x","ports":[{"containerPort":80}]}]}}\
        """);
    server.merge(
        "/api/v1/namespaces/default/pods/p/status", "{\"status\":{\"phase\":\"Running\"}}");
  }

  private Process kubectl(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectError(directory.resolve("stderr").toFile()).start();
  }

  private String output(Process process, int code) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(code, process.exitValue(), () -> text + errors());
    return text;
  }

  private String errors() {
    try {
      return Files.readString(directory.resolve("stderr"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void runsACommandOverWebSockets() throws Exception {
    node(Speaks.WEB_SOCKETS_AND_SPDY);

    assertEquals(
        "ran echo one two\n", output(kubectl(Map.of(), "exec", "p", "--", "echo", "one two"), 0));

    assertEquals(
        "GET /exec/default/p/a?command=echo&command=one+two&error=1&output=1 websocket auth=null",
        nodes.getFirst().asked().take());
  }

  @ParameterizedTest
  @EnumSource(
      value = Speaks.class,
      names = {"SPDY", "WEB_SOCKETS_AND_SPDY"})
  void sendsWhatIsTyped(Speaks speaks) throws Exception {
    node(speaks);

    Process cat = kubectl(Map.of(), "exec", "-i", "p", "--", "cat");
    cat.getOutputStream().write("ä line\n".getBytes(StandardCharsets.UTF_8));
    cat.getOutputStream().close();

    assertEquals("ran cat\nä line\n", output(cat, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Speaks.class,
      names = {"SPDY", "WEB_SOCKETS_AND_SPDY"})
  void tellsHowTheCommandEnded(Speaks speaks) throws Exception {
    node(speaks);

    assertEquals("ran fail\n", output(kubectl(Map.of(), "exec", "p", "--", "fail"), 3));

    assertEquals("command terminated with exit code 3\n", errors());
  }

  @Test
  void attaches() throws Exception {
    node(Speaks.WEB_SOCKETS_AND_SPDY);

    assertEquals("ran \n", output(kubectl(Map.of(), "attach", "p"), 0));

    assertTrue(
        nodes.getFirst().asked().take().startsWith("GET /attach/default/p/a?error=1&output=1 "));
  }

  @Test
  void tellsWhyANodeRefuses() throws Exception {
    node(Speaks.NOTHING);

    assertEquals("", output(kubectl(Map.of(), "exec", "p", "--", "ls"), 1));

    assertTrue(errors().contains("there is no way in"), errors());
  }

  @ParameterizedTest
  @EnumSource(
      value = Speaks.class,
      names = {"SPDY", "WEB_SOCKETS_AND_SPDY"})
  void forwardsPorts(Speaks speaks) throws Exception {
    node(speaks);
    String webSockets = Boolean.toString(speaks == Speaks.WEB_SOCKETS_AND_SPDY);
    Process forward =
        kubectl(
            Map.of("KUBECTL_PORT_FORWARD_WEBSOCKETS", webSockets),
            "port-forward",
            "--address=127.0.0.1",
            "p",
            ":80");
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(forward.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      assertTrue(
          line != null && line.startsWith("Forwarding from 127.0.0.1:"), () -> line + errors());
      int port = Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:(\\d+) .*", "$1"));
      byte[] sent = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        Thread.startVirtualThread(() -> write(socket, sent));
        assertEquals(sent.length, socket.getInputStream().readNBytes(sent.length).length);
      }
      assertTrue(
          nodes.getFirst().asked().take().startsWith("POST /portForward/default/p SPDY/3.1 "));
    } finally {
      forward.destroy();
      assertTrue(forward.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endWhenTheServerStops() throws Exception {
    node(Speaks.WEB_SOCKETS_AND_SPDY);
    Process cat = kubectl(Map.of(), "exec", "-i", "p", "--", "cat");
    assertEquals('r', cat.getInputStream().read());

    server.server.close();

    assertTrue(cat.waitFor(30, TimeUnit.SECONDS));
    assertEquals(1, cat.exitValue());
  }
}
