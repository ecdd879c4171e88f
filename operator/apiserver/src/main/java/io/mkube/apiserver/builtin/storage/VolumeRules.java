package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.List;
import java.util.Set;

/** Persistent volumes. */
final class VolumeRules implements StatusKindRules {
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
    for (String source : sources(old.path("spec"))) {
      if (!object.path("spec").path(source).equals(old.path("spec").path(source))) {
        findings.forbidden(
            "spec.persistentvolumesource",
            "spec.persistentvolumesource is immutable after creation");
      }
    }
    findings.immutable(
        "spec.volumeMode",
        object.path("spec").path("volumeMode"),
        old.path("spec").path("volumeMode"));
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    StorageChecks.checkAccess(spec, findings);
    if (spec.path("capacity").isEmpty()) {
      findings.required("spec.capacity", "");
    } else {
      StorageChecks.checkSize(
          spec.path("capacity").path("storage"), "spec.capacity[storage]", findings);
    }
    findings.requiredOneOf(
        "spec.persistentVolumeReclaimPolicy",
        spec.path("persistentVolumeReclaimPolicy"),
        List.of("Delete", "Recycle", "Retain"));
    List<String> sources = sources(spec);
    if (sources.isEmpty()) {
      findings.required("spec", "must specify a volume type");
    }
    for (String extra : sources.subList(Math.min(1, sources.size()), sources.size())) {
      findings.forbidden("spec." + extra, "may not specify more than 1 volume type");
    }
  }

  private static List<String> sources(JsonNode spec) {
    Set<String> known =
        BuiltInTypes.get().named("core.v1.PersistentVolumeSource").fields().keySet();
    return known.stream().filter(spec::has).toList();
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
