package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.SpecDifference;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.types.Quantity;
import java.util.List;
import java.util.Optional;

/** Persistent volume claims. */
final class ClaimRules implements StatusKindRules {
  private static final String SIZE = "spec.resources[storage]";
  private static final String SOURCE = "dataSource";
  private static final String SOURCE_REFERENCE = "dataSourceRef";

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "volumeMode", "Filesystem");
    Trees.child(spec, "resources");
  }

  /** Both fields name the same source; the older one only claims and snapshots. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("phase", "Pending");
    ObjectNode spec = Trees.child(object, "spec");
    spec.remove("volumeAttributesClassName");
    if (!spec.path(SOURCE_REFERENCE).path("namespace").asText().isEmpty()) {
      spec.remove(SOURCE_REFERENCE);
    }
    if (spec.has(SOURCE) && !isClaimOrSnapshot(spec.path(SOURCE))) {
      spec.remove(SOURCE);
    }
    levelSources(spec);
  }

  /** A client that repeats only one of the two fields means both. */
  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    levelSources(Trees.child(object, "spec"));
  }

  private static void levelSources(ObjectNode spec) {
    if (spec.has(SOURCE) && !spec.has(SOURCE_REFERENCE)) {
      spec.set(SOURCE_REFERENCE, spec.path(SOURCE).deepCopy());
    } else if (spec.has(SOURCE_REFERENCE) && !spec.has(SOURCE)) {
      spec.set(SOURCE, spec.path(SOURCE_REFERENCE).deepCopy());
    }
  }

  private static boolean isClaimOrSnapshot(JsonNode source) {
    String group = source.path("apiGroup").asText();
    return switch (source.path("kind").asText()) {
      case "PersistentVolumeClaim" -> group.isEmpty();
      case "VolumeSnapshot" -> group.equals("snapshot.storage.k8s.io");
      default -> false;
    };
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    checkKept(object, old, findings);
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    if (spec.path("accessModes").isEmpty()) {
      findings.required("spec.accessModes", "at least 1 access mode is required");
    }
    LabelRules.checkSelector(spec.path("selector"), "spec.selector", findings.sink());
    StorageChecks.checkAccess(spec, "spec", findings);
    StorageChecks.checkSize(
        spec.path("resources").path("requests").path("storage"), SIZE, findings);
    StorageChecks.checkClassAndMode(spec, findings);
    for (String field : List.of(SOURCE, SOURCE_REFERENCE)) {
      if (spec.path(field).isObject()) {
        checkSource(spec.path(field), "spec." + field, findings);
      }
    }
    boolean both = spec.path(SOURCE).isObject() && spec.path(SOURCE_REFERENCE).isObject();
    if (both && !spec.path(SOURCE).equals(spec.path(SOURCE_REFERENCE))) {
      findings.invalidAs("spec", "spec.dataSource", "must match dataSourceRef");
    }
  }

  private static void checkSource(JsonNode source, String path, Findings findings) {
    findings.requiredText(path + ".name", source.path("name"));
    findings.requiredText(path + ".kind", source.path("kind"));
    String group = source.path("apiGroup").asText();
    String kind = source.path("kind").asText();
    if (group.isEmpty() && !kind.equals("PersistentVolumeClaim")) {
      findings.invalidText(
          path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    } else if (!group.isEmpty()) {
      findings.name(path + ".apiGroup", group, NameRule.DNS_SUBDOMAIN);
    }
  }

  /** A claim keeps its spec, except that it may be bound once and grow when it is. */
  private static void checkKept(ObjectNode object, ObjectNode old, Findings findings) {
    ObjectNode before = Trees.child(old, "spec").deepCopy();
    ObjectNode after = Trees.child(object, "spec").deepCopy();
    if (before.path("volumeName").asText().isEmpty() && after.has("volumeName")) {
      before.set("volumeName", after.path("volumeName"));
    }
    if (!before.has("storageClassName") && !after.path("storageClassName").asText().isEmpty()) {
      after.remove("storageClassName");
    }
    boolean bound = Trees.text(object, "status", "phase").equals("Bound");
    if (bound && after.path("resources").get("requests") instanceof ObjectNode requests) {
      requests.set("storage", before.path("resources").path("requests").path("storage"));
    }
    if (!after.equals(before)) {
      findings.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims\n"
              + SpecDifference.of("core.PersistentVolumeClaimSpec", before, after));
    }
    Optional<Quantity> size = storage(object.path("spec"));
    Optional<Quantity> oldSize = storage(old.path("spec"));
    String has = old.path("status").path("capacity").path("storage").asText("0");
    if (size.isPresent()
        && oldSize.isPresent()
        && size.get().compareTo(oldSize.get()) < 0
        && Quantity.parse(has).filter(kept -> size.get().compareTo(kept) <= 0).isPresent()) {
      findings.forbidden(
          "spec.resources.requests.storage", "field can not be less than status.capacity");
    }
    findings.immutable("volumeMode", after.path("volumeMode"), before.path("volumeMode"));
  }

  private static Optional<Quantity> storage(JsonNode spec) {
    return Quantity.parse(spec.path("resources").path("requests").path("storage").asText());
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
