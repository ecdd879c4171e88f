package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Applies that are refused: options, configurations of something else, preconditions. */
class ApplyRefusalsTest extends ApplyTest {
  @Test
  void refusesWrongOptions() {
    TestServer.Reply anonymous =
        server.send("PATCH", configMaps + "/a", APPLY, config("a", "x: '1'"));
    assertEquals(422, anonymous.status());
    assertEquals(
        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
            + " apply patch",
        anonymous.at("/message"));
    assertEquals(
        "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for"
            + " non-apply patch",
        server
            .send(
                "PATCH",
                configMaps + "/a?force=true",
                "application/merge-patch+json",
                "{\"data\":{}}")
            .at("/message"));
    TestServer.Reply tooLong = apply("a", "m".repeat(129), config("a", "x: '1'"));
    assertEquals(422, tooLong.status());
    assertTrue(tooLong.at("/message").endsWith("Too long: may not be more than 128 bytes"));
    TestServer.Reply bell = apply("a", "m%07", config("a", "x: '1'"));
    assertEquals(422, bell.status());
    assertTrue(bell.at("/message").endsWith("invalid character U+0007 (at position 1)"));
  }

  @Test
  void refusesConfigurationsOfSomethingElse() {
    apply("a", "m1", config("a", "x: '1'"));
    assertBad("invalid object type: v1/v2, Kind=ConfigMap", "apiVersion: v1/v2\nkind: ConfigMap");
    assertBad("invalid object type: /v1, Kind=Secret", "apiVersion: v1\nkind: Secret");
    assertBad(
        "metadata.managedFields must be nil",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, managedFields: []}");
    assertBad(
        "the name of the object (b) does not match the name on the URL (a)",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}");
    TestServer.Reply unknown =
        apply("a", "m1", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nfoo: 1");
    assertEquals(500, unknown.status());
    assertEquals(
        "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .foo: field not declared"
            + " in schema",
        unknown.at("/message"));
    TestServer.Reply twice =
        apply(
            "a",
            "m1",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: '1'\n  x: '2'",
            "&fieldValidation=Strict");
    assertEquals(400, twice.status());
    assertEquals(
        "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
            + "  line 6: key \"x\" already set in map",
        twice.at("/message"));
  }

  @Test
  void honoursPreconditions() {
    String body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, resourceVersion: '1'}";
    TestServer.Reply created = apply("a", "m1", body);
    assertEquals(201, created.status(), created.text());
    assertNotEquals("1", created.at("/metadata/resourceVersion"));
    TestServer.Reply stale = apply("a", "m1", body);
    assertEquals(409, stale.status());
    assertTrue(stale.at("/message").contains("the object has been modified"), stale.text());
    TestServer.Reply other =
        apply("b", "m1", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, uid: u}");
    assertEquals(409, other.status());
    assertEquals(
        "Operation cannot be fulfilled on configmaps \"b\": uid mismatch: the provided object"
            + " specified uid u, and no existing object was found",
        other.at("/message"));
  }

  private void assertBad(String message, String config) {
    TestServer.Reply reply = apply("a", "m1", config);
    assertEquals(400, reply.status(), reply.text());
    assertEquals(message, reply.at("/message"));
  }
}
