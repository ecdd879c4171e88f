package io.mkube.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.app.console.CommandException;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.app.site.SimulatedSite;
import io.mkube.app.site.SiteNetwork;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.store.embedded.EmbeddedObjectStore;
import io.mkube.store.embedded.EmbeddedStoreConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line on stderr, an exit code, and nothing half-made. */
final class BadInputTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

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
    Path store = Path.of(data, "store");
    try (ClosingStack open = new ClosingStack()) {
      open.opened(EmbeddedObjectStore.open(store, EmbeddedStoreConfig.DEFAULT));
      assertTold(data, "apiserver", "--data", data, "--port", "0", "--http-port", "0");
      open.opened(site(folder.resolve("site").toString()));
      assertTold(
          folder.resolve("site").toString(),
          "simulator",
          "--data",
          folder.resolve("site").toString());
    }
  }

  @Test
  void namesTheFileOfANewerFormat() throws Exception {
    Path data = folder.resolve("data");
    site(data.toString()).close();
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
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertTold(file.toString(), "apiserver", "--data", file.toString(), "--port", "0");
    assertTold(
        "--min-request-timeout must be at least 1 second, but is 0",
        "apiserver",
        "--min-request-timeout",
        "0");
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

  private void assertTold(String what, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLines commands =
        new CommandLines(
            () -> false, new PrintWriter(out, true), new PrintWriter(err, true), iso -> 0);

    int code = assertTimeoutPreemptively(LIMIT, () -> commands.execute(arguments));

    assertEquals(1, code, err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().startsWith("mkube " + arguments[0] + ": "), err::toString);
    assertTrue(err.toString().contains(what), err::toString);
    assertEquals("", out.toString());
  }

  private static SimulatedSite site(String data) throws CommandException {
    return SimulatedSite.start(
        new SimulatedSite.Options(
            InetAddress.getLoopbackAddress(),
            0,
            SimulatedSite.RELEASE,
            Optional.of(Path.of(data)),
            FaultPlan.off(),
            SiteNetwork.ALL));
  }
}
