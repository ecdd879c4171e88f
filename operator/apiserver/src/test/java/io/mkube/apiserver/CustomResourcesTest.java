package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What definitions bring. */
class CustomResourcesTest extends WidgetsTest {
  private static final String ANYTHING =
      "{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}}}]}}";

  @Test
  void areServedAsSoonAsTheyAreDefined() {
    TestServer.Reply defined = server.post(DEFINITIONS, definition("widgets", "Widget"));
    TestServer.Reply created = create("w", "{\"replicas\":2}");

    assertEquals(201, created.status(), created.text());
    assertEquals(3, created.json().at("/spec/size").asInt());
    assertEquals("True NoConflicts", condition(defined.json(), "NamesAccepted"));
    assertEquals("True InitialNamesAccepted", condition(defined.json(), "Established"));
    assertEquals("widget", defined.at("/status/acceptedNames/singular"));
    assertEquals("v1", defined.at("/status/storedVersions/0"));
    JsonNode resources = server.get("/apis/" + group + "/v1").json().path("resources");
    assertEquals("widgets", resources.at("/0/name").asText());
    assertEquals("widgets/status", resources.at("/1/name").asText());
    assertTrue(server.get("/apis").text().contains("\"name\":\"" + group + "\""));
  }

  @Test
  void areCheckedAgainstTheirSchema() {
    define();

    TestServer.Reply invalid = create("w", "{\"size\":11}");
    TestServer.Reply strict =
        server.post(
            widgets + "?fieldValidation=Strict",
            "{\"apiVersion\":\""
                + group
                + "/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"},\"spec\":{\"sise\":1}}");

    assertEquals(422, invalid.status());
    assertEquals("spec.size", invalid.at("/details/causes/0/field"));
    assertEquals(400, strict.status());
    assertTrue(strict.at("/message").contains("unknown field \"spec.sise\""), strict.text());
  }

  @Test
  void separateSpecAndStatus() {
    define();
    create("w", "{\"size\":4}");

    TestServer.Reply main = server.merge(widgets + "/w", "{\"status\":{\"replicas\":5}}");
    TestServer.Reply status =
        server.merge(widgets + "/w/status", "{\"spec\":{\"size\":9},\"status\":{\"replicas\":5}}");
    TestServer.Reply spec = server.merge(widgets + "/w", "{\"spec\":{\"size\":5}}");

    assertTrue(main.json().path("status").isMissingNode());
    assertEquals(4, status.json().at("/spec/size").asInt());
    assertEquals(5, status.json().at("/status/replicas").asInt());
    assertEquals(1, status.json().at("/metadata/generation").asInt());
    assertEquals(2, spec.json().at("/metadata/generation").asInt());
  }

  @Test
  void scale() {
    define();
    create("w", "{\"replicas\":2}");
    server.merge(widgets + "/w/status", "{\"status\":{\"replicas\":1,\"selector\":\"a=b\"}}");

    TestServer.Reply scale = server.merge(widgets + "/w/scale", "{\"spec\":{\"replicas\":4}}");

    assertEquals(200, scale.status(), scale.text());
    assertEquals(4, scale.json().at("/spec/replicas").asInt());
    assertEquals(1, scale.json().at("/status/replicas").asInt());
    assertEquals("a=b", scale.at("/status/selector"));
    assertEquals(4, server.get(widgets + "/w").json().at("/spec/replicas").asInt());

    TestServer.Reply refused = server.merge(widgets + "/w/scale", "{\"spec\":{\"replicas\":-1}}");

    assertEquals(422, refused.status(), refused.text());
    assertEquals("Widget", refused.at("/details/kind"));
    assertEquals(".spec.replicas", refused.at("/details/causes/0/field"));
    assertEquals(
        "Invalid value: -1: should be a non-negative integer",
        refused.at("/details/causes/0/message"));
  }

  @Test
  void ofAllNamespacesAreOnlyRead() {
    define();
    String all = widgets.replaceFirst("/namespaces/[^/]+", "");

    TestServer.Reply listed = server.get(all);

    assertEquals(200, listed.status(), listed.text());
    assertEquals("", listed.json().at("/metadata/continue").asText("absent"));
    assertEquals(404, server.post(all, "{}").status());
    assertEquals(404, server.delete(all, "").status());
  }

  @Test
  void needAResourceVersionToBeReplaced() {
    define();
    JsonNode created = create("w", "{\"size\":4}").json();
    ObjectNode blind = created.deepCopy();
    blind.withObject("/metadata").remove("resourceVersion");

    TestServer.Reply refused = server.put(widgets + "/w", blind.toString());

    assertEquals(422, refused.status());
    assertEquals(
        "widgets."
            + group
            + " \"w\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified"
            + " for an update",
        refused.at("/message"));
    blind.withObject("/metadata").put("name", "none").remove("uid");
    assertEquals(404, server.put(widgets + "/none", blind.toString()).status());
    assertEquals(200, server.put(widgets + "/w", created.toString()).status());
  }

  @Test
  void refuseStrategicPatches() {
    define();
    create("w", "{}");

    TestServer.Reply reply =
        server.send(
            "PATCH", widgets + "/w", "application/strategic-merge-patch+json", "{\"spec\":{}}");

    assertEquals(415, reply.status());
  }

  @Test
  void areSeenInEveryVersion() {
    define();
    create("w", "{\"size\":4,\"color\":\"red\"}");
    String second = widgets.replace("/v1/", "/v2/");

    TestServer.Reply other = server.get(second + "/w");
    TestServer.Reply changed = server.merge(second + "/w", "{\"spec\":{\"size\":6}}");

    assertEquals(group + "/v2", other.at("/apiVersion"));
    assertEquals(4, other.json().at("/spec/size").asInt());
    assertTrue(other.json().at("/spec/color").isMissingNode());
    assertEquals("299 - \"" + group + "/v2 Widget is deprecated\"", other.header("Warning"));
    assertEquals(200, changed.status(), changed.text());
    assertEquals(6, server.get(widgets + "/w").json().at("/spec/size").asInt());
    assertEquals(group + "/v1", server.get(widgets).at("/items/0/apiVersion"));
  }

  @Test
  void areServedWithTheNameOfABetterVersion() {
    String definition = definition("widgets", "Widget").replace("\"v2\"", "\"v1beta2\"");
    assertEquals(201, server.post(DEFINITIONS, definition).status());

    TestServer.Reply old = server.get(widgets.replace("/v1/", "/v1beta2/"));

    assertEquals(
        "299 - \"" + group + "/v1beta2 Widget is deprecated; use " + group + "/v1 Widget\"",
        old.header("Warning"));
  }

  @Test
  void getDefaultsThatCameLater() {
    define();
    create("w", "{\"size\":4}");
    JsonNode stored = server.get(DEFINITIONS + "/widgets." + group).json();
    String changed =
        stored
            .toString()
            .replace(
                "\"color\":{\"type\":\"string\"}",
                "\"color\":{\"type\":\"string\",\"default\":\"blue\"}");
    try (TestServer.Events events =
        server.watch(
            widgets
                + "?watch=1&resourceVersion="
                + server.get(widgets).at("/metadata/resourceVersion"))) {
      TestServer.Reply reply = server.put(DEFINITIONS + "/widgets." + group, changed);

      assertEquals(200, reply.status(), reply.text());
      assertEquals("blue", server.get(widgets + "/w").at("/spec/color"));
      assertEquals("blue", server.get(widgets).at("/items/0/spec/color"));
      assertTrue(events.next().isMissingNode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "9223372036854775807 ~ 9223372036854775807: should be less than or equal to 2147483647",
        "-1 ~ -1: should be a non-negative integer",
        "\"x\" ~ 0: .spec.replicas accessor error: x is of the type string, expected int64",
        "1.5 ~ 0: .spec.replicas accessor error: 1.5 is of the type float64, expected int64",
      })
  void haveNumbersThatTheirScaleCanShow(String number, String message) {
    String prefix = "Widget." + group + " \"w\" is invalid: ";
    TestServer.Reply defined =
        server.post(
            DEFINITIONS,
            definition("widgets", "Widget")
                .replaceFirst("\"openAPIV3Schema\":(?s:.*)$", "\"openAPIV3Schema\":" + ANYTHING));
    assertEquals(201, defined.status(), defined.text());

    assertEquals(
        prefix + ".spec.replicas: Invalid value: " + message,
        create("w", "{\"replicas\":" + number + "}").at("/message"));
    assertEquals(201, create("w", "{\"replicas\":2147483647}").status());
    TestServer.Reply status =
        server.merge(widgets + "/w/status", "{\"status\":{\"replicas\":-2,\"selector\":7}}");
    assertEquals(
        prefix
            + "[.status.replicas: Invalid value: -2: should be a non-negative integer,"
            + " .status.selector: Invalid value: \"\": .status.selector accessor error: 7 is of the"
            + " type int64, expected string]",
        status.at("/message"));
  }

  @Test
  void haveToTellWhatTheyAre() {
    define();
    String unnamed = "{\"apiVersion\":\"" + group + "/v1\",\"metadata\":{\"name\":\"w\"}}";

    TestServer.Reply withoutKind = server.post(widgets, unnamed);
    TestServer.Reply withoutVersion =
        server.post(widgets, "{\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"}}");

    assertEquals(400, withoutKind.status());
    assertEquals(
        "the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in"
            + " '%s' (%s ...)".formatted(unnamed, unnamed.substring(0, 30)),
        withoutKind.at("/message"));
    assertEquals(400, withoutVersion.status());
    assertEquals(
        "the API version in the data () does not match the expected API version (" + group + "/v1)",
        withoutVersion.at("/message"));
  }

  @Test
  void goWithTheirDefinition() {
    define();
    create("free", "{}");
    create("held", "{}");
    server.merge(widgets + "/held", "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");
    try (TestServer.Events events = server.watch(widgets + "?watch=1&resourceVersion=0")) {
      TestServer.Reply deleted = server.delete(DEFINITIONS + "/widgets." + group, "");

      assertFalse(deleted.at("/metadata/deletionTimestamp").isEmpty());
      Awaitility.await().until(() -> server.get(widgets + "/free").status() == 404);
      assertEquals(405, create("late", "{}").status());
      server.merge(widgets + "/held", "{\"metadata\":{\"finalizers\":null}}");
      Awaitility.await().until(() -> server.get(DEFINITIONS + "/widgets." + group).status() == 404);
      assertEquals(404, server.get(widgets).status());
      JsonNode event = events.next();
      while (!event.isMissingNode()) {
        event = events.next();
      }
    }
  }

  @Test
  void areRefusedWithoutAStructuralSchema() {
    TestServer.Reply reply =
        server.post(
            DEFINITIONS,
            definition("widgets", "Widget")
                .replace("\"color\":{\"type\":\"string\"}", "\"color\":{}"));

    assertEquals(422, reply.status());
    assertTrue(
        reply.at("/details/causes/0/field").startsWith("spec.versions[0].schema"), reply.text());
  }
}
