package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rbac.BootstrapRoles;
import io.mkube.apiserver.rbac.Escalation;
import io.mkube.apiserver.rbac.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Gives back to a bootstrap role or binding what was taken from it. What an administrator added
 * stays, and so does everything that they exempted.
 */
final class RoleReconciliation {
  private RoleReconciliation() {}

  /** The completed object, empty if nothing is missing or it may not be touched. */
  static Optional<ObjectNode> complete(ObjectNode stored, ObjectNode expected) {
    if (exempt(stored) || untouched(stored, expected)) {
      return Optional.empty();
    }
    ObjectNode changed = stored.deepCopy();
    addAll(changed, expected, "labels");
    addAll(changed, expected, "annotations");
    if (expected.has("rules") && !expected.has("aggregationRule")) {
      addRules(changed, expected);
    }
    if (expected.has("aggregationRule")) {
      ArrayNode selectors = array(changed.withObject("/aggregationRule"), "clusterRoleSelectors");
      addMissing(selectors, expected.at("/aggregationRule/clusterRoleSelectors"));
    }
    if (expected.has("subjects")) {
      addMissing(array(changed, "subjects"), expected.path("subjects"));
    }
    return changed.equals(stored) ? Optional.empty() : Optional.of(changed);
  }

  /** The usual case, found without looking at what each rule covers. */
  private static boolean untouched(ObjectNode stored, ObjectNode expected) {
    JsonNode metadata = stored.path("metadata");
    JsonNode wanted = expected.path("metadata");
    return Json.same(stored.path("rules"), expected.path("rules"))
        && Json.same(stored.path("aggregationRule"), expected.path("aggregationRule"))
        && Json.same(stored.path("subjects"), expected.path("subjects"))
        && Json.same(metadata.path("labels"), wanted.path("labels"))
        && Json.same(metadata.path("annotations"), wanted.path("annotations"));
  }

  /** Whether a binding gives another role than it should; a binding cannot change its role. */
  static boolean givesOther(ObjectNode stored, ObjectNode expected) {
    return !exempt(stored)
        && expected.has("roleRef")
        && !stored.path("roleRef").equals(expected.path("roleRef"));
  }

  private static boolean exempt(ObjectNode stored) {
    return stored
        .path("metadata")
        .path("annotations")
        .path(BootstrapRoles.AUTO_UPDATE)
        .asText("")
        .equals("false");
  }

  private static void addRules(ObjectNode changed, ObjectNode expected) {
    List<Rule> present = Rule.rules(changed);
    ArrayNode rules = array(changed, "rules");
    for (Rule rule : Rule.rules(expected)) {
      if (Escalation.missing(present, List.of(rule)).isPresent()) {
        rules.add(rule.json());
      }
    }
  }

  private static void addAll(ObjectNode changed, ObjectNode expected, String field) {
    ObjectNode target = ObjectMetadata.of(changed).node();
    JsonNode wanted = expected.path("metadata").path(field);
    if (wanted.isObject()) {
      ObjectNode values =
          target.get(field) instanceof ObjectNode present ? present : target.putObject(field);
      values.setAll((ObjectNode) wanted);
    }
  }

  private static void addMissing(ArrayNode present, JsonNode wanted) {
    for (JsonNode value : wanted) {
      boolean found = false;
      for (JsonNode other : present) {
        found |= Json.same(value, other);
      }
      if (!found) {
        present.add(value);
      }
    }
  }

  private static ArrayNode array(ObjectNode object, String field) {
    return object.get(field) instanceof ArrayNode array ? array : object.putArray(field);
  }
}
