package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.SpecDifference;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Persistent volumes. */
final class VolumeRules implements StatusKindRules {
  private static final String EXPAND_SECRET = "controllerExpandSecretRef";

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "persistentVolumeReclaimPolicy", "Retain");
    Trees.defaultText(spec, "volumeMode", "Filesystem");
    if (spec.get("hostPath") instanceof ObjectNode hostPath) {
      Trees.defaultText(hostPath, "type", "");
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("phase", "Pending");
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
    checkKept(object.path("spec"), old.path("spec"), findings);
    return findings.list();
  }

  private static void checkKept(JsonNode spec, JsonNode old, Findings findings) {
    ObjectNode before = source(old);
    ObjectNode after = source(spec);
    if (after.path("csi") instanceof ObjectNode csi
        && before.has("csi")
        && !before.path("csi").has(EXPAND_SECRET)) {
      csi.remove(EXPAND_SECRET);
    }
    if (!after.equals(before)) {
      findings.forbidden(
          "spec.persistentvolumesource",
          "spec.persistentvolumesource is immutable after creation\n"
              + SpecDifference.of("core.PersistentVolumeSource", before, after));
    }
    findings.immutable("volumeMode", spec.path("volumeMode"), old.path("volumeMode"));
    if (old.has("nodeAffinity") && !spec.path("nodeAffinity").equals(old.path("nodeAffinity"))) {
      findings.invalid(
          "nodeAffinity",
          spec.path("nodeAffinity"),
          "field is immutable, except for updating from beta label to GA");
    }
  }

  private static ObjectNode source(JsonNode spec) {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    VolumeSources.of(spec).forEach(name -> source.set(name, spec.path(name).deepCopy()));
    return source;
  }

  private static void check(JsonNode spec, Findings findings) {
    StorageChecks.checkRequiredAccess(spec, "spec", findings);
    checkCapacity(spec.path("capacity"), findings);
    findings.oneOf(
        "spec.persistentVolumeReclaimPolicy",
        spec.path("persistentVolumeReclaimPolicy"),
        List.of("Delete", "Recycle", "Retain"));
    JsonNode affinity = spec.path("nodeAffinity");
    if (affinity.isObject() && !affinity.path("required").isObject()) {
      findings.required("spec.nodeAffinity.required", "must specify required node constraints");
    }
    VolumeSources.checkOne(spec, "spec", findings);
    boolean root = spec.path("hostPath").path("path").asText().equals("/");
    if (root && spec.path("persistentVolumeReclaimPolicy").asText().equals("Recycle")) {
      findings.forbidden(
          "spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
    }
    StorageChecks.checkClassAndMode(spec, findings);
  }

  private static void checkCapacity(JsonNode capacity, Findings findings) {
    if (capacity.isEmpty()) {
      findings.required("spec.capacity", "");
    }
    if (!capacity.has("storage") || capacity.size() > 1) {
      findings
          .sink()
          .add(FieldError.notSupported("spec.capacity", GoText.amounts(capacity), "\"storage\""));
    }
    for (var amount : capacity.properties()) {
      StorageChecks.checkSize(
          amount.getValue(), "spec.capacity[" + amount.getKey() + "]", findings);
    }
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
