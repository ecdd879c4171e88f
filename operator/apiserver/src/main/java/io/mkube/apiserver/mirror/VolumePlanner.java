package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.selector.LabelSelector;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Binds claims to volumes: to one that is there and fits, else to one made for the claim, as a
 * provisioner would do.
 */
final class VolumePlanner {
  private static final String ANNOTATION = "pv.kubernetes.io/";
  private static final String PROVISIONED_BY = ANNOTATION + "provisioned-by";
  private static final String PROVISIONER = "mkube.io/mirror";
  private static final String VOLUME_NAME = "volumeName";
  private static final String CLAIM_REF = "claimRef";
  private static final String STORAGE_CLASS = "storageClassName";

  private VolumePlanner() {}

  /**
   * Plans for a claim.
   *
   * @param claim the claim
   * @param volumes all volumes
   */
  static Plan claim(ObjectNode claim, List<ObjectNode> volumes) {
    boolean held =
        Trees.text(claim, "metadata", "annotations", PodPlanner.BEHAVIOUR).equals("hold");
    if (held || ObjectMetadata.of(claim).deleting()) {
      return Plan.NOTHING;
    }
    String name = Trees.text(claim, "spec", VOLUME_NAME);
    if (name.isEmpty()) {
      return choose(claim, volumes);
    }
    Optional<ObjectNode> found =
        volumes.stream()
            .filter(volume -> ObjectMetadata.of(volume).name().equals(name))
            .findFirst();
    if (found.isEmpty()) {
      return Trees.text(claim, "status", "phase").equals("Bound")
          ? new Plan.Draft().status(claim, phase(claim, "Lost")).done()
          : Plan.NOTHING;
    }
    return bind(claim, found.get());
  }

  /**
   * Plans for a volume.
   *
   * @param volume the volume
   * @param claim the claim that it names, if there is one
   */
  static Plan volume(ObjectNode volume, Optional<ObjectNode> claim) {
    if (ObjectMetadata.of(volume).deleting()) {
      return Plan.NOTHING;
    }
    JsonNode reference = volume.path("spec").path(CLAIM_REF);
    String uid = reference.path("uid").asText();
    Plan.Draft draft = new Plan.Draft();
    if (uid.isEmpty()) {
      return draft.status(volume, phase(volume, "Available")).done();
    }
    if (claim.filter(present -> ObjectMetadata.of(present).uid().equals(uid)).isPresent()) {
      return draft.status(volume, phase(volume, "Bound")).done();
    }
    boolean ours =
        Trees.text(volume, "metadata", "annotations", PROVISIONED_BY).equals(PROVISIONER);
    boolean goes = Trees.text(volume, "spec", "persistentVolumeReclaimPolicy").equals("Delete");
    return ours && goes
        ? draft.delete(volume).done()
        : draft.status(volume, phase(volume, "Released")).done();
  }

  private static Plan bind(ObjectNode claim, ObjectNode volume) {
    ObjectMetadata metadata = ObjectMetadata.of(claim);
    JsonNode reference = volume.path("spec").path(CLAIM_REF);
    String uid = reference.path("uid").asText();
    boolean named =
        reference.path("name").asText().equals(metadata.name())
            && reference.path("namespace").asText().equals(metadata.namespace());
    if (!reference.isMissingNode() && (!named || !(uid.isEmpty() || uid.equals(metadata.uid())))) {
      return Plan.NOTHING;
    }
    Plan.Draft draft = new Plan.Draft();
    if (uid.isEmpty()) {
      ObjectNode taken = volume.deepCopy();
      refer(taken, claim);
      draft.update(taken, volume);
    }
    ObjectNode status = phase(claim, "Bound");
    status.set("accessModes", volume.path("spec").path("accessModes").deepCopy());
    status.set("capacity", volume.path("spec").path("capacity").deepCopy());
    return draft.status(claim, status).done();
  }

  private static Plan choose(ObjectNode claim, List<ObjectNode> volumes) {
    Plan.Draft draft = new Plan.Draft();
    Optional<ObjectNode> fitting =
        volumes.stream()
            .filter(volume -> fits(volume, claim))
            .min(Comparator.comparing(volume -> amount(volume.path("spec").path("capacity"))));
    String name;
    if (fitting.isPresent()) {
      name = ObjectMetadata.of(fitting.get()).name();
    } else {
      JsonNode spec = claim.path("spec");
      boolean onlyPresent = spec.has(STORAGE_CLASS) && spec.path(STORAGE_CLASS).asText().isEmpty();
      if (onlyPresent || spec.has("selector")) {
        return Plan.NOTHING;
      }
      ObjectNode volume = provisioned(claim);
      name = ObjectMetadata.of(volume).name();
      draft.create(volume);
    }
    ObjectNode bound = claim.deepCopy();
    Trees.child(bound, "spec").put(VOLUME_NAME, name);
    Trees.child(Trees.child(bound, "metadata"), "annotations")
        .put(ANNOTATION + "bind-completed", "yes")
        .put(ANNOTATION + "bound-by-controller", "yes");
    return draft.update(bound, claim).done();
  }

  private static boolean fits(ObjectNode volume, ObjectNode claim) {
    JsonNode offered = volume.path("spec");
    JsonNode asked = claim.path("spec");
    JsonNode selector = asked.path("selector");
    return !offered.has(CLAIM_REF)
        && !ObjectMetadata.of(volume).deleting()
        && offered.path(STORAGE_CLASS).asText().equals(asked.path(STORAGE_CLASS).asText())
        && offered.path("volumeMode").equals(asked.path("volumeMode"))
        && contains(offered.path("accessModes"), asked.path("accessModes"))
        && amount(offered.path("capacity"))
                .compareTo(amount(asked.path("resources").path("requests")))
            >= 0
        && (selector.isMissingNode()
            || LabelSelector.of(selector).matches(ObjectMetadata.of(volume).labels()));
  }

  private static boolean contains(JsonNode offered, JsonNode asked) {
    for (JsonNode mode : asked) {
      boolean found = false;
      for (JsonNode other : offered) {
        found |= other.equals(mode);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static BigDecimal amount(JsonNode resources) {
    return Quantity.parse(resources.path("storage").asText())
        .map(Quantity::amount)
        .orElse(BigDecimal.ZERO);
  }

  private static ObjectNode provisioned(ObjectNode claim) {
    JsonNode asked = claim.path("spec");
    String name = "pvc-" + ObjectMetadata.of(claim).uid();
    ObjectNode volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
    ObjectNode metadata = volume.putObject("metadata").put("name", name);
    metadata.putObject("annotations").put(PROVISIONED_BY, PROVISIONER);
    ObjectNode spec = volume.putObject("spec");
    spec.set("accessModes", asked.path("accessModes").deepCopy());
    spec.set("capacity", asked.path("resources").path("requests").deepCopy());
    spec.put("persistentVolumeReclaimPolicy", "Delete");
    spec.set("volumeMode", asked.path("volumeMode").deepCopy());
    String storageClass = asked.path(STORAGE_CLASS).asText();
    if (!storageClass.isEmpty()) {
      spec.put(STORAGE_CLASS, storageClass);
    }
    spec.putObject("hostPath").put("path", "/var/lib/mirror/" + name).put("type", "");
    refer(volume, claim);
    return volume;
  }

  private static void refer(ObjectNode volume, ObjectNode claim) {
    ObjectMetadata metadata = ObjectMetadata.of(claim);
    Trees.child(volume, "spec")
        .putObject(CLAIM_REF)
        .put("apiVersion", "v1")
        .put("kind", "PersistentVolumeClaim")
        .put("namespace", metadata.namespace())
        .put("name", metadata.name())
        .put("uid", metadata.uid());
  }

  private static ObjectNode phase(ObjectNode object, String phase) {
    ObjectNode status =
        object.path("status") instanceof ObjectNode known ? known.deepCopy() : Json.object();
    return status.put("phase", phase);
  }
}
