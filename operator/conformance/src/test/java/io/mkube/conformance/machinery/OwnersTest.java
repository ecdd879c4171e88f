package io.mkube.conformance.machinery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What becomes of the pods of a controller, of objects with two owners, and of circles. */
final class OwnersTest extends MachineryTest {
  private String controller(String name, int replicas) {
    String path = core + "/replicationcontrollers";
    String uid =
        create(
                path,
                """
                {"metadata":{"name":"%1$s"},"spec":{"replicas":%2$d,"selector":{"of":"%1$s"},
                 "template":{"metadata":{"labels":{"of":"%1$s"}},
                  "spec":{"terminationGracePeriodSeconds":0,
                   "containers":[{"name":"c","image":"i"}]}}}}
                """
                    .formatted(name, replicas))
            .at("/metadata/uid")
            .asText();
    eventually(() -> wire.get(path + "/" + name).json().at("/status/replicas").asInt() == replicas);
    return uid;
  }

  private JsonNode pods() {
    return wire.get(core + "/pods").json().path("items");
  }

  private String options(String policy, String uid) {
    return "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"%s\","
            .formatted(policy)
        + "\"preconditions\":{\"uid\":\"%s\"}}".formatted(uid);
  }

  @Test
  void takeTheirPodsAlongInTheBackground() {
    String path = core + "/replicationcontrollers/r";
    String uid = controller("r", 2);

    assertEquals(409, delete(path, options("Background", "another")).code());
    assertEquals("Success", delete(path, options("Background", uid)).at("/status"));
    eventually(() -> pods().isEmpty());
  }

  @Test
  void leaveTheirPodsAsOrphans() {
    String path = core + "/replicationcontrollers/r";
    delete(path, options("Orphan", controller("r", 3)));

    eventually(() -> gone(path));
    assertEquals(3, pods().size());
    pods().forEach(pod -> assertTrue(pod.at("/metadata/ownerReferences").isMissingNode()));
  }

  @Test
  void goAfterTheirPodsInTheForegroundButForThoseWithAnotherOwner() {
    String path = core + "/replicationcontrollers/going";
    String going = controller("going", 4);
    String staying = controller("staying", 0);
    for (int i = 0; i < 2; i++) {
      change(
          core + "/pods/" + pods().get(i).at("/metadata/name").asText(),
          "strategic-merge-patch+json",
          """
          {"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ReplicationController",
           "name":"staying","uid":"%s"}]}}
          """
              .formatted(staying));
    }

    JsonNode deleted = delete(path, options("Foreground", going)).json();

    assertEquals("foregroundDeletion", deleted.at("/metadata/finalizers/0").asText());
    eventually(() -> gone(path));
    assertEquals(2, pods().size());
    pods().forEach(pod -> assertEquals(1, pod.at("/metadata/ownerReferences").size()));
  }

  @Test
  void goInACircleTheyAllWaitIn() {
    String path = core + "/configmaps/";
    String[] uids = new String[3];
    for (int i = 0; i < 3; i++) {
      String map = "{\"metadata\":{\"name\":\"m" + i + "\"}}";
      uids[i] = create(core + "/configmaps", map).at("/metadata/uid").asText();
    }
    for (int i = 0; i < 3; i++) {
      int owner = (i + 2) % 3;
      merge(
          path + "m" + i,
          """
          {"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"m%d",
           "uid":"%s","controller":true,"blockOwnerDeletion":true}]}}
          """
              .formatted(owner, uids[owner]));
    }

    delete(path + "m0", options("Foreground", uids[0]));

    eventually(() -> gone(path + "m0") && gone(path + "m1") && gone(path + "m2"));
  }
}
