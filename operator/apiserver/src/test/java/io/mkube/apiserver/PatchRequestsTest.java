package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;

/** Patches of all kinds but apply, as bare requests and with the fabric8 client. */
class PatchRequestsTest extends NamespacedTest {
  @Test
  void refusesAResourceVersionOfThePast() {
    ConfigMap created = server.client.resource(configMap("a")).create();
    server.merge(configMaps + "/a", "{\"data\":{\"key\":\"new\"}}");

    TestServer.Reply reply =
        server.send(
            "PATCH",
            configMaps + "/a",
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\""
                + created.getMetadata().getResourceVersion()
                + "\"},{\"op\":\"replace\",\"path\":\"/data/key\",\"value\":\"x\"}]");

    assertEquals(409, reply.status());
  }

  @Test
  void distinguishesMalformedFromInapplicable() {
    server.client.resource(configMap("a")).create();

    assertEquals(400, json("{}").status());
    assertEquals(422, json("[{\"op\":\"fly\",\"path\":\"/data\"}]").status());
    assertEquals(422, json("[{\"op\":\"remove\",\"path\":\"/data/none\"}]").status());
    assertEquals(
        422, json("[{\"op\":\"test\",\"path\":\"/data/key\",\"value\":\"other\"}]").status());
  }

  @Test
  void isRefusedInAnotherMediaType() {
    server.client.resource(configMap("a")).create();

    TestServer.Reply refused = server.send("PATCH", configMaps + "/a", "application/json", "{}");

    assertEquals(415, refused.status());
    assertEquals("415: Unsupported Media Type", refused.at("/message"));
  }

  @Test
  void cannotChangeTheName() {
    server.client.resource(configMap("a")).create();

    TestServer.Reply reply = server.merge(configMaps + "/a", "{\"metadata\":{\"name\":\"b\"}}");

    assertEquals(400, reply.status());
    assertEquals(
        "the name of the object (b) does not match the name on the URL (a)", reply.at("/message"));
  }

  @Test
  void isNotStoredByADryRun() {
    server.client.resource(configMap("a")).create();

    TestServer.Reply reply =
        server.merge(configMaps + "/a?dryRun=All", "{\"data\":{\"key\":\"dry\"}}");

    assertEquals("dry", reply.at("/data/key"));
    assertEquals("value", server.get(configMaps + "/a").at("/data/key"));
  }

  private TestServer.Reply json(String patch) {
    return server.send("PATCH", configMaps + "/a", "application/json-patch+json", patch);
  }
}
