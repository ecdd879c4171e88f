package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deletes: finalizers, grace periods, owners. */
class DeletionTest extends NamespacedTest {
  private String base = "";
  private String pods = "";

  @BeforeEach
  void nameUrls() {
    base = "/api/v1/namespaces/" + namespace;
    pods = base + "/pods";
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(20));
  }

  /** Creates a ConfigMap with further metadata and returns its uid. */
  private String create(String name, String metadata) {
    TestServer.Reply reply =
        server.post(configMaps, "{\"metadata\":{\"name\":\"" + name + "\"" + metadata + "}}");
    assertEquals(201, reply.status(), reply.text());
    return reply.at("/metadata/uid");
  }

  private static String ownedBy(String name, String uid, String more) {
    return ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\""
        + name
        + "\",\"uid\":\""
        + uid
        + "\""
        + more
        + "}]";
  }

  private int status(String name) {
    return server.get(configMaps + "/" + name).status();
  }

  @Test
  void answersAStatusWithTheUidWhenTheObjectIsGone() {
    String uid = create("a", "");

    TestServer.Reply reply = server.delete(configMaps + "/a", "");

    assertEquals(200, reply.status());
    assertEquals("Success", reply.at("/status"));
    assertEquals(uid, reply.at("/details/uid"));
    assertEquals("configmaps", reply.at("/details/kind"));
    assertEquals(404, status("a"));
  }

  @Test
  void requiresItsPreconditions() {
    create("a", "");

    TestServer.Reply uid =
        server.delete(configMaps + "/a", "{\"preconditions\":{\"uid\":\"other\"}}");
    TestServer.Reply revision =
        server.delete(configMaps + "/a", "{\"preconditions\":{\"resourceVersion\":\"1\"}}");

    assertEquals(409, uid.status());
    assertTrue(uid.at("/message").contains("the UID in the precondition (other)"), uid.text());
    assertEquals(409, revision.status());
    assertEquals(200, status("a"));
  }

  @Test
  void waitsForFinalizers() {
    create("a", ",\"finalizers\":[\"example.com/hold\"]");

    TestServer.Reply first = server.delete(configMaps + "/a", "");
    TestServer.Reply again = server.delete(configMaps + "/a", "");
    TestServer.Reply added =
        server.merge(
            configMaps + "/a",
            "{\"metadata\":{\"finalizers\":[\"example.com/hold\",\"example.com/more\"]}}");
    TestServer.Reply removed =
        server.merge(configMaps + "/a", "{\"metadata\":{\"finalizers\":null}}");

    assertEquals("ConfigMap", first.at("/kind"));
    assertTrue(first.at("/metadata/deletionTimestamp").endsWith("Z"));
    assertEquals(first.json(), again.json());
    assertEquals(422, added.status());
    assertEquals("ConfigMap", removed.at("/kind"));
    assertEquals(404, status("a"));
  }

  @Test
  void doesNothingAsADryRun() {
    create("a", "");

    assertEquals(200, server.delete(configMaps + "/a?dryRun=All", "").status());

    assertEquals(200, status("a"));
  }

  @Test
  void sparesPriorityClassesOfTheSystemOneByOneOnly() {
    String classes = "/apis/scheduling.k8s.io/v1/priorityclasses";

    assertEquals(403, server.delete(classes + "/system-node-critical", "{}").status());
    assertEquals(200, server.delete(classes + "?dryRun=All", "{}").status());
    assertEquals(200, server.get(classes + "/system-node-critical").status());
  }

  @Test
  void refusesOptionsThatContradict() {
    create("a", "");

    assertEquals(
        422,
        server
            .delete(
                configMaps + "/a",
                "{\"orphanDependents\":true,\"propagationPolicy\":\"Background\"}")
            .status());
    assertEquals(
        422, server.delete(configMaps + "/a", "{\"propagationPolicy\":\"Sideways\"}").status());
  }

  @Nested
  class OfPods {
    private String createPod(String name, String node) {
      TestServer.Reply reply =
          server.post(
              pods,
              "{\"metadata\":{\"name\":\""
                  + name
                  + "\"},\"spec\":{"
                  + (node.isEmpty() ? "" : "\"nodeName\":\"" + node + "\",")
                  + "\"containers\":[{\"name\":\"c\",\"image\":\"nginx\"}]}}");
      assertEquals(201, reply.status(), reply.text());
      return reply.at("/metadata/uid");
    }

    @Test
    void removesUnboundOnesAtOnce() {
      createPod("p", "");

      String revision = server.get(pods).at("/metadata/resourceVersion");
      assertEquals("0", server.delete(pods + "/p", "").at("/metadata/deletionGracePeriodSeconds"));
      assertEquals(404, server.get(pods + "/p").status());
      try (TestServer.Events events = server.watch(pods + "?watch=1&resourceVersion=" + revision)) {
        for (String type : new String[] {"MODIFIED", "DELETED"}) {
          JsonNode event = events.next();
          assertEquals(type, event.path("type").asText());
          assertTrue(event.at("/object/metadata").has("deletionTimestamp"), event.toString());
        }
      }
    }

    @Test
    void takesNegativeGraceForTheShortest() {
      createPod("p", "router");

      TestServer.Reply marked = server.delete(pods + "/p", "{\"gracePeriodSeconds\":-5}");

      assertEquals(1, marked.json().at("/metadata/deletionGracePeriodSeconds").asInt());
    }

    @Test
    void leavesBoundOnesToTheirNode() {
      String uid = createPod("p", "router");

      TestServer.Reply marked = server.delete(pods + "/p", "");
      TestServer.Reply again = server.delete(pods + "/p", "");
      TestServer.Reply wrong =
          server.delete(
              pods + "/p", "{\"gracePeriodSeconds\":0,\"preconditions\":{\"uid\":\"other\"}}");
      TestServer.Reply last =
          server.delete(
              pods + "/p",
              "{\"gracePeriodSeconds\":0,\"preconditions\":{\"uid\":\"" + uid + "\"}}");

      assertEquals(30, marked.json().at("/metadata/deletionGracePeriodSeconds").asInt());
      assertEquals(marked.json(), again.json());
      assertEquals(409, wrong.status());
      assertEquals(200, last.status());
      assertEquals(404, server.get(pods + "/p").status());
    }

    @Test
    void takesThePodsOwnGracePeriodAndShortensOnRequest() {
      createPod("p", "router");

      server.delete(pods + "/p", "{\"gracePeriodSeconds\":20}");
      TestServer.Reply shorter = server.delete(pods + "/p", "{\"gracePeriodSeconds\":5}");
      TestServer.Reply longer = server.delete(pods + "/p", "{\"gracePeriodSeconds\":50}");

      assertEquals(5, shorter.json().at("/metadata/deletionGracePeriodSeconds").asInt());
      assertEquals(5, longer.json().at("/metadata/deletionGracePeriodSeconds").asInt());
    }

    @Test
    void removesFinishedOnesAtOnce() {
      createPod("p", "router");
      server.merge(pods + "/p/status", "{\"status\":{\"phase\":\"Succeeded\"}}");

      server.delete(pods + "/p", "");

      assertEquals(404, server.get(pods + "/p").status());
    }

    @Test
    void bindsOnceOnly() {
      createPod("p", "");
      String binding =
          "{\"metadata\":{\"name\":\"p\"},\"target\":{\"kind\":\"Node\",\"name\":\"n\"}}";

      TestServer.Reply first = server.post(pods + "/p/binding", binding);
      TestServer.Reply second = server.post(pods + "/p/binding", binding);

      assertEquals(201, first.status(), first.text());
      assertEquals(409, second.status());
      assertEquals("n", server.get(pods + "/p").at("/spec/nodeName"));
      assertEquals("PodScheduled", server.get(pods + "/p").at("/status/conditions/0/type"));
    }

    @Test
    void evicts() {
      createPod("p", "");

      TestServer.Reply reply =
          server.post(
              pods + "/p/eviction",
              "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"p\"}}");

      assertEquals(201, reply.status(), reply.text());
      assertEquals(404, server.get(pods + "/p").status());
    }
  }

  @Nested
  class OfOwners {
    @Test
    void removesDependentsLater() {
      String owner = create("owner", "");
      String child = create("child", ownedBy("owner", owner, ""));
      create("grandchild", ownedBy("child", child, ""));

      server.delete(configMaps + "/owner", "{\"propagationPolicy\":\"Background\"}");

      assertEquals(404, status("owner"));
      eventually().until(() -> status("child") == 404 && status("grandchild") == 404);
    }

    @Test
    void removesDependentsFirstInTheForeground() {
      String owner = create("owner", "");
      create(
          "child",
          ownedBy("owner", owner, ",\"blockOwnerDeletion\":true")
              + ",\"finalizers\":[\"example.com/hold\"]");

      server.delete(configMaps + "/owner", "{\"propagationPolicy\":\"Foreground\"}");
      eventually()
          .until(
              () -> !server.get(configMaps + "/child").at("/metadata/deletionTimestamp").isEmpty());
      assertEquals(200, status("owner"));
      server.merge(configMaps + "/child", "{\"metadata\":{\"finalizers\":null}}");

      eventually().until(() -> status("owner") == 404 && status("child") == 404);
    }

    @Test
    void keepsDependentsAsOrphans() {
      String owner = create("owner", "");
      create("child", ownedBy("owner", owner, ""));

      server.delete(configMaps + "/owner", "{\"propagationPolicy\":\"Orphan\"}");

      eventually().until(() -> status("owner") == 404);
      assertTrue(
          server.get(configMaps + "/child").json().at("/metadata/ownerReferences").isMissingNode());
    }

    @Test
    void takesAnotherUidForAnotherOwner() {
      create("owner", "");

      create("child", ownedBy("owner", "00000000-0000-4000-8000-000000000000", ""));

      eventually().until(() -> status("child") == 404);
      assertEquals(200, status("owner"));
    }

    @Test
    void keepsWhatStillHasAnOwner() {
      String first = create("first", "");
      String second = create("second", "");
      String both =
          ownedBy("first", first, "")
              .replace(
                  "}]",
                  "},{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"second\",\"uid\":\""
                      + second
                      + "\"}]");
      create("child", both);

      server.delete(configMaps + "/first", "");

      eventually()
          .until(
              () ->
                  server.get(configMaps + "/child").json().at("/metadata/ownerReferences").size()
                      == 1);
      assertEquals(200, status("child"));
    }

    @Test
    void goesRoundInCirclesThatWaitForEachOther() {
      String more = ",\"blockOwnerDeletion\":true";
      String first = create("first", "");
      String second = create("second", ownedBy("first", first, more));
      String third = create("third", ownedBy("second", second, more));
      server.merge(
          configMaps + "/first",
          "{\"metadata\":{" + ownedBy("third", third, more).substring(1) + "}}");

      server.delete(configMaps + "/first", "{\"propagationPolicy\":\"Foreground\"}");

      eventually()
          .until(() -> status("first") == 404 && status("second") == 404 && status("third") == 404);
    }

    @Test
    void goesRoundInCircles() {
      String first = create("first", "");
      String second = create("second", ownedBy("first", first, ""));
      server.merge(
          configMaps + "/first",
          "{\"metadata\":{" + ownedBy("second", second, "").substring(1) + "}}");

      server.delete(configMaps + "/first", "");

      eventually().until(() -> status("first") == 404 && status("second") == 404);
    }
  }
}
