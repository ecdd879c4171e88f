package io.mkube.routeros.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.start.SimulatorStartException;
import io.mkube.routeros.simulator.start.SimulatorStartException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
  @TempDir Path folder;

  private SimulatorConfig config() {
    return SimulatorConfig.defaults().withDataDirectory(folder);
  }

  @Test
  void findsTheSameDeviceAfterItsProcessWasKilled() throws Exception {
    Process child = startChild();
    URI url;
    String id;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      url = URI.create(Objects.requireNonNull(out.readLine()));
      id = fill(url);
    } finally {
      child.destroyForcibly();
      assertTrue(child.waitFor(20, TimeUnit.SECONDS));
    }

    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      assertEquals(url, simulator.url());
      Map<String, String> web = rest.get("/container/web").object();
      assertEquals(id, web.get(".id"));
      assertEquals("true", web.get("running"));
      assertEquals("kept", rest.get("/file?name=raid1/note").list().getFirst().get("contents"));
      assertEquals(1, rest.get("/interface/bridge/port").list().size());
    }
  }

  private Process startChild() throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes,
            "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
            Standalone.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Makes a running container and a file; returns the container's id. */
  private static String fill(URI url) throws IOException {
    try (Rest rest = new Rest(url)) {
      rest.add("/interface/veth", Map.of("name", "v1"));
      Map<String, String> web =
          Map.of(
              "name", "web", "remote-image", "nginx", "interface", "v1", "root-dir", "raid1/web");
      String id = rest.add("/container", web);
      await(rest, "stopped");
      rest.post("/container/start", Map.of(".id", id));
      await(rest, "running");
      rest.add("/file", Map.of("name", "raid1/note", "contents", "kept"));
      return id;
    }
  }

  private static void await(Rest rest, String state) {
    Awaitility.await().until(() -> "true".equals(rest.get("/container/web").object().get(state)));
  }

  @Test
  void goesOnWithStepsThatWereUnderWay() throws IOException {
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      rest.add("/container", Map.of("name", "web", "remote-image", "nginx"));
    }
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      await(rest, "stopped");
    }
  }

  @Test
  void neverGivesAnIdAgain() throws IOException {
    String first;
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      first = rest.add("/interface/veth", Map.of("name", "v1"));
      rest.delete("/interface/veth/v1");
    }
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      assertTrue(!first.equals(rest.add("/interface/veth", Map.of("name", "v2"))));
    }
  }

  @Test
  void dropsALastLineThatWasNeverAcknowledged() throws IOException {
    RouterOsSimulator.start(config()).close();
    Path world = folder.resolve("world.jsonl");
    Files.writeString(world, "{\"t\":\"/interface/veth\",\"k\":\"*9", StandardOpenOption.APPEND);
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      rest.add("/interface/veth", Map.of("name", "v1"));
    }
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator)) {
      assertEquals(1, rest.get("/interface/veth").list().size());
    }
  }

  @Test
  void namesThePlaceOfDamage() throws IOException {
    RouterOsSimulator.start(config()).close();
    Path world = folder.resolve("world.jsonl");
    String text = Files.readString(world);
    int second = text.indexOf('\n') + 1;
    Files.writeString(world, text.substring(0, second) + "#" + text.substring(second + 1));
    SimulatorStartException e =
        assertThrows(SimulatorStartException.class, () -> RouterOsSimulator.start(config()));
    assertEquals(Reason.DAMAGED_DATA, e.reason());
    assertTrue(String.valueOf(e.getMessage()).contains("at byte " + second), e::getMessage);
  }

  @Test
  void refusesANewerFormat() throws IOException {
    Files.writeString(folder.resolve("world.jsonl"), "{\"format\":2}\n");
    SimulatorStartException e =
        assertThrows(SimulatorStartException.class, () -> RouterOsSimulator.start(config()));
    assertEquals(Reason.NEWER_FORMAT, e.reason());
  }

  @Test
  void refusesADirectoryThatIsInUse() {
    RouterOsSimulator first = RouterOsSimulator.start(config());
    try {
      SimulatorStartException e =
          assertThrows(SimulatorStartException.class, () -> RouterOsSimulator.start(config()));
      assertEquals(Reason.DIRECTORY_LOCKED, e.reason());
      assertEquals(-1, String.valueOf(e.getMessage()).indexOf('\n'));
    } finally {
      first.close();
    }
  }

  @Test
  void refusesAPortThatIsInUseAndFreesTheDirectory() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SimulatorStartException e =
          assertThrows(
              SimulatorStartException.class,
              () -> RouterOsSimulator.start(config().withPort(taken.getLocalPort())));
      assertEquals(Reason.PORT_IN_USE, e.reason());
      assertTrue(String.valueOf(e.getMessage()).contains(":" + taken.getLocalPort()));
    }
    RouterOsSimulator.start(config()).close();
  }

  @Test
  void takesOtherPortsWhenTheOldOnesAreTaken() throws IOException {
    int old;
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config())) {
      old = simulator.url().getPort();
    }
    try (ServerSocket taken = new ServerSocket(old, 1, InetAddress.getLoopbackAddress());
        RouterOsSimulator simulator = RouterOsSimulator.start(config())) {
      assertTrue(simulator.url().getPort() != taken.getLocalPort());
    }
  }

  @Test
  void servesTheControlPortApartFromRest() throws Exception {
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config());
        Rest rest = new Rest(simulator);
        HttpClient client = HttpClient.newHttpClient()) {
      rest.add("/interface/veth", Map.of("name", "v1"));
      Control control = new Control(client, simulator.controlUrl());
      assertTrue(control.send("GET", "/", "").body().contains("POST   /reboot"));
      assertTrue(control.send("GET", "/calls", "").body().contains("\"writes\":1"));
      control.send("DELETE", "/calls", "");
      assertTrue(control.send("GET", "/calls", "").body().contains("\"writes\":0"));
      Map<String, ?> world =
          Json.parseObject(control.send("GET", "/world", "").body().getBytes(UTF_8));
      assertEquals(1, ((List<?>) Objects.requireNonNull(world.get("/interface/veth"))).size());
      assertEquals(200, control.send("PUT", "/faults", "profile=demo,seed=3").statusCode());
      assertEquals(400, control.send("PUT", "/faults", "profile=odd").statusCode());
      assertEquals(200, control.send("POST", "/advance?seconds=1.5", "").statusCode());
      assertEquals(400, control.send("POST", "/advance?seconds=-1", "").statusCode());
      assertEquals(200, control.send("POST", "/fill-disk", "").statusCode());
      assertEquals("0", rest.get("/system/resource").object().get("free-hdd-space"));
      assertEquals(200, control.send("PUT", "/faults", "profile=off").statusCode());
      assertEquals(200, control.send("POST", "/reboot", "").statusCode());
      assertEquals(200, control.send("POST", "/power-cycle", "").statusCode());
      assertEquals(404, control.send("POST", "/containers/none/exit?code=1", "").statusCode());
      assertEquals(404, control.send("GET", "/nothing", "").statusCode());
      assertEquals(404, rest.get("/../calls").status());
    }
  }

  private record Control(HttpClient client, URI base) {
    HttpResponse<String> send(String method, String path, String body) throws Exception {
      return client.send(
          HttpRequest.newBuilder(URI.create(base + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
