package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ReplicaSets of a Deployment and what their annotations remember. */
final class ReplicaSets {
  static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HASH = "pod-template-hash";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  private static final String MAX = "deployment.kubernetes.io/max-replicas";

  /** Annotations of a Deployment that say nothing about its ReplicaSet. */
  private static final Set<String> OWN =
      Set.of("kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MAX);

  private ReplicaSets() {}

  /** The one whose pods are of the Deployment's present template. */
  static Optional<ObjectNode> current(Workload deployment, List<ObjectNode> sets) {
    return sets.stream()
        .filter(set -> Json.same(plain(set.path("spec").path("template")), deployment.template()))
        .min(
            (a, b) ->
                ObjectMetadata.of(a)
                    .creationTimestamp()
                    .compareTo(ObjectMetadata.of(b).creationTimestamp()));
  }

  static int wanted(JsonNode set) {
    return set.path("spec").path("replicas").asInt();
  }

  static int count(List<ObjectNode> sets, String field) {
    return sets.stream().mapToInt(set -> set.path("status").path(field).asInt()).sum();
  }

  static int wanted(List<ObjectNode> sets) {
    return sets.stream().mapToInt(ReplicaSets::wanted).sum();
  }

  static long revision(ObjectNode object) {
    String text = ObjectMetadata.of(object).annotations().getOrDefault(REVISION, "0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** A new one for the present template. */
  static ObjectNode create(Workload deployment, long revision, int replicas) {
    String hash = TemplateHash.of(deployment.template());
    ObjectNode set = deployment.child("apps/v1", "ReplicaSet");
    ObjectMetadata metadata = ObjectMetadata.of(set);
    metadata.set("name", deployment.name() + "-" + hash);
    JsonNode labels = deployment.template().path("metadata").path("labels");
    metadata.node().set("labels", labels.isObject() ? labels.deepCopy() : Json.object());
    metadata.node().withObject("/labels").put(HASH, hash);
    ObjectNode spec = set.putObject("spec").put("replicas", replicas);
    if (!deployment.minReady().isZero()) {
      spec.put("minReadySeconds", deployment.minReady().toSeconds());
    }
    ObjectNode selector = deployment.spec().path("selector").deepCopy();
    selector.withObject("/matchLabels").put(HASH, hash);
    spec.set("selector", selector);
    ObjectNode template = deployment.template().deepCopy();
    template.withObject("/metadata/labels").put(HASH, hash);
    spec.set("template", template);
    annotate(set, deployment, revision);
    return set;
  }

  /** Brings the annotations of the present one up to date; the revision only grows. */
  static void annotate(ObjectNode set, Workload deployment, long revision) {
    ObjectNode annotations = ObjectMetadata.of(set).node().withObject("/annotations");
    deployment
        .metadata()
        .annotations()
        .forEach(
            (name, value) -> {
              if (!OWN.contains(name)) {
                annotations.put(name, value);
              }
            });
    long before = revision(set);
    if (before < revision) {
      if (before > 0) {
        List<String> history = new ArrayList<>();
        String known = annotations.path(HISTORY).asText();
        if (!known.isEmpty()) {
          history.add(known);
        }
        history.add(Long.toString(before));
        annotations.put(HISTORY, String.join(",", history));
      }
      annotations.put(REVISION, Long.toString(revision));
    }
    size(set, deployment);
  }

  /** Notes what the Deployment wants. */
  static void size(ObjectNode set, Workload deployment) {
    int replicas = deployment.replicas();
    ObjectMetadata.of(set)
        .node()
        .withObject("/annotations")
        .put(DESIRED, Integer.toString(replicas))
        .put(MAX, Integer.toString(replicas + RollingUpdate.of(deployment).surge()));
  }

  /** A template without what the Deployment added to it. */
  private static ObjectNode plain(JsonNode template) {
    ObjectNode plain = template.deepCopy();
    if (plain.path("metadata").path("labels") instanceof ObjectNode labels) {
      labels.remove(HASH);
    }
    return plain;
  }
}
