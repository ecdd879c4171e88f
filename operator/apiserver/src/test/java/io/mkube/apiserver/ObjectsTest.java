package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Creates with the fabric8 client and as bare requests, and what collections do. */
class ObjectsTest extends NamespacedTest {
  @Test
  void carriesWhatOnlyTheServerSets() {
    ConfigMap created = server.client.resource(configMap("a")).create();

    assertFalse(created.getMetadata().getUid().isEmpty());
    assertTrue(created.getMetadata().getCreationTimestamp().endsWith("Z"));
    assertTrue(Long.parseLong(created.getMetadata().getResourceVersion()) >= 2);
    assertNull(created.getMetadata().getGeneration());
    assertEquals(created, server.client.resource(configMap("a")).get());
  }

  @Test
  void keepsUnicodeAndLargeNumbers() {
    String body =
        "{\"metadata\":{\"name\":\"u\",\"annotations\":{\"n\":\"Zürich 🚀 \\u0000\"}},"
            + "\"data\":{\"k\":\"日本\"}}";

    TestServer.Reply created = server.post(configMaps, body);

    assertEquals(201, created.status(), created.text());
    assertEquals("日本", server.get(configMaps + "/u").at("/data/k"));
    assertEquals("Zürich 🚀 \u0000", server.get(configMaps + "/u").at("/metadata/annotations/n"));
  }

  @Test
  void refusesTheSameNameTwice() {
    server.client.resource(configMap("a")).create();

    KubernetesClientException failure =
        assertThrows(
            KubernetesClientException.class, () -> server.client.resource(configMap("a")).create());

    assertEquals(409, failure.getCode());
    assertEquals("AlreadyExists", failure.getStatus().getReason());
    assertEquals("configmaps \"a\" already exists", failure.getStatus().getMessage());
  }

  @Test
  void getsAGeneratedName() {
    ConfigMap wanted = configMap("x");
    wanted.getMetadata().setName(null);
    wanted.getMetadata().setGenerateName("gen-");

    String first = server.client.resource(wanted).create().getMetadata().getName();
    String second = server.client.resource(wanted).create().getMetadata().getName();

    assertTrue(first.matches("gen-[bcdfghjklmnpqrstvwxz2456789]{5}"), first);
    assertNotEquals(first, second);
  }

  @Test
  void needsItsNamespace() {
    TestServer.Reply reply =
        server.post("/api/v1/namespaces/nowhere/configmaps", "{\"metadata\":{\"name\":\"a\"}}");

    assertEquals(404, reply.status());
    assertEquals("namespaces \"nowhere\" not found", reply.at("/message"));
  }

  @Test
  void refusesAnotherNamespaceThanTheUrl() {
    TestServer.Reply reply =
        server.post(configMaps, "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}");

    assertEquals(400, reply.status());
  }

  @Test
  void refusesAResourceVersion() {
    TestServer.Reply reply =
        server.post(configMaps, "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"}}");

    assertEquals(400, reply.status());
    assertEquals(
        "resourceVersion should not be set on objects to be created", reply.at("/message"));
  }

  @Test
  void reportsAllFaultsOfItsMetadata() {
    TestServer.Reply reply =
        server.post(
            configMaps, "{\"metadata\":{\"name\":\"Not_Valid\",\"labels\":{\"a\":\"b c\"}}}");

    assertEquals(422, reply.status());
    assertEquals("Invalid", reply.at("/reason"));
    assertEquals("ConfigMap", reply.at("/details/kind"));
    assertEquals(2, reply.json().at("/details/causes").size(), reply.text());
  }

  @Test
  void isNotStoredByADryRun() {
    TestServer.Reply reply =
        server.post(configMaps + "?dryRun=All", "{\"metadata\":{\"name\":\"dry\"}}");

    assertEquals(201, reply.status());
    assertFalse(reply.at("/metadata/uid").isEmpty());
    assertTrue(reply.json().at("/metadata/resourceVersion").isMissingNode());
    assertEquals(404, server.get(configMaps + "/dry").status());
  }

  @Test
  void eventsAreOneStorageInTwoShapes() {
    String core = "/api/v1/namespaces/" + namespace + "/events";
    server.post(
        core,
        "{\"metadata\":{\"name\":\"e\"},\"message\":\"hello\",\"reason\":\"Test\",\"type\":\"Normal\","
            + "\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"p\",\"namespace\":\""
            + namespace
            + "\"}}");

    TestServer.Reply view =
        server.get("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events/e");

    assertEquals("events.k8s.io/v1", view.at("/apiVersion"));
    assertEquals("hello", view.at("/note"));
    assertEquals("p", view.at("/regarding/name"));
    assertEquals(
        "Event \"f\" is invalid: [involvedObject.namespace: Invalid value: \"\": does not match"
            + " event.namespace, eventTime: Required value, type: Invalid value: \"\": has invalid"
            + " value: ]",
        server
            .post(
                "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events",
                "{\"metadata\":{\"name\":\"f\"}}")
            .at("/message"));
    assertEquals(
        1,
        server
            .get(core + "?fieldSelector=involvedObject.name=p,type=Normal")
            .json()
            .at("/items")
            .size());
  }

  @Test
  void deletesACollectionBySelector() {
    for (String name : List.of("a", "b", "c")) {
      ConfigMap object = configMap(name);
      object.getMetadata().setLabels(Map.of("drop", name.equals("b") ? "no" : "yes"));
      server.client.resource(object).create();
    }

    TestServer.Reply reply = server.delete(configMaps + "?labelSelector=drop%3Dyes", "");

    assertEquals(200, reply.status());
    assertEquals(2, reply.json().at("/items").size());
    assertEquals(404, server.get(configMaps + "/a").status());
    assertEquals(200, server.get(configMaps + "/b").status());
  }

  @Test
  void areDeletedLaterWhereFinalizersHoldThem() {
    for (String more : new String[] {"", ",\"finalizers\":[\"example.com/hold\"]"}) {
      String name = more.isEmpty() ? "free" : "held";
      server.post(configMaps, "{\"metadata\":{\"name\":\"" + name + "\"" + more + "}}");
    }

    String cascade = "{\"orphanDependents\":false}";

    assertEquals(202, server.delete(configMaps + "/held", cascade).status());
    assertEquals(200, server.delete(configMaps + "/free", cascade).status());
  }
}
