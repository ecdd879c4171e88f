package io.mkube.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mkube demo} from the first line to the last. */
final class DemoIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void livesThroughAKillAndStopsWhenAsked() throws Exception {
    Path data = folder.resolve("site");
    Path kubeconfig = data.resolve("kubeconfig");
    Kubectl kubectl = new Kubectl(kubeconfig);
    JsonNode endpoints;
    String uid;
    try (Launched first = demo(data)) {
      assertEquals("mkube is ready: export KUBECONFIG=" + kubeconfig, first.firstLine());
      endpoints = endpoints(data);
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)));
      assertEquals(List.of("g10", "g11", "gt", "gw"), kubectl.names("networks"));
      assertEquals(List.of("rose1"), kubectl.names("nodes"));
      assertEquals("ok", get("http://" + endpoints.path("http").asText() + "/healthz"));
      uid = kubectl.run("get", "network/gt", "-o", "jsonpath={.metadata.uid}");
      first.kill();
    }

    try (Launched second = demo(data)) {
      assertEquals("mkube is ready: export KUBECONFIG=" + kubeconfig, second.firstLine());
      assertEquals(endpoints, endpoints(data));
      assertEquals(uid, kubectl.run("get", "network/gt", "-o", "jsonpath={.metadata.uid}"));
      second.terminate();
      assertEquals(0, second.exitCode(), second::errors);
      assertEquals(List.of(), second.rest());
    }
  }

  @Test
  void namesEveryPartInEndpoints() throws Exception {
    Path data = folder.resolve("site");
    try (Launched demo = demo(data)) {
      demo.firstLine();
      JsonNode endpoints = endpoints(data);

      TreeSet<String> names = new TreeSet<>();
      endpoints.fieldNames().forEachRemaining(names::add);
      assertEquals(new TreeSet<>(List.of("api", "control", "http", "networks", "router")), names);
      TreeSet<String> networks = new TreeSet<>();
      endpoints.path("networks").fieldNames().forEachRemaining(networks::add);
      assertEquals(new TreeSet<>(List.of("g10", "g11", "gt")), networks);
      String zones =
          get(
              "http://"
                  + endpoints.path("networks").path("g10").path("microdns").asText()
                  + "/api/v1/zones");
      assertTrue(zones.contains("\"g10.lo\""), zones);
      assertTrue(
          JSON.readTree(get("http://" + endpoints.path("control").asText() + "/world"))
              .has("/interface/bridge"));
    }
  }

  @Test
  void startsThroughALinkFromAFolderWithSpaces() throws Exception {
    Path moved = folder.resolve("my programs");
    copy(Launched.PROGRAM, moved.resolve("mkube"));
    Path link = folder.resolve("link to mkube");
    Files.createSymbolicLink(link, Path.of("my programs/mkube/bin/mkube"));

    try (Launched crds =
        Launched.start(link, folder, Map.of("PATH", "/usr/bin:/bin"), List.of("crds"))) {
      assertEquals("---", crds.firstLine());
      assertEquals(0, crds.exitCode(), crds::errors);
    }
  }

  /** The launcher would not complain: without a fitting cache it only starts later. */
  @ParameterizedTest
  @CsvSource({"mkube, --version, mkube", "apiserver, apiserver --help, Run the API server"})
  void startsFromTheCacheThatTheBuildTrained(String cache, String command, String answer)
      throws Exception {
    boolean cached = Files.exists(Launched.PROGRAM.resolve("lib/" + cache + ".aot"));
    assertEquals(Runtime.version().feature() >= 25, cached);
    Map<String, String> strict = cached ? Map.of("MKUBE_JAVA_OPTS", "-XX:AOTMode=on") : Map.of();

    try (Launched started =
        Launched.start(Launched.LAUNCHER, folder, strict, List.of(command.split(" ", -1)))) {
      String line = started.firstLine();
      assertTrue(line.startsWith(answer), line);
      assertEquals(0, started.exitCode(), started::errors);
    }
  }

  /**
   * Classes that no cache can hold cost a start a tenth of its time: those of the command line did.
   */
  @Test
  void readsItsCommandLineWithClassesOfTheCache() throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    Map<String, String> log = Map.of("MKUBE_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
    List<String> command =
        List.of(
            "apiserver",
            "--data",
            folder.resolve("api").toString(),
            "--port",
            "0",
            "--http-port",
            "0");
    try (Launched started = Launched.start(Launched.LAUNCHER, folder, log, command)) {
      started.firstLine();
    }
    String cached = Runtime.version().feature() >= 25 ? "shared objects file" : "";

    List<String> ofTheCommandLine =
        Files.readAllLines(loaded).stream().filter(line -> line.contains(" picocli.")).toList();

    assertFalse(ofTheCommandLine.isEmpty());
    assertEquals(
        List.of(), ofTheCommandLine.stream().filter(line -> !line.contains(cached)).toList());
  }

  private Launched demo(Path data) throws IOException {
    return Launched.start(
        folder, "demo", "--data", data.toString(), "--port", "0", "--http-port", "0");
  }

  private static JsonNode endpoints(Path data) throws IOException {
    return JSON.readTree(data.resolve("endpoints.json").toFile());
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Files.createDirectories(to.getParent());
    assertEquals(
        0, new ProcessBuilder("cp", "-r", from.toString(), to.toString()).start().waitFor());
  }
}
