package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists: order, pages, selectors, revisions, representations. */
class ListTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String path = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory, config -> config.withWatchHistory(100));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeObjects() {
    path = "/api/v1/namespaces/" + server.namespace() + "/configmaps";
    for (int i = 0; i < 10; i++) {
      create("c" + i, i % 2 == 0 ? "even" : "odd");
    }
  }

  private void create(String name, String parity) {
    TestServer.Reply reply =
        server.post(
            path,
            "{\"metadata\":{\"name\":\""
                + name
                + "\",\"labels\":{\"parity\":\""
                + parity
                + "\"}}}");
    assertEquals(201, reply.status(), reply.text());
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }

  @Test
  void isOrderedByName() {
    JsonNode list = server.get(path).json();

    assertEquals("ConfigMapList", list.path("kind").asText());
    assertEquals(
        List.of("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "kube-root-ca.crt"),
        names(list));
  }

  @Test
  void hasItemsEvenWhenEmpty() {
    JsonNode list = server.get("/api/v1/namespaces/nowhere/configmaps").json();

    assertTrue(list.path("items").isArray());
    assertTrue(list.path("items").isEmpty());
  }

  @Test
  void comesInPagesOfOneRevisionWhateverIsWrittenMeanwhile() {
    JsonNode first = server.get(path + "?limit=4").json();
    server.delete(path + "/c5", "");
    create("c55", "odd");
    server.merge(path + "/c7", "{\"data\":{\"new\":\"yes\"}}");
    JsonNode second =
        server.get(path + "?limit=4&continue=" + first.at("/metadata/continue").asText()).json();
    JsonNode third =
        server.get(path + "?limit=4&continue=" + second.at("/metadata/continue").asText()).json();

    assertEquals(7, first.at("/metadata/remainingItemCount").asInt());
    assertEquals(List.of("c4", "c5", "c6", "c7"), names(second));
    assertTrue(second.at("/items/3/data").isMissingNode());
    assertEquals(List.of("c8", "c9", "kube-root-ca.crt"), names(third));
    assertTrue(third.at("/metadata/continue").isMissingNode());
    assertEquals(first.at("/metadata/resourceVersion"), third.at("/metadata/resourceVersion"));
  }

  @Test
  void goesOnInconsistentlyAfterItsRevisionExpired() {
    JsonNode first = server.get(path + "?limit=4").json();
    for (int i = 0; i < 150; i++) {
      server.merge(path + "/c9", "{\"data\":{\"n\":\"" + i + "\"}}");
    }

    TestServer.Reply expired =
        server.get(path + "?limit=4&continue=" + first.at("/metadata/continue").asText());
    TestServer.Reply onwards =
        server.get(path + "?limit=4&continue=" + expired.at("/metadata/continue"));

    assertEquals(410, expired.status());
    assertEquals("Expired", expired.at("/reason"));
    assertEquals(List.of("c4", "c5", "c6", "c7"), names(onwards.json()));
  }

  @Test
  void ofAnExactRevisionShowsThePast() {
    String revision = server.get(path).at("/metadata/resourceVersion");
    server.delete(path + "/c3", "");

    JsonNode past =
        server.get(path + "?resourceVersionMatch=Exact&resourceVersion=" + revision).json();
    JsonNode atLeast =
        server.get(path + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + revision).json();

    assertTrue(names(past).contains("c3"));
    assertEquals(revision, past.at("/metadata/resourceVersion").asText());
    assertFalse(names(atLeast).contains("c3"));
  }

  @Test
  void ofTheFutureTimesOut() {
    TestServer.Reply reply = server.get(path + "?resourceVersion=999999");

    assertEquals(504, reply.status());
    assertEquals("ResourceVersionTooLarge", reply.at("/details/causes/0/reason"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labelSelector=parity%3Deven|5",
        "labelSelector=parity+in+(even,odd)|10",
        "labelSelector=parity+notin+(even)|6",
        "labelSelector=parity!%3Dodd|6",
        "labelSelector=!parity|1",
        "labelSelector=parity,parity!%3Dodd|5",
        "fieldSelector=metadata.name%3Dc3|1",
        "fieldSelector=metadata.name!%3Dc3|10",
        "limit=0|11",
        "limit=-1|11",
        "resourceVersion=0&limit=1|11",
      })
  void selects(String query, int count) {
    assertEquals(count, server.get(path + "?" + query).json().path("items").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labelSelector=a+b|400|unable to parse requirement",
        "labelSelector=a+in+x|400|unable to parse requirement",
        "labelSelector=-a|400|unable to parse requirement",
        "fieldSelector=spec.nodeName%3Dx|400|\"spec.nodeName\" is not a known field selector: only"
            + " \"metadata.name\", \"metadata.namespace\"",
        "fieldSelector=nonsense|400|invalid selector: 'nonsense'",
        "limit=x|400|strconv.ParseInt",
        "resourceVersion=x|422|resourceVersion",
        "resourceVersionMatch=Exact|422|forbidden unless resourceVersion is provided",
        "resourceVersionMatch=Exact&resourceVersion=0|422|forbidden for resourceVersion \"0\"",
        "resourceVersionMatch=Sometimes&resourceVersion=1|422|supported values",
        "sendInitialEvents=true|422|sendInitialEvents is forbidden for list",
        "continue=nonsense|400|invalid continue token: continue key is not valid",
      })
  void refusesWhatItCannotMean(String query, int status, String message) {
    TestServer.Reply reply = server.get(path + "?" + query);

    assertEquals(status, reply.status(), reply.text());
    assertTrue(reply.at("/message").contains(message), reply.text());
    assertEquals(status, reply.json().path("code").asInt());
  }

  @Test
  void isATableWhenAskedFor() {
    JsonNode table =
        server
            .get(
                path + "?limit=3",
                "Accept",
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
            .json();

    assertEquals("Table", table.path("kind").asText());
    assertEquals(3, table.path("rows").size());
    assertEquals("c0", table.at("/rows/0/cells/0").asText());
    assertEquals("PartialObjectMetadata", table.at("/rows/0/object/kind").asText());
    assertEquals("even", table.at("/rows/0/object/metadata/labels/parity").asText());
    assertFalse(table.at("/metadata/continue").asText().isEmpty());
  }

  @Test
  void isMetadataOnlyWhenAskedFor() {
    String accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    JsonNode list = server.get(path + "?limit=1", "Accept", accept).json();

    assertEquals("PartialObjectMetadataList", list.path("kind").asText());
    assertEquals("PartialObjectMetadata", list.at("/items/0/kind").asText());
    assertEquals(406, server.get(path + "/c0", "Accept", accept).status());
  }

  @Test
  void isYamlWhenAskedFor() {
    TestServer.Reply reply = server.get(path + "/c0", "Accept", "application/yaml");

    assertEquals("application/yaml", reply.header("Content-Type"));
    assertTrue(reply.text().contains("kind: \"ConfigMap\""), reply.text());
  }

  @Test
  void isCompressedWhenLarge() {
    for (int i = 0; i < 3; i++) {
      server.post(
          path,
          "{\"metadata\":{\"name\":\"big"
              + i
              + "\"},\"data\":{\"k\":\""
              + "x".repeat(60_000)
              + "\"}}");
    }

    TestServer.Reply packed = server.get(path, "Accept-Encoding", "gzip");
    TestServer.Reply small = server.get(path + "/c0", "Accept-Encoding", "gzip");

    assertEquals("gzip", packed.header("Content-Encoding"));
    assertEquals("", small.header("Content-Encoding"));
  }
}
