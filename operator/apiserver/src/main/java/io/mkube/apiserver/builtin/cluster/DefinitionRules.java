package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.WebhookAddress;
import java.util.List;
import java.util.Locale;

/** Custom resource definitions. Which names they get is settled where all names are known. */
final class DefinitionRules implements StatusKindRules {
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
    ObjectNode names = Trees.child(spec, "names");
    String kind = names.path("kind").asText();
    if (!kind.isEmpty()) {
      Trees.defaultText(names, "singular", kind.toLowerCase(Locale.ROOT));
      Trees.defaultText(names, "listKind", kind + "List");
    }
    ObjectNode conversion = Trees.child(spec, "conversion");
    Trees.defaultText(conversion, "strategy", "None");
    WebhookAddress.applyDefaults(conversion.path("webhook").path("clientConfig"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    ObjectNode status = object.putObject("status");
    status.putArray("conditions");
    status.putObject("acceptedNames").put("plural", "").put("kind", "");
    status.putArray("storedVersions");
    addStorageVersion(object);
  }

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    addStorageVersion(object);
  }

  /** Objects may stand in the store in every version that ever was the storage version. */
  private static void addStorageVersion(ObjectNode object) {
    ArrayNode stored = Trees.list(Trees.child(object, "status"), "storedVersions");
    for (ObjectNode version : Trees.objects(object.path("spec"), "versions")) {
      JsonNode name = version.path("name");
      boolean known = false;
      for (JsonNode other : stored) {
        known |= other.equals(name);
      }
      if (version.path("storage").asBoolean()) {
        if (!known) {
          stored.add(name);
        }
        return;
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    DefinitionChecks.check(object, MissingNode.getInstance(), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    DefinitionChecks.check(object, old, findings);
    return findings.list();
  }

  /** A server without webhooks says so when it is told of one, not when objects look wrong. */
  @Override
  public List<String> warnings(ObjectNode object) {
    return object.path("spec").path("conversion").path("strategy").asText().equals("Webhook")
        ? List.of(
            "spec.conversion.strategy: conversion webhooks are not called; objects are served in"
                + " every version as with strategy None")
        : List.of();
  }

  static boolean isEstablished(JsonNode object) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Established")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
