package io.mkube.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line on stderr, an exit code, and nothing half-made. */
final class BadInputIT {
  @TempDir Path folder;

  @Test
  void namesThePortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Path data = folder.resolve("data");

      assertTold(port, "apiserver", "--data", data.toString(), "--port", port, "--http-port", "0");
      assertTold(port, "apiserver", "--data", data.toString(), "--port", "0", "--http-port", port);
      assertTold(port, "simulator", "--port", port);
      assertTold(port, "demo", "--data", data.toString(), "--port", port, "--http-port", "0");
      assertFalse(Files.exists(data.resolve("kubeconfig")));
      assertFalse(Files.exists(data.resolve("endpoints.json")));
    }
  }

  @Test
  void namesTheDataDirectoryThatIsLocked() throws Exception {
    String data = folder.resolve("data").toString();
    try (Launched first =
        Launched.start(folder, "apiserver", "--data", data, "--port", "0", "--http-port", "0")) {
      first.firstLine();
      assertTold(data, "apiserver", "--data", data, "--port", "0", "--http-port", "0");
    }
    String site = folder.resolve("site").toString();
    try (Launched first = Launched.start(folder, "simulator", "--data", site)) {
      first.firstLine();
      assertTold(site, "simulator", "--data", site);
    }
  }

  @Test
  void namesTheFileOfANewerFormat() throws Exception {
    Path data = folder.resolve("data");
    try (Launched first = Launched.start(folder, "simulator", "--data", data.toString())) {
      first.firstLine();
      first.terminate();
      assertEquals(0, first.exitCode(), first::errors);
    }
    Path world = data.resolve("router/world.jsonl");
    String content = Files.readString(world);
    assertTrue(content.startsWith("{\"format\":1"), content);
    Files.writeString(world, content.replaceFirst("\"format\":1", "\"format\":999"));

    assertTold("999", "simulator", "--data", data.toString());
  }

  @Test
  void keepsAKubeconfigThatSomebodyElseWrote() throws Exception {
    Path kubeconfig = folder.resolve("config");
    Files.writeString(kubeconfig, "kind: Config\nclusters: [{name: prod}]\n");

    assertTold(
        kubeconfig + ": was written by somebody else",
        "demo",
        "--data",
        folder.resolve("data").toString(),
        "--kubeconfig",
        kubeconfig.toString());
    assertEquals("kind: Config\nclusters: [{name: prod}]\n", Files.readString(kubeconfig));
    assertFalse(Files.exists(folder.resolve("data").resolve("router")));
  }

  @Test
  void namesKeyAndLineOfABadConfiguration() throws Exception {
    Path config = folder.resolve("mkube.yaml");
    assertTold(config + ": there is no such file or folder", "run", "--config", config.toString());
    Files.writeString(config, "api: {kubeconfig: /k}\ndevices:\n  - name: [\n");
    assertTold(config + ": line ", "run", "--config", config.toString());
    Files.writeString(config, "routeros: {}\napi: {kubeconfig: /k}\n");
    assertTold("line 1: routeros: is not used any more: ", "run", "--config", config.toString());
  }

  @Test
  void namesTheApiServerThatDoesNotAnswer() throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    Path config = folder.resolve("mkube.yaml");
    Files.writeString(
        config,
        "api: {kubeconfig: "
            + kubeconfig
            + "}\ndevices: [{name: a, url: 'http://127.0.0.1:9/rest'}]\n");
    assertTold(kubeconfig + ": cannot be read", "run", "--config", config.toString());

    Files.writeString(kubeconfig, "clusters: nonsense\n");
    assertTold(kubeconfig.toString(), "run", "--config", config.toString());

    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:9"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        current-context: c
        """);
    assertTold("127.0.0.1:9", "run", "--config", config.toString());
  }

  @Test
  void namesWhatElseCannotBeUsed() throws Exception {
    String data = folder.resolve("data").toString();
    assertTold(
        "'no.such.host.invalid'", "demo", "--data", data, "--listen", "no.such.host.invalid");
    assertTold("1.2.3", "simulator", "--version", "1.2.3");
    assertTold("/proc/mkube", "apiserver", "--data", "/proc/mkube", "--port", "0");
    assertTold(
        "tokens: cannot be read",
        "apiserver",
        "--data",
        data,
        "--port",
        "0",
        "--http-port",
        "0",
        "--token-file",
        folder.resolve("tokens").toString());
  }

  @Test
  void exitsWithTwoForACommandLineThatItDoesNotUnderstand() throws Exception {
    try (Launched launched = Launched.start(folder, "demo", "--prot", "1")) {
      assertEquals(2, launched.exitCode());
      assertEquals(1, launched.errors().lines().count(), launched::errors);
    }
  }

  @Test
  void showsStackTracesWhenAsked() throws Exception {
    try (Launched launched =
        Launched.start(
            Launched.LAUNCHER,
            folder,
            Map.of(),
            List.of("run", "--verbose", "--config", folder.resolve("none").toString()))) {
      assertEquals(1, launched.exitCode());
      assertTrue(launched.errors().contains("\tat io.mkube.app."), launched::errors);
    }
  }

  private void assertTold(String what, String... arguments)
      throws IOException, InterruptedException {
    try (Launched launched = Launched.start(folder, arguments)) {
      assertEquals(1, launched.exitCode(), launched::errors);
      List<String> lines = launched.errors().lines().toList();
      assertEquals(1, lines.size(), launched::errors);
      assertTrue(lines.getFirst().startsWith("mkube " + arguments[0] + ": "), launched::errors);
      assertTrue(lines.getFirst().contains(what), launched::errors);
      assertEquals(List.of(), launched.rest());
    }
  }
}
