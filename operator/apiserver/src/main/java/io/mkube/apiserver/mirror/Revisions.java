package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The templates that a StatefulSet or DaemonSet has had, kept as ControllerRevisions.
 *
 * @param owner the set
 * @param known its revisions
 */
record Revisions(Workload owner, List<ObjectNode> known) {
  /** Label of pods. */
  static final String HASH = "controller-revision-hash";

  /** Label of the revisions of a StatefulSet; those of a DaemonSet have that of its pods. */
  private static final String REVISION_HASH = "controller.kubernetes.io/hash";

  /** Label value of pods of the present template: the name of its revision. */
  String update() {
    return present().map(revision -> ObjectMetadata.of(revision).name()).orElse(newName());
  }

  /** Remembers the present template as the newest one. */
  void keep(Plan.Draft draft) {
    long newest = known.stream().mapToLong(Revisions::number).max().orElse(0);
    Optional<ObjectNode> present = present();
    if (present.isEmpty()) {
      draft.create(revision(newest + 1));
    } else if (number(present.get()) < newest) {
      ObjectNode changed = present.get().deepCopy();
      changed.put("revision", newest + 1);
      draft.update(changed, present.get());
    }
  }

  /** Forgets old templates that no pod has. */
  void forget(Set<String> used, Plan.Draft draft) {
    int limit = owner.spec().path("revisionHistoryLimit").asInt(10);
    String update = update();
    List<ObjectNode> unused =
        known.stream()
            .filter(revision -> !ObjectMetadata.of(revision).name().equals(update))
            .filter(revision -> !used.contains(ObjectMetadata.of(revision).name()))
            .sorted(Comparator.comparingLong(Revisions::number))
            .toList();
    unused.stream().limit(Math.max(0, unused.size() - limit)).forEach(draft::delete);
  }

  /** The set as it was in a revision; as it is, if that is not known. */
  Workload at(String name) {
    for (ObjectNode revision : known) {
      if (ObjectMetadata.of(revision).name().equals(name)) {
        ObjectNode object = owner.object().deepCopy();
        ((ObjectNode) object.path("spec")).set("template", template(revision));
        return new Workload(object);
      }
    }
    return owner;
  }

  private Optional<ObjectNode> present() {
    ObjectNode template = owner.template().deepCopy();
    template.withObject("/metadata").remove("creationTimestamp");
    return known.stream()
        .filter(revision -> Json.same(template(revision), template))
        .max(Comparator.comparingLong(Revisions::number));
  }

  private static ObjectNode template(ObjectNode revision) {
    ObjectNode template =
        revision.withObject("/data").withObject("/spec").withObject("/template").deepCopy();
    template.remove("$patch");
    template.withObject("/metadata").remove("creationTimestamp");
    return template;
  }

  private ObjectNode revision(long number) {
    ObjectNode revision = owner.child("apps/v1", "ControllerRevision");
    ObjectMetadata metadata = ObjectMetadata.of(revision);
    metadata.set("name", newName());
    JsonNode labels = owner.template().path("metadata").path("labels");
    metadata.node().set("labels", labels.isObject() ? labels.deepCopy() : Json.object());
    boolean daemons = owner.object().path("kind").asText().equals("DaemonSet");
    metadata
        .node()
        .withObject("/labels")
        .put(daemons ? HASH : REVISION_HASH, TemplateHash.of(owner.template()));
    String cause = owner.metadata().annotations().getOrDefault("kubernetes.io/change-cause", "");
    if (!cause.isEmpty()) {
      metadata.node().withObject("/annotations").put("kubernetes.io/change-cause", cause);
    }
    revision.set("data", data());
    revision.put("revision", number);
    return revision;
  }

  /**
   * The patch that {@code kubectl rollout undo} sends. Go's clients compare it byte by byte with
   * the one that they make of the template: in the order of names, and with the time of creation
   * that Go writes of all metadata.
   */
  private ObjectNode data() {
    ObjectNode data = Json.object();
    ObjectNode template = owner.template().deepCopy();
    template.put("$patch", "replace");
    template.withObject("/metadata").putNull("creationTimestamp");
    data.putObject("spec").set("template", sorted(template));
    return data;
  }

  private static JsonNode sorted(JsonNode value) {
    if (value instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      fields.forEach((name, field) -> copy.set(name, sorted(field)));
      return copy;
    }
    if (value instanceof ArrayNode list) {
      ArrayNode copy = Json.object().arrayNode();
      list.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    return value;
  }

  private String newName() {
    return owner.name() + "-" + TemplateHash.of(owner.template());
  }

  private static long number(JsonNode revision) {
    return revision.path("revision").asLong();
  }
}
