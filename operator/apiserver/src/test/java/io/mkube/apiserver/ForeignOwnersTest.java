package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Objects whose owner is in another namespace, where an owner cannot be. */
class ForeignOwnersTest extends ServedTest {
  @Test
  void areDeletedAndAnEventSaysWhy() throws Exception {
    String here = server.namespace();
    String there = server.namespace();
    String uid =
        server
            .post(
                "/api/v1/namespaces/" + there + "/configmaps",
                "{\"metadata\":{\"name\":\"owner\"}}")
            .at("/metadata/uid");
    TestServer.Reply made =
        server.post(
            "/api/v1/namespaces/" + here + "/configmaps",
            """
            {"metadata":{"name":"lost","ownerReferences":[
             {"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"%s"}]}}
            """
                .formatted(uid));
    assertEquals(201, made.status(), made.text());

    String events =
        "/api/v1/namespaces/" + here + "/events?fieldSelector=reason=OwnerRefInvalidNamespace";
    AtomicReference<JsonNode> event = new AtomicReference<>();
    await()
        .until(
            () -> {
              event.set(server.get(events).json().at("/items/0"));
              return event.get().isObject();
            });

    assertEquals(
        "ownerRef [v1/ConfigMap, namespace: %s, name: owner, uid: %s] does not exist in namespace \"%s\""
            .formatted(here, uid, here),
        event.get().path("message").asText());
    assertEquals(
        TestServer.JSON.readTree(
            """
            {"namespace":"%s","apiVersion":"v1","kind":"ConfigMap","name":"lost","uid":"%s"}
            """
                .formatted(here, made.at("/metadata/uid"))),
        event.get().path("involvedObject"));
    await()
        .until(() -> server.get("/api/v1/namespaces/" + here + "/configmaps/lost").status() == 404);
    assertEquals(200, server.get("/api/v1/namespaces/" + there + "/configmaps/owner").status());
  }
}
