package io.mkube.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mkube.conformance.Kubectl;
import io.mkube.conformance.SimulatedDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who applies the examples, told in the order in which it happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ExamplesContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES = Path.of(System.getProperty("mkube.root"), "examples");
  private static final List<String> MENUS =
      List.of("/interface/veth", "/container", "/interface/bridge/port");

  @TempDir static Path folder;

  abstract Kubectl kubectl();

  abstract SimulatedDevice device();

  /** Kills the control plane, not the device, and starts it again. */
  abstract void killAndRestart() throws InterruptedException;

  @Test
  @Order(1)
  void listsTheRouterAndItsNetworks() throws InterruptedException {
    String nodes = kubectl().run("get", "nodes");
    assertTrue(nodes.contains(" Ready "), nodes);
    String networks = kubectl().run("get", "networks", "-o", "name");
    assertEquals(
        List.of("g10", "g11", "gt", "gw"),
        networks.lines().map(line -> line.substring(line.indexOf('/') + 1)).sorted().toList());
  }

  @Test
  @Order(2)
  void createsEverythingInTheFolder() throws InterruptedException {
    kubectl().run("apply", "-f", EXAMPLES.toString());
    kubectl().run("wait", "--for=condition=Available", "deployment/web", "--timeout=60s");
    kubectl().run("wait", "--for=condition=Ready", "pod", "--all", "-A", "--timeout=60s");
    kubectl().run("wait", "--for=condition=Ready", "network/lab", "--timeout=60s");
  }

  @Test
  @Order(3)
  void givesEachPodAnAddressOfItsNetwork() throws InterruptedException {
    assertTrue(podAddress("hello").startsWith("192.168.200."), podAddress("hello"));
    for (int i = 0; i < 3; i++) {
      assertInRange(podAddress("web-" + i), "192.168.10.", 200, 250);
    }
    assertEquals("192.168.11.210", podAddress("printer"));
    String wide = kubectl().run("get", "pods", "-A", "-o", "wide");
    assertTrue(wide.contains(podAddress("hello")), wide);
  }

  @Test
  @Order(4)
  void answersForPodsContainersAndAliases() throws InterruptedException {
    assertEquals(List.of(podAddress("hello")), device().dig("gt", "hello.gt.lo", "A"));
    assertEquals(List.of(podAddress("hello")), device().dig("gt", "web.hello.gt.lo", "A"));
    assertEquals(List.of("192.168.11.210"), device().dig("g11", "printer.g11.lo", "A"));
    assertEquals(List.of("192.168.11.210"), device().dig("g11", "cups.g11.lo", "A"));
    Set<String> replicas = new TreeSet<>();
    for (int i = 0; i < 3; i++) {
      String address = podAddress("web-" + i);
      assertEquals(List.of(address), device().dig("g10", "web-" + i + ".g10.lo", "A"));
      replicas.add(address);
    }
    assertEquals(3, replicas.size());
    assertEquals(replicas, new TreeSet<>(device().dig("g10", "www.g10.lo", "A")));
  }

  @Test
  @Order(5)
  void changesNothingWhenAppliedAgain() throws InterruptedException {
    String before = resourceVersions();
    String said = kubectl().run("apply", "-f", EXAMPLES.toString());
    assertTrue(said.lines().allMatch(line -> line.endsWith(" unchanged")), said);
    assertEquals(before, resourceVersions());
  }

  @Test
  @Order(6)
  void bringsEverythingBackAfterAKillWithoutTouchingTheDevice() throws InterruptedException {
    Set<String> before = objects();
    String address = podAddress("hello");
    killAndRestart();
    assertEquals(before, objects());
    kubectl().run("wait", "--for=condition=Ready", "pod", "--all", "-A", "--timeout=60s");
    awaitTwoCycles();
    assertEquals(List.of(), device().writes());
    assertEquals(List.of(address), device().dig("gt", "hello.gt.lo", "A"));
  }

  @Test
  @Order(7)
  void leavesNothingBehindWhenDeleted() throws InterruptedException {
    kubectl().run("delete", "-f", EXAMPLES.toString(), "--timeout=120s");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertEquals("", kubectl().run("get", "pods", "-A", "-o", "name"));
              for (String menu : MENUS) {
                assertEquals(List.of(), device().markedRows(menu), menu);
              }
              assertEquals(List.of(), device().rows("/container/mounts"));
              assertEquals(List.of(), device().rows("/container/envs"));
              assertEquals(List.of(), podRecords("gt"));
              assertEquals(List.of(), podRecords("g10"));
              assertEquals(List.of(), podRecords("g11"));
            });
  }

  /**
   * Two refresh cycles of the device: what the controllers wanted to change they would have
   * changed.
   */
  private void awaitTwoCycles() throws InterruptedException {
    long seen = listCalls();
    await().atMost(Duration.ofSeconds(60)).until(() -> listCalls() >= seen + 3);
  }

  private long listCalls() throws InterruptedException {
    return device().calls().stream()
        .filter(call -> call.path("path").asText().endsWith("/rest/container"))
        .count();
  }

  private List<String> podRecords(String network) throws InterruptedException, IOException {
    URI zones = device().microdns(network).resolve("/api/v1/zones");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String zone = read(http, zones).get(0).path("id").asText();
      URI records = URI.create(zones + "/" + zone + "/records?limit=1000");
      return stream(read(http, records))
          .map(record -> record.path("data").path("data").asText())
          .filter(text -> text.startsWith("mkube/1 ") && text.contains(" Pod "))
          .toList();
    }
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode read(HttpClient http, URI uri) {
    try {
      return JSON.readTree(
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Set<String> objects() throws InterruptedException {
    return kubectl()
        .run(
            "get",
            "networks,nodes,pods,deployments,configmaps,secrets,namespaces",
            "-A",
            "-o",
            "jsonpath={range .items[*]}{.kind}/{.metadata.name}/{.metadata.uid}{\"\\n\"}{end}")
        .lines()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String resourceVersions() throws InterruptedException {
    return kubectl()
        .run(
            "get",
            "pods,deployments,networks",
            "-o",
            "jsonpath={range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}");
  }

  private String podAddress(String name) throws InterruptedException {
    return kubectl().run("get", "pod", name, "-o", "jsonpath={.status.podIP}");
  }

  private static void assertInRange(String address, String prefix, int first, int last)
      throws InterruptedException {
    assertTrue(address.startsWith(prefix), address);
    int host = Integer.parseInt(address.substring(prefix.length()));
    assertTrue(host >= first && host <= last, address);
    try {
      assertEquals(address, InetAddress.getByName(address).getHostAddress());
    } catch (IOException e) {
      throw new AssertionError(address, e);
    }
  }
}
