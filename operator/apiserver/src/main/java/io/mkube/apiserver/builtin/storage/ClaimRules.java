package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.types.Quantity;
import java.util.List;
import java.util.Optional;

/** Persistent volume claims. */
final class ClaimRules implements StatusKindRules {
  private static final String SIZE = "spec.resources[storage]";

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "volumeMode", "Filesystem");
    Trees.child(spec, "resources");
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
    checkKept(object, old, findings);
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    StorageChecks.checkAccess(spec, findings);
    StorageChecks.checkSize(
        spec.path("resources").path("requests").path("storage"), SIZE, findings);
    LabelRules.checkSelector(spec.path("selector"), "spec.selector", findings.sink());
  }

  /** A claim keeps its spec, except that it may be bound once and grow when it is. */
  private static void checkKept(ObjectNode object, ObjectNode old, Findings findings) {
    JsonNode spec = object.path("spec");
    JsonNode before = old.path("spec");
    ObjectNode fixed = Trees.child(object, "spec").deepCopy();
    ObjectNode fixedBefore = Trees.child(old, "spec").deepCopy();
    if (before.path("volumeName").asText().isEmpty()) {
      fixed.remove("volumeName");
    }
    for (ObjectNode part : List.of(fixed, fixedBefore)) {
      part.remove("volumeAttributesClassName");
      if (part.path("resources").get("requests") instanceof ObjectNode requests) {
        requests.remove("storage");
      }
    }
    if (!fixed.equals(fixedBefore)) {
      findings.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    }
    Optional<Quantity> size = storage(spec);
    Optional<Quantity> oldSize = storage(before);
    if (size.isEmpty() || oldSize.isEmpty() || size.get().compareTo(oldSize.get()) == 0) {
      return;
    }
    boolean bound = Trees.text(old, "status", "phase").equals("Bound");
    if (!bound) {
      findings.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    } else if (size.get().compareTo(oldSize.get()) < 0) {
      findings.forbidden(
          "spec.resources.requests.storage", "field can not be less than status.capacity");
    }
  }

  private static Optional<Quantity> storage(JsonNode spec) {
    return Quantity.parse(spec.path("resources").path("requests").path("storage").asText());
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
