package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Priority levels of flow control. */
final class PriorityLevelRules implements StatusKindRules {
  private static final int DEFAULT_SHARES = 30;
  private static final int DEFAULT_QUEUES = 64;
  private static final int DEFAULT_HAND = 8;
  private static final int DEFAULT_LENGTH = 50;

  @Override
  public List<String> metadataKeptByStatus() {
    return METADATA;
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    if (spec.get("limited") instanceof ObjectNode limited) {
      Trees.defaultNumber(limited, "nominalConcurrencyShares", DEFAULT_SHARES);
      Trees.defaultNumber(limited, "lendablePercent", 0);
      if (limited.path("limitResponse").path("queuing") instanceof ObjectNode queuing) {
        Trees.defaultNonZero(queuing, "queues", DEFAULT_QUEUES);
        Trees.defaultNonZero(queuing, "handSize", DEFAULT_HAND);
        Trees.defaultNonZero(queuing, "queueLengthLimit", DEFAULT_LENGTH);
      }
    }
    if (spec.get("exempt") instanceof ObjectNode exempt) {
      Trees.defaultNumber(exempt, "nominalConcurrencyShares", 0);
      Trees.defaultNumber(exempt, "lendablePercent", 0);
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    String type = spec.path("type").asText();
    boolean limited = spec.path("limited").isObject();
    switch (type) {
      case "Exempt" -> {
        if (limited) {
          findings.forbidden("spec.limited", "must be nil if the type is not Limited");
        }
      }
      case "Limited" -> {
        if (spec.path("exempt").isObject()) {
          findings.forbidden("spec.exempt", "must be nil if the type is Limited");
        }
        if (limited) {
          checkLimited(spec.path("limited"), findings);
        } else {
          findings.required("spec.limited", "must not be empty when type is Limited");
        }
      }
      default ->
          findings.requiredOneOf("spec.type", spec.path("type"), List.of("Exempt", "Limited"));
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkLimited(JsonNode limited, Findings findings) {
    JsonNode shares = limited.path("nominalConcurrencyShares");
    if (shares.asInt() < 0) {
      findings.invalid(
          "spec.limited.nominalConcurrencyShares", shares, "must be a non-negative integer");
    }
    JsonNode response = limited.path("limitResponse");
    findings.requiredOneOf(
        "spec.limited.limitResponse.type", response.path("type"), List.of("Queue", "Reject"));
    if (response.path("type").asText().equals("Reject") && response.has("queuing")) {
      findings.forbidden(
          "spec.limited.limitResponse.queuing",
          "must be nil if limited.limitResponse.type is not Limited");
    }
  }
}
