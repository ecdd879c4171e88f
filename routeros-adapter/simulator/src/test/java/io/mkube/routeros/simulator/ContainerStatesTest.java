package io.mkube.routeros.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Containers under a clock that stands still unless it is moved. */
class ContainerStatesTest {
  private static final Clock STILL =
      Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
  private static final FaultPlan REAL_TIMES = FaultPlan.parse("profile=demo");

  private RouterOsSimulator simulator;
  private Rest rest;

  @BeforeEach
  void start() throws IOException {
    restart(SimulatorConfig.defaults());
  }

  private void restart(SimulatorConfig config) throws IOException {
    stop();
    simulator = RouterOsSimulator.start(config.withClock(STILL));
    rest = new Rest(simulator);
    rest.add(
        "/interface/veth",
        Map.of("name", "v1", "address", "192.168.1.2/24", "gateway", "192.168.1.1"));
  }

  @AfterEach
  void stop() {
    if (rest != null) {
      rest.close();
      simulator.close();
    }
  }

  private Map<String, Object> web() {
    Map<String, Object> web = new HashMap<>();
    web.put("name", "web");
    web.put("remote-image", "docker.io/library/nginx:1.27");
    web.put("interface", "v1");
    web.put("root-dir", "raid1/c/web");
    return web;
  }

  private Map<String, String> row() throws IOException {
    return rest.get("/container/web").object();
  }

  private String running() throws IOException {
    String id = rest.add("/container", web());
    simulator.advance(Duration.ofSeconds(1));
    rest.post("/container/start", Map.of(".id", id));
    simulator.advance(Duration.ofSeconds(1));
    assertEquals("true", row().get("running"));
    return id;
  }

  @Test
  void runsAContainerFromAddToRemoval() throws IOException {
    String id = rest.add("/container", web());
    assertEquals("true", row().get("downloading/extracting"));

    simulator.advance(Duration.ofSeconds(1));
    assertEquals("true", row().get("stopped"));

    assertEquals("[]", rest.post("/container/start", Map.of(".id", id)).text());
    assertEquals("true", row().get("starting"));
    simulator.advance(Duration.ofSeconds(1));
    assertEquals("true", row().get("running"));
    assertEquals("true", rest.get("/interface/veth/v1").object().get("running"));

    assertEquals(400, rest.delete("/container/" + id).status());
    rest.post("/container/stop", Map.of("numbers", "web"));
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(204, rest.delete("/container/" + id).status());
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), rest.get("/container").list());
    assertEquals(404, rest.delete("/container/" + id).status());
    assertEquals("false", rest.get("/interface/veth/v1").object().get("running"));
  }

  @Test
  void keepsTheVethWhileAStoppedContainerRefersToIt() throws IOException {
    rest.add("/container", web());
    simulator.advance(Duration.ofSeconds(1));
    assertEquals("failure: in use by container", rest.delete("/interface/veth/v1").detail());

    rest.delete("/container/web");
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(204, rest.delete("/interface/veth/v1").status());
  }

  @Test
  void addsADynamicPortOnStartOnlyWithoutAStaticOne() throws IOException {
    running();
    Map<String, String> port = rest.get("/interface/bridge/port").list().getFirst();
    assertEquals("true", port.get("dynamic"));
    assertEquals(
        "failure: can not remove dynamic port",
        rest.delete("/interface/bridge/port/" + port.get(".id")).detail());

    rest.post("/container/stop", Map.of(".id", "web"));
    simulator.advance(Duration.ofSeconds(1));
    rest.delete("/container/web");
    simulator.advance(Duration.ofSeconds(1));
    rest.delete("/interface/veth/v1");
    assertEquals(List.of(), rest.get("/interface/bridge/port").list());
  }

  @Test
  void leavesAStaticPortDanglingWhenItsVethGoes() throws IOException {
    String veth = rest.get("/interface/veth/v1").object().getOrDefault(".id", "");
    rest.add("/interface/bridge/port", Map.of("bridge", "bridge", "interface", "v1"));
    rest.delete("/interface/veth/v1");

    assertEquals(veth, rest.get("/interface/bridge/port").list().getFirst().get("interface"));
    assertEquals(List.of(), rest.get("/interface/bridge/port?interface=v1").list());
  }

  @Test
  void failsAPullFromAHostThatDoesNotExist() throws IOException {
    Map<String, Object> web = web();
    web.put("remote-image", "registry.invalid/team/web:1");
    rest.add("/container", web);
    simulator.advance(Duration.ofSeconds(1));

    assertEquals("true", row().get("download/extract failed"));
    List<String> log = messages();
    assertTrue(log.stream().anyMatch(line -> line.contains("registry.invalid")), log::toString);
    assertTrue(log.stream().anyMatch(line -> line.contains("was unable to import")), log::toString);
    assertEquals(204, rest.delete("/container/web").status());
  }

  @Test
  void printsStatesAsTextUntil720() throws IOException {
    restart(SimulatorConfig.defaults().withVersion("7.20.8"));
    rest.add("/container", web());
    assertEquals("extracting", row().get("status"));
    simulator.advance(Duration.ofSeconds(1));
    assertEquals("stopped", row().get("status"));
    assertEquals("docker.io/library/nginx:1.27", row().get("repo"));
  }

  @Test
  void startsAgainAfterRebootOnlyWhatIsMarkedForIt() throws IOException {
    running();
    simulator.reboot();
    assertEquals("true", row().get("stopped"));

    rest.patch("/container/web", Map.of("start-on-boot", "yes"));
    simulator.reboot();
    simulator.advance(Duration.ofSeconds(1));
    assertEquals("true", row().get("running"));
  }

  @Test
  void reportsAProcessThatEndsByItself() throws IOException {
    running();
    simulator.exit("web", 3);
    assertEquals("true", row().get("stopped"));
    assertTrue(messages().contains("exited with code 3"));
    assertThrows(IllegalArgumentException.class, () -> simulator.exit("web", 0));
  }

  @Test
  void restartsAnEndedProcessAfterItsInterval() throws IOException {
    running();
    rest.patch("/container/web", Map.of("auto-restart-interval", "30s"));
    simulator.exit("web", 1);
    simulator.advance(Duration.ofSeconds(29));
    assertEquals("true", row().get("stopped"));
    simulator.advance(Duration.ofSeconds(2));
    assertEquals("true", row().get("running"));
  }

  @Test
  void endsAProcessWhoseImageSaysSo() throws IOException {
    Map<String, Object> web = web();
    web.put("remote-image", "simulator.example/exit:7");
    String id = rest.add("/container", web);
    simulator.advance(Duration.ofSeconds(1));
    rest.post("/container/start", Map.of(".id", id));
    simulator.advance(Duration.ofSeconds(2));
    assertEquals("true", row().get("stopped"));
    assertTrue(messages().contains("exited with code 7"));
  }

  @Test
  void cutsTheConnectionWhenStartedBeforeItHasSettled() throws IOException {
    running();
    simulator.faults(REAL_TIMES.with(Fault.EOF_ON_SETTLING_START, 1));
    rest.post("/container/stop", Map.of(".id", "web"));
    // A process takes at least 0.7 × 1.5 s × 0.2 to stop, and then 0.4 s to settle.
    while (!"true".equals(row().get("stopped"))) {
      simulator.advance(Duration.ofMillis(20));
    }
    assertThrows(IOException.class, () -> rest.post("/container/start", Map.of(".id", "web")));
    assertEquals("true", row().get("stopped"));

    simulator.advance(Duration.ofSeconds(1));
    assertEquals(200, rest.post("/container/start", Map.of(".id", "web")).status());
  }

  @Test
  void keepsTheRootDirLockedForAWhileAfterRemoval() throws IOException {
    rest.add("/container", web());
    simulator.advance(Duration.ofSeconds(1));
    simulator.faults(REAL_TIMES);
    rest.delete("/container/web");
    simulator.advance(Duration.ofMillis(200));
    assertEquals(List.of(), rest.get("/container").list());

    Map<String, Object> nested = web();
    nested.put("root-dir", "/raid1/c/web/inner");
    assertEquals(
        "failure: root-dir overlap with /raid1/c/web", rest.put("/container", nested).detail());
    simulator.advance(Duration.ofSeconds(3));
    assertEquals(201, rest.put("/container", nested).status());
  }

  @Test
  void refusesAnExistingRootDirSince723() throws IOException {
    restart(SimulatorConfig.defaults().withVersion("7.23.3"));
    rest.add("/file", Map.of("name", "raid1/c", "type", "directory"));
    rest.add("/file", Map.of("name", "raid1/c/web", "type", "directory"));
    assertEquals("failure: root-dir already exists", rest.put("/container", web()).detail());
  }

  @Test
  void readsAsStoppedTooEarlyWhenThatFaultIsOn() throws IOException {
    simulator.faults(REAL_TIMES.with(Fault.EARLY_STOPPED, 1));
    String id = rest.add("/container", web());
    while (!"true".equals(row().get("stopped"))) {
      simulator.advance(Duration.ofMillis(5));
    }
    assertEquals(400, rest.post("/container/start", Map.of(".id", id)).status());
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(200, rest.post("/container/start", Map.of(".id", id)).status());
  }

  @Test
  void makesTheFoldersBehindMountsAtTheFirstStart() throws IOException {
    rest.add(
        "/container/mounts", Map.of("list", "web", "src", "raid1/volumes/web", "dst", "/data"));
    Map<String, Object> web = web();
    web.put("mountlists", "web");
    String id = rest.add("/container", web);
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), rest.get("/file?name=raid1/volumes/web").list());

    rest.post("/container/start", Map.of(".id", id));
    simulator.advance(Duration.ofSeconds(1));
    assertEquals(1, rest.get("/file?name=raid1/volumes/web").list().size());
    assertEquals(
        "failure: in use by container",
        rest.delete(
                "/container/mounts/" + rest.get("/container/mounts").list().getFirst().get(".id"))
            .detail());
  }

  private List<String> messages() throws IOException {
    return rest.get("/container/log?container=web").list().stream()
        .map(row -> row.getOrDefault("message", ""))
        .toList();
  }

  @Nested
  class WhenTheImageIsAFile {
    private Map<String, Object> fromFile() {
      Map<String, Object> web = web();
      web.remove("remote-image");
      web.put("file", "raid1/images/web.tar");
      return web;
    }

    private void upload(byte[] archive) throws IOException {
      Files.createDirectories(simulator.files().resolve("raid1/images"));
      Files.write(simulator.files().resolve("raid1/images/web.tar"), archive);
    }

    private String reasonOfFailure() throws IOException {
      rest.add("/container", fromFile());
      simulator.advance(Duration.ofMillis(100));
      simulator.advance(Duration.ofSeconds(5));
      assertEquals(List.of(), rest.get("/container").list(), "a failed import takes its row away");
      return String.join("\n", messages());
    }

    @Test
    void importsADockerSaveArchive() throws IOException {
      upload(Archives.dockerSave("team/web:1", "arm64"));
      Map<String, String> file = rest.get("/file?name=raid1/images/web.tar").list().getFirst();
      assertEquals(".tar file", file.get("type"));

      rest.add("/container", fromFile());
      simulator.advance(Duration.ofSeconds(1));
      assertEquals("true", row().get("stopped"));
      assertEquals("team/web:1", row().get("tag"));
      assertEquals("arm64", row().get("arch"));
      assertTrue(row().getOrDefault("image-id", "").startsWith("sha256:"));
    }

    @Test
    void importsAGzippedArchiveSince717() throws IOException {
      upload(Archives.gzip(Archives.dockerSave("team/web:1", "arm64")));
      rest.add("/container", fromFile());
      simulator.advance(Duration.ofSeconds(1));
      assertEquals("true", row().get("stopped"));

      restart(SimulatorConfig.defaults().withVersion("7.16"));
      upload(Archives.gzip(Archives.dockerSave("team/web:1", "arm64")));
      Map<String, Object> old = fromFile();
      old.remove("name");
      rest.add("/container", old);
      simulator.advance(Duration.ofSeconds(5));
      assertEquals(List.of(), rest.get("/container").list());
    }

    @Test
    void refusesAnArchiveWithoutManifest() throws IOException {
      upload(Archives.tar(Map.of("oci-layout", new byte[0], "index.json", new byte[2])));
      assertTrue(reasonOfFailure().contains("no manifest.json in archive"));
    }

    @Test
    void refusesAFileThatIsNotThere() throws IOException {
      assertTrue(reasonOfFailure().contains("no manifest.json in archive"));
    }

    @Test
    void refusesCompressedLayers() throws IOException {
      upload(Archives.tar(Archives.members("t/w:1", "arm64", Archives.gzip(Archives.layer()))));
      assertTrue(reasonOfFailure().contains("layer is compressed"));
    }

    @Test
    void refusesALayerWithAnotherDigest() throws IOException {
      byte[] layer = Archives.layer();
      layer[0] ^= 1;
      upload(Archives.tar(Archives.members("t/w:1", "arm64", layer)));
      assertTrue(reasonOfFailure().contains("wrong digest"));
    }

    @Test
    void refusesAnArchiveThatIsCutOff() throws IOException {
      byte[] whole = Archives.dockerSave("t/w:1", "arm64");
      upload(Arrays.copyOf(whole, 700));
      assertTrue(reasonOfFailure().contains("cut off"));
    }

    @Test
    void failsWhenTheDiskIsFull() throws IOException {
      upload(Archives.dockerSave("t/w:1", "arm64"));
      simulator.fillDisk(true);
      assertTrue(reasonOfFailure().contains("no space left"));
      assertFalse(rest.put("/file", Map.of("name", "raid1/x", "contents", "y")).status() == 201);
    }

    @Test
    void doesNotRunAnImageForAnotherProcessor() throws IOException {
      upload(Archives.dockerSave("t/w:1", "amd64"));
      String id = rest.add("/container", fromFile());
      simulator.advance(Duration.ofSeconds(1));
      rest.post("/container/start", Map.of(".id", id));
      simulator.advance(Duration.ofSeconds(1));
      assertEquals("true", row().get("stopped"));
      assertTrue(messages().contains("exited with signal 4"));
    }
  }
}
