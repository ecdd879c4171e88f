package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the status of a quota says. */
class QuotaTest extends NamespacedTest {
  @Test
  void isCountedInTheSameWriteAsWhatItCounts() {
    String namespaced = "/api/v1/namespaces/" + namespace;
    String quota = namespaced + "/resourcequotas/q";
    server.post(
        namespaced + "/resourcequotas",
        "{\"metadata\":{\"name\":\"q\"},\"spec\":{\"hard\":{\"secrets\":\"2\"}}}");
    Awaitility.await().until(() -> server.get(quota).at("/status/used/secrets").equals("0"));

    for (int i = 1; i <= 2; i++) {
      String secret = "{\"metadata\":{\"name\":\"s" + i + "\"}}";
      TestServer.Reply created = server.post(namespaced + "/secrets", secret);
      assertEquals(201, created.status(), created::text);
      assertEquals(409, server.post(namespaced + "/secrets", secret).status());

      TestServer.Reply counted = server.get(quota);
      assertEquals(String.valueOf(i), counted.at("/status/used/secrets"));
      assertEquals(
          Long.parseLong(created.at("/metadata/resourceVersion")) + 1,
          Long.parseLong(counted.at("/metadata/resourceVersion")));
    }
    TestServer.Reply refused =
        server.post(namespaced + "/secrets", "{\"metadata\":{\"name\":\"s3\"}}");
    assertEquals(403, refused.status(), refused::text);
    assertEquals("2", server.get(quota).at("/status/used/secrets"));
  }

  @Test
  void tellsItsLimitsAgainWhenSomebodyWroteOthers() {
    String quotas = "/api/v1/namespaces/" + namespace + "/resourcequotas";
    server.post(
        quotas,
        "{\"metadata\":{\"name\":\"q\"},\"spec\":{\"hard\":{\"cpu\":\"1\",\"pods\":\"2\"}}}");
    Awaitility.await().until(() -> server.get(quotas + "/q").at("/status/hard/cpu").equals("1"));

    TestServer.Reply written =
        server.merge(quotas + "/q/status", "{\"status\":{\"hard\":{\"cpu\":\"2\"}}}");

    assertEquals("2", written.at("/status/hard/cpu"));
    Awaitility.await().until(() -> server.get(quotas + "/q").at("/status/hard/cpu").equals("1"));
  }
}
