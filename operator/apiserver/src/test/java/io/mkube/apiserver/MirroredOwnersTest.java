package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who takes over what others let go, and what goes with whom, where workloads are mirrored. */
final class MirroredOwnersTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String core = "";

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(directory, ApiServerConfig::withMirroredWorkloads);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    core = "/api/v1/namespaces/" + server.namespace();
  }

  private String in(String group, String plural) {
    return core.replace("/api/v1", "/apis/" + group) + "/" + plural;
  }

  private Set<String> names(String path) {
    Set<String> names = new TreeSet<>();
    server
        .get(path)
        .json()
        .path("items")
        .forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }

  @Test
  void jobsAdoptAndReplacePods() {
    server.post(
        in("batch/v1", "jobs"),
        """
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "held"},
         "spec": {"template": {"metadata": {"annotations": {"mkube.io/mirror": "hold"}},
           "spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}}}}
        """);
    await().until(() -> names(core + "/pods").size() == 1);
    String pod = core + "/pods/" + names(core + "/pods").iterator().next();

    server.merge(pod, "{\"metadata\": {\"ownerReferences\": null}}");
    await().until(() -> server.get(pod).at("/metadata/ownerReferences/0/name").equals("held"));

    server.merge(pod, "{\"metadata\": {\"labels\": null}}");
    await().until(() -> server.get(pod).at("/metadata/ownerReferences/0/name").isEmpty());
    await().until(() -> names(core + "/pods").size() == 2);
  }

  @Test
  void jobsThatExpireTakeTheirPodsAlong() {
    String jobs = in("batch/v1", "jobs");
    server.post(
        jobs,
        """
        {"apiVersion": "batch/v1", "kind": "Job",
         "metadata": {"name": "short", "finalizers": ["example.com/held"]},
         "spec": {"ttlSecondsAfterFinished": 0, "template": {
           "spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}}}}
        """);
    await().until(() -> !server.get(jobs + "/short").at("/metadata/deletionTimestamp").isEmpty());
    assertEquals(1, names(core + "/pods").size());

    server.merge(jobs + "/short", "{\"metadata\": {\"finalizers\": null}}");

    await().until(() -> names(jobs).isEmpty());
    await().until(() -> names(core + "/pods").isEmpty());
  }

  @Test
  void endpointsByHandAreRepeatedInSlices() {
    String slices = in("discovery.k8s.io/v1", "endpointslices");
    server.post(
        core + "/endpoints",
        """
        {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "db"},
         "subsets": [{"addresses": [{"ip": "10.1.2.3"}], "ports": [{"port": 80}]}]}
        """);
    server.post(
        core + "/services",
        """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"},
         "spec": {"ports": [{"port": 80}]}}
        """);

    await().until(() -> names(slices).size() == 1);
    JsonNode slice = server.get(slices).json().at("/items/0");
    assertEquals("10.1.2.3", slice.at("/endpoints/0/addresses/0").asText());
    server.delete(core + "/endpoints/db", "{}");
    await().until(() -> names(slices).isEmpty());
  }

  @Test
  void claimsGoWithTheirPodsAndTheirSet() {
    String sets = in("apps/v1", "statefulsets");
    server.post(
        sets,
        """
        {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"},
         "spec": {"replicas": 2, "serviceName": "db", "selector": {"matchLabels": {"a": "b"}},
           "persistentVolumeClaimRetentionPolicy":
             {"whenDeleted": "Delete", "whenScaled": "Delete"},
           "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec":
             {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}],
           "template": {"metadata": {"labels": {"a": "b"}},
             "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
        """);
    String claims = core + "/persistentvolumeclaims";
    await().until(() -> names(claims).equals(Set.of("data-db-0", "data-db-1")));
    await().until(() -> server.get(sets + "/db").at("/status/readyReplicas").equals("2"));

    server.merge(sets + "/db", "{\"spec\": {\"replicas\": 1}}");
    await().until(() -> names(claims).equals(Set.of("data-db-0")));

    server.delete(sets + "/db", "{}");
    await().until(() -> names(claims).isEmpty());
  }
}
