package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Nodes. Unlike other kinds they are created with their status, by what runs on them. */
final class NodeRules implements StatusKindRules {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.child(object, "spec");
    ObjectNode status = Trees.child(object, "status");
    if (!status.has("allocatable") && status.has("capacity")) {
      status.set("allocatable", status.path("capacity").deepCopy());
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    Trees.child(object, "status");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    checkTaints(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    checkTaints(object.path("spec"), findings);
    for (String field : List.of("podCIDRs", "providerID")) {
      JsonNode before = old.path("spec").path(field);
      if (!before.isMissingNode() && !object.path("spec").path(field).equals(before)) {
        findings.forbidden(
            "spec." + field,
            field.equals("providerID")
                ? "node updates may not change providerID except from \"\" to valid"
                : "node updates may not change podCIDR except from \"\" to valid");
      }
    }
    return findings.list();
  }

  private static void checkTaints(JsonNode spec, Findings findings) {
    Set<String> seen = new HashSet<>();
    List<ObjectNode> taints = Trees.objects(spec, "taints");
    for (int i = 0; i < taints.size(); i++) {
      ObjectNode taint = taints.get(i);
      // Kubernetes looks for them below the metadata.
      String path = "metadata.taints[" + i + "]";
      String key = taint.path("key").asText();
      LabelRules.checkKey(key, path + ".key", findings.sink());
      LabelRules.checkValue(taint.path("value").asText(), path + ".value", findings.sink());
      if (!EFFECTS.contains(taint.path("effect").asText())) {
        findings.notSupported(path + ".effect", taint.path("effect").asText(), EFFECTS);
      }
      if (!seen.add(key + ":" + taint.path("effect").asText())) {
        findings
            .sink()
            .add(
                FieldError.duplicate(
                    path, goTaint(taint) + ": taints must be unique by key and effect pair"));
      }
    }
  }

  private static String goTaint(ObjectNode taint) {
    return "core.Taint{Key:\""
        + taint.path("key").asText()
        + "\", Value:\""
        + taint.path("value").asText()
        + "\", Effect:\""
        + taint.path("effect").asText()
        + "\", TimeAdded:<nil>}";
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "spec.unschedulable",
        node -> Boolean.toString(node.path("spec").path("unschedulable").asBoolean()));
  }
}
