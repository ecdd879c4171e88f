package io.mkube.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.apiserver.junit.MkubeApiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** resourceVersion, resourceVersionMatch, limit and continue of lists, in every combination. */
@MkubeApiServer(freshNamespace = true)
final class ListMatrixTest {
  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  Config config;

  private Wire wire;
  private String path = "";
  private String old = "";
  private String now = "";

  @BeforeEach
  void makeFive() {
    wire = new Wire(config);
    path = "/api/v1/namespaces/" + client.getNamespace() + "/secrets";
    for (int i = 0; i < 5; i++) {
      old = i == 3 ? wire.get(path).at("/metadata/resourceVersion") : old;
      wire.post(path, "{\"metadata\":{\"name\":\"s" + i + "\"}}");
    }
    now = wire.get(path).at("/metadata/resourceVersion");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  /** Items, or the code and a part of the message. OLD is when there were three. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|5",
        "resourceVersion=|5",
        "resourceVersion=0|5",
        "resourceVersion=0&resourceVersionMatch=NotOlderThan|5",
        "resourceVersion=OLD|5",
        "resourceVersion=OLD&resourceVersionMatch=NotOlderThan|5",
        "resourceVersion=OLD&resourceVersionMatch=NotOlderThan&limit=2|2",
        "resourceVersion=OLD&resourceVersionMatch=Exact|3",
        "resourceVersion=OLD&resourceVersionMatch=Exact&limit=2|2",
        "resourceVersion=OLD&limit=10|3",
        "resourceVersion=NOW&resourceVersionMatch=Exact|5",
        "limit=2|2",
        "limit=0|5",
        "fieldSelector=metadata.name%3Ds1|1",
        "fieldSelector=metadata.name!%3Ds1|4",
        "fieldSelector=metadata.name%3Ds1,metadata.namespace%3Dother|0",
        "timeoutSeconds=3&pretty=true|5",
        "watch=false|5",
      })
  void selects(String query, int items) {
    Wire.Reply reply = wire.get(path + "?" + filled(query));

    assertEquals(200, reply.code(), reply.text());
    assertEquals("SecretList", reply.at("/kind"));
    assertTrue(reply.json().path("items").isArray());
    assertEquals(items, reply.json().path("items").size(), reply.text());
    assertFalse(reply.at("/metadata/resourceVersion").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resourceVersionMatch=Exact|422|Invalid|resourceVersionMatch|resourceVersionMatch is"
            + " forbidden unless resourceVersion is provided",
        "resourceVersionMatch=NotOlderThan|422|Invalid|resourceVersionMatch|forbidden unless",
        "resourceVersion=0&resourceVersionMatch=Exact|422|Invalid|resourceVersionMatch|Exact",
        "resourceVersion=5&resourceVersionMatch=Odd|422|Invalid|resourceVersionMatch|Unsupported"
            + " value",
        "sendInitialEvents=true|422|Invalid|sendInitialEvents|sendInitialEvents is forbidden for"
            + " list",
        "sendInitialEvents=false|422|Invalid|sendInitialEvents|forbidden for list",
        "labelSelector=a+in|400|BadRequest||unable to parse requirement",
        "labelSelector=-|400|BadRequest||unable to parse requirement",
        "fieldSelector=data.x%3D1|400|BadRequest||field label not supported: data.x",
        "continue=garbage|400|BadRequest||continue key is not valid",
        "limit=many|400|BadRequest||strconv.ParseInt",
        "resourceVersion=99999999999&timeoutSeconds=1|504|Timeout||Too large resource version",
      })
  void refuses(String query, int code, String reason, String field, String message) {
    Wire.Reply reply = wire.get(path + "?" + filled(query));

    assertEquals(code, reply.code(), reply.text());
    assertEquals("Status", reply.at("/kind"));
    assertEquals(reason, reply.at("/reason"), reply.text());
    assertTrue(reply.at("/message").contains(message), reply.text());
    if (field != null) {
      assertEquals(field, reply.at("/details/causes/0/field"), reply.text());
    }
  }

  @Test
  void tellsClientsThatAskForTheFutureToWait() {
    Wire.Reply reply = wire.get(path + "?resourceVersion=99999999999");

    assertEquals("ResourceVersionTooLarge", reply.at("/details/causes/0/reason"), reply.text());
    assertEquals(1, reply.json().at("/details/retryAfterSeconds").asInt());
    assertEquals("1", reply.header("Retry-After"));
  }

  @Test
  void pagesShowOneState() {
    List<String> names = new ArrayList<>();
    JsonNode page = wire.get(path + "?limit=2").json();
    assertEquals(3, page.at("/metadata/remainingItemCount").asInt());
    wire.post(path, "{\"metadata\":{\"name\":\"s0-between\"}}");
    wire.send("DELETE", path + "/s4", "");
    page.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    while (page.at("/metadata").has("continue")) {
      page = wire.get(path + "?limit=2&continue=" + page.at("/metadata/continue").asText()).json();
      assertEquals(now, page.at("/metadata/resourceVersion").asText());
      page.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    }

    assertEquals(List.of("s0", "s1", "s2", "s3", "s4"), names);
  }

  @Test
  void countsWhatRemainsOnlyWithoutSelectors() {
    JsonNode page =
        wire.get(path + "?limit=2&fieldSelector=metadata.name!%3Ds1").json().path("metadata");

    assertTrue(page.has("continue"), page.toString());
    assertFalse(page.has("remainingItemCount"), page.toString());
  }

  @Test
  void pagesCannotChangeTheirRevision() {
    String next = wire.get(path + "?limit=2").at("/metadata/continue");

    Wire.Reply reply = wire.get(path + "?limit=2&resourceVersion=" + old + "&continue=" + next);

    assertEquals(400, reply.code(), reply.text());
    assertTrue(
        reply.at("/message").contains("specifying resource version is not allowed when using"),
        reply.text());
  }

  @Test
  void readsObjectsNotOlderThanAsked() {
    assertEquals(200, wire.get(path + "/s1?resourceVersion=0").code());
    assertEquals(200, wire.get(path + "/s1?resourceVersion=" + now).code());
    assertEquals(504, wire.get(path + "/s1?resourceVersion=99999999999").code());
  }

  private String filled(String query) {
    return query.replace("OLD", old).replace("NOW", now);
  }
}
