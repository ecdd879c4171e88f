package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * With whom the claims of a StatefulSet go, as its retention policy says: with the set, with a pod
 * that is no longer wanted, or with nobody. The garbage collector does the rest.
 *
 * @param set the StatefulSet
 * @param pods its pods by name
 */
record ClaimOwners(Workload set, Map<String, ObjectNode> pods) {
  private static final String OWNERS = "ownerReferences";

  /** Who owns a claim that is made for a pod that is wanted. */
  Optional<ObjectNode> ofNew() {
    return goes("whenDeleted") ? Optional.of(set.reference()) : Optional.empty();
  }

  /** Corrects the owner of a claim; claims of others are left alone. */
  void correct(ObjectNode claim, Plan.Draft draft) {
    OptionalInt ordinal = ordinal(ObjectMetadata.of(claim).name());
    if (ordinal.isEmpty() || ObjectMetadata.of(claim).deleting()) {
      return;
    }
    String podName = set.name() + "-" + ordinal.getAsInt();
    if (!wanted(ordinal.getAsInt()) && !pods.containsKey(podName)) {
      // Whether the claim goes with its pod was settled while the pod was there.
      return;
    }
    ArrayNode owners = claim.arrayNode();
    for (JsonNode owner : claim.path("metadata").path(OWNERS)) {
      boolean pod =
          owner.path("kind").asText().equals("Pod") && owner.path("name").asText().equals(podName);
      if (!pod && !owner.path("uid").asText().equals(set.uid())) {
        owners.add(owner);
      }
    }
    owner(ordinal.getAsInt(), podName).ifPresent(owners::add);
    ObjectNode corrected = claim.deepCopy();
    if (owners.isEmpty()) {
      ObjectMetadata.of(corrected).node().remove(OWNERS);
    } else {
      ObjectMetadata.of(corrected).node().set(OWNERS, owners);
    }
    draft.update(corrected, claim);
  }

  private boolean wanted(int ordinal) {
    int start = set.spec().path("ordinals").path("start").asInt(0);
    return ordinal >= start && ordinal < start + set.replicas();
  }

  private Optional<ObjectNode> owner(int ordinal, String podName) {
    if (wanted(ordinal) || !goes("whenScaled")) {
      return ofNew();
    }
    return Optional.ofNullable(pods.get(podName)).map(Workload::new).map(Workload::reference);
  }

  private boolean goes(String when) {
    return set.spec()
        .path("persistentVolumeClaimRetentionPolicy")
        .path(when)
        .asText()
        .equals("Delete");
  }

  /** The number of the pod that a claim is for. */
  private OptionalInt ordinal(String claim) {
    for (JsonNode template : set.spec().path("volumeClaimTemplates")) {
      String prefix = template.path("metadata").path("name").asText() + "-" + set.name() + "-";
      String rest = claim.startsWith(prefix) ? claim.substring(prefix.length()) : "";
      if (!rest.isEmpty() && rest.length() < 10 && rest.chars().allMatch(Character::isDigit)) {
        return OptionalInt.of(Integer.parseInt(rest));
      }
    }
    return OptionalInt.empty();
  }
}
