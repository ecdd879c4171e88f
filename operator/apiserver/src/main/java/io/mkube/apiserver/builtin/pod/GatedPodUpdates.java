package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;

/** What may still be said of where a pod runs, as long as gates keep it from being placed. */
final class GatedPodUpdates {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private GatedPodUpdates() {}

  /**
   * Checks that a node selector and node affinity only become narrower, and takes back in {@code
   * changed} what may differ.
   */
  static void check(ObjectNode changed, JsonNode old, Findings findings) {
    JsonNode selector = changed.path("nodeSelector");
    for (var label : old.path("nodeSelector").properties()) {
      if (!label.getValue().equals(selector.path(label.getKey()))) {
        findings.invalidAs(
            "spec.nodeSelector", GoText.labels(selector), "only additions are allowed");
        break;
      }
    }
    put(changed, "nodeSelector", old.path("nodeSelector"));
    JsonNode before = old.path("affinity").path("nodeAffinity");
    if (before.isObject()) {
      checkTerms(changed.path("affinity").path("nodeAffinity"), before, findings);
    }
    ObjectNode affinity = Trees.child(changed, "affinity");
    put(affinity, "nodeAffinity", before);
    if (affinity.isEmpty() && !old.has("affinity")) {
      changed.remove("affinity");
    }
  }

  private static void put(ObjectNode object, String field, JsonNode value) {
    if (value.isMissingNode()) {
      object.remove(field);
    } else {
      object.set(field, value.deepCopy());
    }
  }

  private static void checkTerms(JsonNode affinity, JsonNode before, Findings findings) {
    JsonNode terms = affinity.path(REQUIRED).path("nodeSelectorTerms");
    JsonNode old = before.path(REQUIRED).path("nodeSelectorTerms");
    String path = "spec.affinity.nodeAffinity." + REQUIRED + ".nodeSelectorTerms";
    if (old.isEmpty()) {
      return;
    }
    if (old.size() != terms.size()) {
      findings.invalid(
          path, terms, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
      return;
    }
    for (int i = 0; i < old.size(); i++) {
      if (!narrows(terms.get(i), old.get(i))) {
        findings.invalid(
            path + "[" + i + "]",
            terms.get(i),
            "only additions are allowed (no mutations or deletions)");
      }
    }
  }

  /** Whether a term begins with what it was; one that was empty selects nothing and stays so. */
  private static boolean narrows(JsonNode term, JsonNode old) {
    if (old.path("matchExpressions").isEmpty() && old.path("matchFields").isEmpty()) {
      return term.path("matchExpressions").isEmpty() && term.path("matchFields").isEmpty();
    }
    return begins(term.path("matchExpressions"), old.path("matchExpressions"))
        && begins(term.path("matchFields"), old.path("matchFields"));
  }

  private static boolean begins(JsonNode list, JsonNode old) {
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(list.path(i))) {
        return false;
      }
    }
    return true;
  }
}
