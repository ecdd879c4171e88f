package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the numbered pods of a StatefulSet, one after the other unless it says otherwise. */
final class StatefulSetPlanner {
  private final Workload set;
  private final Map<String, ObjectNode> pods = new HashMap<>();
  private final Revisions revisions;
  private final Instant now;
  private final int start;
  private final boolean parallel;
  private final ClaimOwners owners;
  private final Plan.Draft draft = new Plan.Draft();

  private StatefulSetPlanner(
      Workload set, List<ObjectNode> pods, Revisions revisions, Instant now) {
    this.set = set;
    this.revisions = revisions;
    this.now = now;
    this.start = set.spec().path("ordinals").path("start").asInt(0);
    this.parallel = set.spec().path("podManagementPolicy").asText().equals("Parallel");
    pods.forEach(pod -> this.pods.put(ObjectMetadata.of(pod).name(), pod));
    this.owners = new ClaimOwners(set, this.pods);
  }

  /**
   * Plans.
   *
   * @param set the StatefulSet
   * @param pods its pods
   * @param revisions its templates
   * @param claims those that are called after its pods
   * @param now the time
   */
  static Plan plan(
      Workload set,
      List<ObjectNode> pods,
      Revisions revisions,
      List<ObjectNode> claims,
      Instant now) {
    StatefulSetPlanner planner = new StatefulSetPlanner(set, pods, revisions, now);
    if (!set.deleting()) {
      revisions.keep(planner.draft);
      claims.forEach(claim -> planner.owners.correct(claim, planner.draft));
      Set<String> names = new HashSet<>();
      claims.forEach(claim -> names.add(ObjectMetadata.of(claim).name()));
      planner.act(names);
      Set<String> used = new HashSet<>();
      pods.forEach(pod -> used.add(revision(pod)));
      used.add(planner.currentRevision());
      revisions.forget(used, planner.draft);
    }
    return planner.draft.status(set.object(), planner.status(pods)).done();
  }

  private void act(Set<String> claims) {
    boolean healthy = true;
    for (int ordinal = start; ordinal < end(); ordinal++) {
      ObjectNode pod = pods.get(name(ordinal));
      if (pod == null) {
        create(ordinal, claims);
        healthy = false;
      } else {
        boolean ended = Pods.finished(pod) && !ObjectMetadata.of(pod).deleting();
        if (ended) {
          draft.delete(pod);
        }
        healthy &= !ended && works(pod);
      }
      if (!healthy && !parallel) {
        break;
      }
    }
    boolean shrinking = shrink(healthy);
    if (healthy && !shrinking) {
      rollOver();
    }
  }

  /** Removes pods beyond the wanted number, the highest first. */
  private boolean shrink(boolean healthy) {
    List<ObjectNode> surplus =
        pods.values().stream()
            .filter(pod -> ordinal(pod) >= end() || ordinal(pod) < start)
            .sorted(Comparator.comparingInt(StatefulSetPlanner::ordinal).reversed())
            .toList();
    boolean waiting = surplus.stream().anyMatch(pod -> ObjectMetadata.of(pod).deleting());
    if (parallel) {
      surplus.stream().filter(pod -> !ObjectMetadata.of(pod).deleting()).forEach(draft::delete);
    } else if (healthy && !waiting) {
      surplus.stream().limit(1).forEach(draft::delete);
    }
    return !surplus.isEmpty();
  }

  /** Replaces the highest pod of another template. */
  private void rollOver() {
    JsonNode strategy = set.spec().path("updateStrategy");
    if (strategy.path("type").asText().equals("OnDelete")) {
      return;
    }
    int last = Math.max(start, start + partition());
    for (int ordinal = end() - 1; ordinal >= last; ordinal--) {
      ObjectNode pod = pods.get(name(ordinal));
      if (pod != null && !revision(pod).equals(revisions.update())) {
        draft.delete(pod);
        return;
      }
    }
  }

  private int partition() {
    return set.spec().path("updateStrategy").path("rollingUpdate").path("partition").asInt(0);
  }

  private void create(int ordinal, Set<String> claims) {
    boolean old = ordinal < start + partition();
    String revision = old ? currentRevision() : revisions.update();
    ObjectNode pod = revisions.at(revision).pod();
    String name = name(ordinal);
    ObjectMetadata.of(pod).set("name", name);
    ObjectMetadata.of(pod)
        .node()
        .withObject("/labels")
        .put("statefulset.kubernetes.io/pod-name", name)
        .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
        .put(Revisions.HASH, revision);
    ObjectNode spec = (ObjectNode) pod.path("spec");
    spec.put("hostname", name);
    String service = set.spec().path("serviceName").asText();
    if (!service.isEmpty()) {
      spec.put("subdomain", service);
    }
    for (JsonNode template : set.spec().path("volumeClaimTemplates")) {
      claim(template, name, spec, claims);
    }
    draft.create(pod);
  }

  private void claim(JsonNode template, String pod, ObjectNode spec, Set<String> claims) {
    String volume = template.path("metadata").path("name").asText();
    String name = volume + "-" + pod;
    ArrayNode volumes = spec.arrayNode();
    for (JsonNode other : spec.path("volumes")) {
      if (!other.path("name").asText().equals(volume)) {
        volumes.add(other);
      }
    }
    volumes
        .addObject()
        .put("name", volume)
        .putObject("persistentVolumeClaim")
        .put("claimName", name);
    spec.set("volumes", volumes);
    if (claims.contains(name)) {
      return;
    }
    ObjectNode claim = template.deepCopy();
    claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim").remove("status");
    ObjectMetadata metadata = ObjectMetadata.of(claim);
    metadata.set("name", name);
    metadata.set("namespace", set.metadata().namespace());
    ObjectNode labels = metadata.node().withObject("/labels");
    for (var label : set.spec().path("selector").path("matchLabels").properties()) {
      labels.set(label.getKey(), label.getValue());
    }
    owners.ofNew().ifPresent(owner -> metadata.node().putArray("ownerReferences").add(owner));
    draft.create(claim);
  }

  private ObjectNode status(List<ObjectNode> all) {
    List<ObjectNode> existing = all.stream().filter(pod -> !Pods.finished(pod)).toList();
    List<ObjectNode> active = existing.stream().filter(Pods::active).toList();
    String update = revisions.update();
    String current = currentRevision();
    int updated = (int) active.stream().filter(pod -> revision(pod).equals(update)).count();
    int ready = Pods.ready(existing);
    boolean rolled =
        updated == set.replicas()
            && existing.size() == updated
            && ready == updated
            && partition() == 0;
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put("readyReplicas", ready);
    String shown = rolled ? update : current;
    numbers.put(
        "currentReplicas",
        (int) active.stream().filter(pod -> revision(pod).equals(shown)).count());
    numbers.put("updatedReplicas", updated);
    ObjectNode status = Workload.numbers(numbers);
    status.put("replicas", existing.size());
    status.put("availableReplicas", Pods.available(existing, set.minReady(), now, draft));
    status.put("observedGeneration", set.metadata().generation());
    status.put("currentRevision", shown);
    status.put("updateRevision", update);
    status.put("collisionCount", 0);
    return status;
  }

  private String currentRevision() {
    String current = set.status().path("currentRevision").asText();
    return current.isEmpty() ? revisions.update() : current;
  }

  private boolean works(ObjectNode pod) {
    Duration minReady = set.minReady();
    Optional<Instant> available = Pods.availableAt(pod, minReady);
    return Pods.active(pod)
        && available.isPresent()
        && (minReady.isZero() || !available.get().isAfter(now));
  }

  private int end() {
    return start + set.replicas();
  }

  private String name(int ordinal) {
    return set.name() + "-" + ordinal;
  }

  private static String revision(ObjectNode pod) {
    return ObjectMetadata.of(pod).labels().getOrDefault(Revisions.HASH, "");
  }

  private static int ordinal(ObjectNode pod) {
    String name = ObjectMetadata.of(pod).name();
    try {
      return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
