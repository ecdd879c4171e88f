package io.mkube.apiserver.builtin.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.typed.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes of what became of a certificate signing request: whether it is approved, which only those
 * say who may, and the certificate, which its signer brings once.
 *
 * @param approval whether the write is the approval
 */
record ApprovalRules(boolean approval) implements StatusKindRules {
  private static final String CONDITIONS = "conditions";
  private static final String CERTIFICATE = "certificate";
  private static final List<String> DECISIONS = List.of("Approved", "Denied");
  private static final List<String> LASTING = List.of("Approved", "Denied", "Failed");

  /** An approval changes the conditions alone; a status leaves those that decide as they are. */
  @Override
  public void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForStatusUpdate(object, old);
    JsonNode before = old.path("status").path(CONDITIONS);
    if (approval) {
      JsonNode conditions = object.path("status").path(CONDITIONS).deepCopy();
      JsonNode status = old.path("status");
      ObjectNode changed = status.isObject() ? status.deepCopy() : object.objectNode();
      changed.remove(CONDITIONS);
      if (!conditions.isMissingNode()) {
        changed.set(CONDITIONS, conditions);
      }
      object.set("status", changed);
    } else {
      DECISIONS.forEach(type -> keep(object.path("status").path(CONDITIONS), before, type));
    }
    String now = Timestamps.toSeconds(OffsetDateTime.now(ZoneOffset.UTC));
    for (ObjectNode condition : Trees.objects(object.path("status"), CONDITIONS)) {
      Trees.defaultText(condition, "lastUpdateTime", now);
      Trees.defaultText(condition, "lastTransitionTime", since(condition, before, now));
    }
  }

  /** Unless there are more or fewer of them than before, which is refused later. */
  private static void keep(JsonNode conditions, JsonNode before, String type) {
    List<JsonNode> kept = of(before, type);
    if (of(conditions, type).size() != kept.size() || !(conditions instanceof ArrayNode list)) {
      return;
    }
    int next = 0;
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("type").asText().equals(type)) {
        list.set(i, kept.get(next++).deepCopy());
      }
    }
  }

  private static String since(ObjectNode condition, JsonNode before, String now) {
    for (JsonNode other : of(before, condition.path("type").asText())) {
      String time = other.path("lastTransitionTime").asText();
      if (other.path("status").equals(condition.path("status")) && !time.isEmpty()) {
        return time;
      }
    }
    return now;
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    JsonNode conditions = object.path("status").path(CONDITIONS);
    JsonNode before = old.path("status").path(CONDITIONS);
    checkConditions(conditions, findings);
    for (String type : LASTING) {
      if (of(conditions, type).size() < of(before, type).size()) {
        findings.forbidden(
            "status.conditions", "updates may not remove a condition of type \"" + type + "\"");
      }
    }
    for (String type : approval ? List.<String>of() : DECISIONS) {
      if (of(conditions, type).size() > of(before, type).size()) {
        findings.forbidden(
            "status.conditions", "updates may not add a condition of type \"" + type + "\"");
      }
    }
    checkCertificate(
        object.path("status").path(CERTIFICATE), old.path("status").path(CERTIFICATE), findings);
    return findings.list();
  }

  private static void checkConditions(JsonNode conditions, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < conditions.size(); i++) {
      String path = "status.conditions[" + i + "].";
      JsonNode condition = conditions.get(i);
      String type = condition.path("type").asText();
      findings.requiredText(path + "type", condition.path("type"));
      findings.requiredOneOf(
          path + "status",
          condition.path("status"),
          LASTING.contains(type) ? List.of("True") : List.of("False", "True", "Unknown"));
      String other = type.equals("Approved") ? "Denied" : "Approved";
      if (DECISIONS.contains(type) && seen.contains(other)) {
        findings.invalid(
            path + "type",
            condition.path("type"),
            "Approved and Denied conditions are mutually exclusive");
      }
      if (!seen.add(type)) {
        findings.duplicate(path + "type", type);
      }
    }
  }

  private static void checkCertificate(JsonNode certificate, JsonNode before, Findings findings) {
    if (certificate.asText().equals(before.asText())) {
      return;
    }
    if (!certificate.asText().isEmpty() && !isCertificate(certificate.asText())) {
      findings.invalidAs(
          "status.certificate",
          "\"<certificate data>\"",
          "must contain at least one CERTIFICATE PEM block");
    }
    if (!before.asText().isEmpty()) {
      findings.forbidden(
          "status.certificate", "updates may not modify existing certificate content");
    }
  }

  private static boolean isCertificate(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The conditions of a type. */
  private static List<JsonNode> of(JsonNode conditions, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals(type)) {
        found.add(condition);
      }
    }
    return found;
  }
}
