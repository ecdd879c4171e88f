package io.mkube.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.apiserver.junit.MkubeApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a watch begins, what it tells, and what it is refused. */
@MkubeApiServer(freshNamespace = true)
final class WatchMatrixTest {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  private static final String PARTIAL =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  Config config;

  private Wire wire;
  private String path = "";
  private String first = "";
  private String now = "";

  @BeforeEach
  void makeSome() {
    wire = new Wire(config);
    path = "/api/v1/namespaces/" + client.getNamespace() + "/secrets";
    first = wire.post(path, secret("a", "x")).at("/metadata/resourceVersion");
    wire.post(path, secret("b", "y"));
    now = wire.post(path, secret("c", "x")).at("/metadata/resourceVersion");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  /** Types and names of the events of one second. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|ADDED a,ADDED b,ADDED c",
        "resourceVersion=0|ADDED a,ADDED b,ADDED c",
        "resourceVersion=FIRST|ADDED b,ADDED c",
        "resourceVersion=NOW|''",
        "labelSelector=l%3Dx|ADDED a,ADDED c",
        "fieldSelector=metadata.name%3Db|ADDED b",
        "resourceVersion=FIRST&labelSelector=l%3Dx|ADDED c",
        "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true|ADDED"
            + " a,ADDED b,ADDED c,BOOKMARK ",
        "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
            + "&resourceVersion=FIRST|ADDED a,ADDED b,ADDED c,BOOKMARK ",
        "sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=FIRST|ADDED"
            + " b,ADDED c",
      })
  void begins(String query, String events) {
    List<String> seen = new ArrayList<>();
    for (JsonNode event : wire.watch(watching(query))) {
      String text = event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
      if (!text.equals("BOOKMARK ") || query.contains("sendInitialEvents")) {
        seen.add(text);
      }
    }

    assertTrue(String.join(",", seen).startsWith(events), seen.toString());
    assertEquals(events.isEmpty(), seen.isEmpty(), seen.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resourceVersionMatch=NotOlderThan|resourceVersionMatch is forbidden for watch unless"
            + " sendInitialEvents is provided",
        "sendInitialEvents=true|sendInitialEvents requires setting resourceVersionMatch to"
            + " NotOlderThan",
        "sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=5|NotOlderThan",
      })
  void refuses(String query, String message) {
    Wire.Reply reply = wire.get(watching(query));

    assertEquals(422, reply.code(), reply.text());
    assertEquals("Invalid", reply.at("/reason"));
    assertTrue(reply.at("/message").contains(message), reply.text());
  }

  @Test
  void marksTheEndOfTheInitialState() {
    List<JsonNode> events =
        wire.watch(
            watching(
                "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"));

    JsonNode mark = events.get(3).path("object");
    assertEquals("Secret", mark.path("kind").asText());
    assertEquals("v1", mark.path("apiVersion").asText());
    assertEquals(
        "true",
        mark.at("/metadata/annotations/k8s.io~1initial-events-end").asText(),
        mark::toString);
    assertTrue(mark.at("/metadata/resourceVersion").asLong() >= Long.parseLong(now));
  }

  @Test
  void tellsRowsOfATableWithColumnsOnce() {
    List<JsonNode> events = wire.watch(watching("resourceVersion=0"), "Accept", TABLE);

    assertEquals("Table", events.get(0).at("/object/kind").asText());
    assertEquals("Name", events.get(0).at("/object/columnDefinitions/0/name").asText());
    assertEquals("a", events.get(0).at("/object/rows/0/cells/0").asText());
    assertTrue(events.get(1).at("/object/columnDefinitions").isEmpty());
    assertEquals("PartialObjectMetadata", events.get(1).at("/object/rows/0/object/kind").asText());
  }

  @Test
  void tellsMetadataOnlyWhenAsked() {
    JsonNode object =
        wire.watch(watching("resourceVersion=0"), "Accept", PARTIAL).get(0).path("object");

    assertEquals("PartialObjectMetadata", object.path("kind").asText());
    assertEquals("meta.k8s.io/v1", object.path("apiVersion").asText());
    assertEquals("a", object.at("/metadata/name").asText());
    assertTrue(object.path("type").isMissingNode());
  }

  @Test
  void watchersSeeOneOrder() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<String>>> watchers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        watchers.add(
            CompletableFuture.supplyAsync(
                () ->
                    wire
                        .watch(path + "?watch=true&timeoutSeconds=3&resourceVersion=" + now)
                        .stream()
                        .map(event -> event.at("/object/metadata/resourceVersion").asText())
                        .toList(),
                threads));
      }
      List<CompletableFuture<?>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        String name = "w" + w;
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    wire.post(path, secret(name + i, "x"));
                    wire.send("DELETE", path + "/" + name + i, "");
                  }
                },
                threads));
      }
      writers.forEach(CompletableFuture::join);

      List<String> order = watchers.get(0).get();
      List<Long> numbers = order.stream().map(Long::parseLong).toList();
      assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
      for (CompletableFuture<List<String>> watcher : watchers) {
        List<String> other = watcher.get();
        int common = Math.min(order.size(), other.size());
        assertEquals(order.subList(0, common), other.subList(0, common));
      }
      assertTrue(numbers.size() >= 2, numbers.toString());
    }
  }

  private String watching(String query) {
    return path
        + "?watch=true&timeoutSeconds=1&"
        + query.replace("FIRST", first).replace("NOW", now);
  }

  private static String secret(String name, String label) {
    return "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"l\":\"" + label + "\"}}}";
  }
}
