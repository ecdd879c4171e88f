package io.mkube.conformance.machinery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.conformance.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Definitions in discovery and in both versions of OpenAPI, as long as they are served. */
final class PublicationTest extends MachineryTest {
  private static final String SCHEMA =
      """
      {"description":"A tree.","type":"object","properties":{
        "spec":{"type":"object","description":"What it bears.","required":["fruits"],"properties":{
          "fruits":{"type":"array","items":{"type":"object","properties":{
            "name":{"type":"string","pattern":"^a"},"kinds":{"type":"array",
              "items":{"type":"string","enum":["x","y"]}}}}}}},
        "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}
      """;

  private JsonNode v2(String name) {
    return wire.get("/openapi/v2").json().path("definitions").path(name);
  }

  private boolean inV3(String groupVersion) {
    return wire.get("/openapi/v3").json().path("paths").has("apis/" + groupVersion);
  }

  private boolean discovered(String group, String version) {
    Wire.Reply reply =
        wire.get(
            "/apis",
            "Accept",
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    for (JsonNode item : reply.json().path("items")) {
      if (item.at("/metadata/name").asText().equals(group)) {
        return item.path("versions").findValuesAsText("version").contains(version);
      }
    }
    return false;
  }

  @Test
  void showsTheSchemaAsItWasWritten() throws Exception {
    define("garden.example.com", "trees", "Tree", SCHEMA, "v1", "v2");
    JsonNode expected = Wire.JSON.readTree(SCHEMA);

    for (String version : List.of("v1", "v2")) {
      JsonNode shown = v2("com.example.garden." + version + ".Tree");
      ObjectNode own = shown.deepCopy();
      own.withObject("/properties").remove(List.of("apiVersion", "kind", "metadata"));
      own.remove("x-kubernetes-group-version-kind");

      assertEquals(expected, own);
      assertEquals(version, shown.at("/x-kubernetes-group-version-kind/0/version").asText());
      assertEquals(200, wire.get("/openapi/v3/apis/garden.example.com/" + version).code());
      assertTrue(discovered("garden.example.com", version));
    }
  }

  @Test
  void followsTheVersionsOfADefinition() {
    String group = "orchard.example.com";
    String definition = DEFINITIONS + "/trees." + group;
    define(group, "trees", "Tree", SCHEMA, "v1", "v2", "v3");

    change(
        definition,
        "json-patch+json",
        """
        [{"op":"test","path":"/spec/versions/1/name","value":"v2"},
         {"op":"replace","path":"/spec/versions/1/name","value":"v4"},
         {"op":"replace","path":"/spec/versions/2/served","value":false}]
        """);

    assertTrue(inV3(group + "/v1") && inV3(group + "/v4"));
    assertFalse(inV3(group + "/v2") || inV3(group + "/v3"));
    assertTrue(v2("com.example.orchard.v2.Tree").isMissingNode());
    assertFalse(v2("com.example.orchard.v4.Tree").isMissingNode());
    assertTrue(discovered(group, "v4"));
    assertFalse(discovered(group, "v3"));
    delete(definition, "");
    eventually(() -> gone(definition) && !inV3(group + "/v1") && !discovered(group, "v1"));
    assertTrue(v2("com.example.orchard.v1.Tree").isMissingNode());
  }

  @Test
  void tellsNothingNewToWhomHasTheDocument() {
    String tag = wire.get("/openapi/v2").header("ETag");

    assertEquals(304, wire.get("/openapi/v2", "If-None-Match", tag).code());
    define("meadow.example.com", "trees", "Tree", SCHEMA, "v1");
    assertEquals(200, wire.get("/openapi/v2", "If-None-Match", tag).code());
  }
}
