package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the status of a quota says. */
class QuotaTest extends NamespacedTest {
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
