package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a namespace begins with, and how it ends. */
class NamespaceLifeTest extends NamespacedTest {
  private String base = "";

  @BeforeEach
  void nameUrl() {
    base = "/api/v1/namespaces/" + namespace;
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(20));
  }

  /** Makes a ConfigMap {@code a} in it, with further metadata. */
  private void holding(String metadata) {
    TestServer.Reply reply =
        server.post(configMaps, "{\"metadata\":{\"name\":\"a\"" + metadata + "}}");
    assertEquals(201, reply.status(), reply.text());
  }

  private int status(String name) {
    return server.get(configMaps + "/" + name).status();
  }

  @Test
  void emptiesThem() {
    holding("");

    TestServer.Reply reply = server.delete(base, "");

    assertEquals("Terminating", reply.at("/status/phase"));
    eventually().until(() -> server.get(base).status() == 404);
    assertEquals(404, status("a"));
  }

  @Test
  void takesNothingNewInMeanwhile() {
    holding(",\"finalizers\":[\"example.com/hold\"]");
    server.delete(base, "");

    TestServer.Reply refused = server.post(configMaps, "{\"metadata\":{\"name\":\"late\"}}");
    eventually()
        .until(() -> server.get(base).text().contains("example.com/hold in 1 resource instances"));
    server.merge(configMaps + "/a", "{\"metadata\":{\"finalizers\":null}}");

    assertEquals(403, refused.status());
    assertEquals("NamespaceTerminating", refused.at("/details/causes/0/reason"));
    eventually().until(() -> server.get(base).status() == 404);
  }

  @Test
  void sparesThoseOfTheSystem() {
    TestServer.Reply reply = server.delete("/api/v1/namespaces/kube-system", "");

    assertEquals(403, reply.status());
    assertEquals(
        "namespaces \"kube-system\" is forbidden: this namespace may not be deleted",
        reply.at("/message"));
  }

  @Test
  void furnishesNewOnes() {
    eventually().until(() -> status("kube-root-ca.crt") == 200);
    eventually().until(() -> server.get(base + "/serviceaccounts/default").status() == 200);

    server.delete(configMaps + "/kube-root-ca.crt", "");

    eventually().until(() -> status("kube-root-ca.crt") == 200);
  }
}
