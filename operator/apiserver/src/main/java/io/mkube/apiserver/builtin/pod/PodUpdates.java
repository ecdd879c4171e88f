package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.SpecDifference;
import io.mkube.apiserver.rules.Trees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which parts of a pod's spec may change after its creation. */
final class PodUpdates {
  private static final String FORBIDDEN =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";
  private static final List<String> CHANGEABLE =
      List.of("activeDeadlineSeconds", "tolerations", "schedulingGates");

  private PodUpdates() {}

  static void check(JsonNode spec, JsonNode old, Findings findings) {
    for (String list : List.of("containers", "initContainers")) {
      if (spec.path(list).size() != old.path(list).size()) {
        findings.forbidden("spec." + list, "pod updates may not add or remove " + wordsOf(list));
        return;
      }
    }
    checkDeadline(spec, old, findings);
    checkTolerations(spec, old, findings);
    checkGates(spec, old, findings);
    JsonNode fixed = fixedParts(spec);
    JsonNode fixedBefore = fixedParts(old);
    if (fixed instanceof ObjectNode changed && mayEndNow(spec, old)) {
      changed.set(
          "terminationGracePeriodSeconds", fixedBefore.path("terminationGracePeriodSeconds"));
    }
    if (fixed instanceof ObjectNode changed && !old.path("schedulingGates").isEmpty()) {
      GatedPodUpdates.check(changed, fixedBefore, findings);
    }
    if (!fixed.equals(fixedBefore)) {
      findings.forbidden(
          "spec", FORBIDDEN + "\n" + SpecDifference.of("core.PodSpec", fixedBefore, fixed));
    }
  }

  /** A time that never made sense may be put right. */
  private static boolean mayEndNow(JsonNode spec, JsonNode old) {
    return old.path("terminationGracePeriodSeconds").asLong() < 0
        && spec.path("terminationGracePeriodSeconds").asLong() == 1;
  }

  private static void checkGates(JsonNode spec, JsonNode old, Findings findings) {
    Set<String> before = new HashSet<>(old.path("schedulingGates").findValuesAsText("name"));
    JsonNode gates = spec.path("schedulingGates");
    for (int i = 0; i < gates.size(); i++) {
      String name = gates.get(i).path("name").asText();
      if (!before.contains(name)) {
        findings.forbidden(
            "spec.schedulingGates[" + i + "].name",
            "only deletion is allowed, but found new scheduling gate '" + name + "'");
      }
    }
  }

  private static String wordsOf(String list) {
    return list.equals("containers") ? "containers" : "init containers";
  }

  private static void checkDeadline(JsonNode spec, JsonNode old, Findings findings) {
    JsonNode value = spec.path("activeDeadlineSeconds");
    JsonNode before = old.path("activeDeadlineSeconds");
    if (before.isNumber() && (!value.isNumber() || value.asLong() > before.asLong())) {
      findings.invalid(
          "spec.activeDeadlineSeconds", value, "must be less than or equal to previous value");
    }
  }

  private static void checkTolerations(JsonNode spec, JsonNode old, Findings findings) {
    Set<JsonNode> kept = new HashSet<>();
    Trees.objects(spec, "tolerations").forEach(toleration -> kept.add(withoutSeconds(toleration)));
    boolean lost =
        Trees.objects(old, "tolerations").stream()
            .anyMatch(toleration -> !kept.contains(withoutSeconds(toleration)));
    if (lost) {
      findings.forbidden(
          "spec.tolerations",
          "existing toleration can not be modified except its tolerationSeconds");
    }
  }

  private static ObjectNode withoutSeconds(ObjectNode toleration) {
    return toleration.deepCopy().without(List.of("tolerationSeconds"));
  }

  private static JsonNode fixedParts(JsonNode spec) {
    if (!(spec.deepCopy() instanceof ObjectNode fixed)) {
      return spec;
    }
    fixed.remove(CHANGEABLE);
    // the old name of the same field
    JsonNode account = fixed.remove("serviceAccount");
    if (account != null && !fixed.has("serviceAccountName")) {
      fixed.set("serviceAccountName", account);
    }
    for (String list : List.of("containers", "initContainers")) {
      Trees.objects(fixed, list).forEach(container -> container.remove("image"));
    }
    return fixed;
  }
}
