package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.selector.LabelSelector;
import java.util.List;

/** Which children belong to a workload: its selector decides, also afterwards. */
final class Claims {
  private Claims() {}

  /**
   * Takes over what nobody controls and the selector selects, and lets go what it no longer
   * selects.
   */
  static Plan plan(Workload owner, List<ObjectNode> candidates) {
    Plan.Draft draft = new Plan.Draft();
    LabelSelector selector = owner.selector();
    if (owner.deleting() || selector.isEmpty()) {
      return Plan.NOTHING;
    }
    for (ObjectNode candidate : candidates) {
      ObjectMetadata metadata = ObjectMetadata.of(candidate);
      boolean selected = selector.matches(metadata.labels());
      if (metadata.deleting()) {
        continue;
      }
      if (owner.controls(candidate) && !selected) {
        draft.update(without(candidate, owner), candidate);
      } else if (selected && Workload.controller(candidate).isMissingNode()) {
        ObjectNode adopted = candidate.deepCopy();
        ObjectMetadata.of(adopted).node().withArray("/ownerReferences").add(owner.reference());
        draft.update(adopted, candidate);
      }
    }
    return draft.done();
  }

  private static ObjectNode without(ObjectNode child, Workload owner) {
    ObjectNode released = child.deepCopy();
    ArrayNode kept = released.arrayNode();
    for (JsonNode reference : child.path("metadata").path("ownerReferences")) {
      if (!reference.path("uid").asText().equals(owner.uid())) {
        kept.add(reference);
      }
    }
    if (kept.isEmpty()) {
      ObjectMetadata.of(released).node().remove("ownerReferences");
    } else {
      ObjectMetadata.of(released).node().set("ownerReferences", kept);
    }
    return released;
  }
}
