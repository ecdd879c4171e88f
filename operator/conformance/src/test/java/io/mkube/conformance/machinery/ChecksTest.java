package io.mkube.conformance.machinery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.conformance.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Unknown and repeated fields, and what a definition may ask of objects that came before it. */
final class ChecksTest extends MachineryTest {
  private static final String GROUP = "checks.example.com";

  private void says(int code, String text, Wire.Reply reply) {
    assertEquals(code, reply.code(), reply.text());
    assertTrue(reply.at("/message").contains(text), reply.text());
  }

  private static String schema(String leaf) {
    String one = "{\"type\":\"object\",\"properties\":{\"field\":" + leaf + "}}";
    String keyed =
        "{\"type\":\"object\",\"required\":[\"key\"],\"properties\":{\"key\":{\"type\":\"string\"},"
            + "\"field\":"
            + leaf
            + "}}";
    return """
    {"type":"object","properties":{
      "field":%1$s,"struct":%2$s,"other":{"type":"string"},
      "list":{"type":"array","maxItems":5,"x-kubernetes-list-type":"map",
        "x-kubernetes-list-map-keys":["key"],"items":%3$s},
      "map":{"type":"object","maxProperties":5,"additionalProperties":%2$s}}}
    """
        .formatted(leaf, one, keyed);
  }

  private void redefine(String plural, String leaf) {
    Wire.Reply reply =
        change(
            DEFINITIONS + "/" + plural + "." + GROUP,
            "json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema\",\"value\":"
                + schema(leaf)
                + "}]");
    assertEquals(200, reply.code(), reply.text());
  }

  private Wire.Reply bring(String plural, String value, String more) {
    return apply(
        "/apis/" + GROUP + "/v1/namespaces/" + client.getNamespace() + "/" + plural + "/one",
        "tester",
        """
        {"apiVersion":"%1$s/v1","kind":"%2$s","metadata":{"name":"one"%4$s},
         "field":"%3$s","struct":{"field":"%3$s"},
         "list":[{"key":"a","field":"%3$s"},{"key":"b","field":"%3$s"}],
         "map":{"a":{"field":"%3$s"},"b":{"field":"%3$s"}}}
        """
            .formatted(GROUP, plural.substring(0, plural.length() - 1), value, more));
  }

  @Test
  void findUnknownAndRepeatedFieldsOfBuiltInKinds() {
    String path = "/apis/apps/v1/namespaces/" + client.getNamespace() + "/deployments";
    String body =
        "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"unknown\":1,\"replicas\":2,\"replicas\":3,"
            + "\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":"
            + "{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}";
    String text = "unknown field \"spec.unknown\", duplicate field \"spec.replicas\"";

    says(400, "strict decoding error: " + text, wire.post(path + "?fieldValidation=Strict", body));
    Wire.Reply warned = wire.post(path + "?fieldValidation=Warn", body);
    assertEquals(
        List.of(
            "299 - \"unknown field \\\"spec.unknown\\\"\"",
            "299 - \"duplicate field \\\"spec.replicas\\\"\""),
        warned.response().headers().allValues("Warning"));
    assertEquals(3, warned.json().at("/spec/replicas").asInt());
  }

  @Test
  void findThemInAppliedConfigurations() {
    define(GROUP, "strictones", "strictone", schema("{\"type\":\"string\"}"), "v1");
    String path = "/apis/" + GROUP + "/v1/namespaces/" + client.getNamespace() + "/strictones/one";
    String head = "apiVersion: " + GROUP + "/v1\nkind: strictone\nmetadata:\n  name: one\n";

    says(
        500,
        ".nothing: field not declared in schema",
        apply(path, "tester", head + "nothing: true\n"));
    says(
        400,
        "line 6: key \"field\" already set in map",
        apply(path, "tester&fieldValidation=Strict", head + "field: a\nfield: b\n"));
  }

  @Test
  void letStandWhatWasThereBeforeTheyCame() {
    define(GROUP, "kepts", "kept", schema("{\"type\":\"string\"}"), "v1");
    assertEquals(201, bring("kepts", "old", "").code());
    redefine("kepts", "{\"type\":\"string\",\"enum\":[\"new\"]}");
    assertEquals(200, bring("kepts", "old", ",\"labels\":{\"a\":\"b\"}").code());

    redefine(
        "kepts", "{\"type\":\"string\",\"x-kubernetes-validations\":[{\"rule\":\"self=='new'\"}]}");
    assertEquals(200, bring("kepts", "old", ",\"labels\":{\"a\":\"c\"}").code());
    Wire.Reply refused = bring("kepts", "other", "");
    for (String place :
        List.of("struct.field", "list[0].field", "list[1].field", "map[a].field", "map[b].field")) {
      says(422, place, refused);
    }
  }

  @Test
  void judgeEveryChangeByRulesAboutChanges() {
    define(GROUP, "moveds", "moved", schema("{\"type\":\"string\"}"), "v1");
    bring("moveds", "old", "");
    redefine(
        "moveds",
        "{\"type\":\"string\",\"maxLength\":5,\"x-kubernetes-validations\":"
            + "[{\"rule\":\"self != oldSelf\"}]}");

    says(422, "list[1].field", bring("moveds", "old", ",\"labels\":{\"a\":\"b\"}"));
    assertEquals(200, bring("moveds", "new", "").code());
    redefine(
        "moveds",
        "{\"type\":\"string\",\"maxLength\":5,\"x-kubernetes-validations\":"
            + "[{\"rule\":\"!oldSelf.hasValue() || self != oldSelf.value()\","
            + "\"optionalOldSelf\":true}]}");
    says(422, "map[a].field", bring("moveds", "new", ",\"labels\":{\"a\":\"b\"}"));
    assertEquals(200, bring("moveds", "next", "").code());
  }
}
