package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Locale;

/** What a custom resource definition may say. */
final class DefinitionChecks {
  private DefinitionChecks() {}

  /**
   * Checks a definition.
   *
   * @param old the stored one, an empty object on a create
   */
  static void check(ObjectNode object, JsonNode old, Findings findings) {
    JsonNode spec = object.path("spec");
    JsonNode names = spec.path("names");
    String group = spec.path("group").asText();
    String wanted = names.path("plural").asText() + "." + group;
    String name = Trees.text(object, "metadata", "name");
    if (!name.equals(wanted)) {
      findings.invalidText("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
    }
    if (findings.requiredText("spec.group", spec.path("group"))) {
      findings.name("spec.group", group, NameRule.DNS_SUBDOMAIN);
      if (!group.contains(".")) {
        findings.invalidText("spec.group", group, "should be a domain with at least one dot");
      }
    }
    checkApproval(object, group, findings);
    findings.requiredOneOf("spec.scope", spec.path("scope"), List.of("Cluster", "Namespaced"));
    if (spec.path("preserveUnknownFields").asBoolean()) {
      findings.invalid(
          "spec.preserveUnknownFields",
          spec.path("preserveUnknownFields"),
          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
              + " spec.versions[*].schema instead");
    }
    checkNames(names, findings);
    checkConversion(spec.path("conversion"), findings);
    checkVersions(spec, old.path("spec"), findings);
  }

  /** Groups of Kubernetes itself are for approved definitions. */
  private static void checkApproval(ObjectNode object, String group, Findings findings) {
    boolean protectedGroup =
        group.endsWith(".k8s.io")
            || group.endsWith(".kubernetes.io")
            || group.equals("k8s.io")
            || group.equals("kubernetes.io");
    String annotation = "api-approved.kubernetes.io";
    if (protectedGroup && Trees.text(object, "metadata", "annotations", annotation).isEmpty()) {
      findings.required(
          "metadata.annotations[" + annotation + "]",
          "protected groups must have approval annotation \""
              + annotation
              + "\", see https://github.com/kubernetes/enhancements/pull/1111");
    }
  }

  private static void checkNames(JsonNode names, Findings findings) {
    for (String field : List.of("plural", "singular", "kind", "listKind")) {
      String path = "spec.names." + field;
      String value = names.path(field).asText();
      if (findings.requiredText(path, names.path(field))) {
        findings.name(path, value.toLowerCase(Locale.ROOT), NameRule.DNS_1035_LABEL);
        boolean lowerCase = value.equals(value.toLowerCase(Locale.ROOT));
        if (!lowerCase && (field.equals("plural") || field.equals("singular"))) {
          findings.invalidText(path, value, "must be lower case");
        }
      }
    }
    if (names.path("kind").equals(names.path("listKind"))) {
      findings.invalid(
          "spec.names.listKind", names.path("listKind"), "kind and listKind may not be the same");
    }
    for (String list : List.of("shortNames", "categories")) {
      for (int i = 0; i < names.path(list).size(); i++) {
        findings.name(
            "spec.names." + list + "[" + i + "]",
            names.path(list).get(i).asText(),
            NameRule.DNS_1035_LABEL);
      }
    }
  }

  private static void checkConversion(JsonNode conversion, Findings findings) {
    findings.requiredOneOf(
        "spec.conversion.strategy", conversion.path("strategy"), List.of("None", "Webhook"));
    JsonNode webhook = conversion.path("webhook");
    if (!conversion.path("strategy").asText().equals("Webhook")) {
      if (!webhook.isMissingNode()) {
        findings.forbidden(
            "spec.conversion.webhookClientConfig",
            "should not be set when strategy is not set to Webhook");
      }
      return;
    }
    JsonNode client = webhook.path("clientConfig");
    if (client.isMissingNode()) {
      findings.required(
          "spec.conversion.webhookClientConfig",
          "required when strategy is set to Webhook, but not set");
    } else if (client.has("url") == client.has("service")) {
      findings.required(
          "spec.conversion.webhookClientConfig", "exactly one of url or service is required");
    }
    if (webhook.path("conversionReviewVersions").isEmpty()) {
      findings.required("spec.conversion.conversionReviewVersions", "");
    }
  }

  private static void checkVersions(JsonNode spec, JsonNode old, Findings findings) {
    List<ObjectNode> versions = Trees.objects(spec, "versions");
    if (versions.isEmpty()) {
      findings.required("spec.versions", "must have exactly one version marked as storage version");
      return;
    }
    long names = versions.stream().map(version -> version.path("name").asText()).distinct().count();
    if (names != versions.size()) {
      findings.invalid("spec.versions", spec.path("versions"), "must contain unique version names");
    }
    long storage = versions.stream().filter(version -> version.path("storage").asBoolean()).count();
    if (storage != 1) {
      findings.invalid(
          "spec.versions",
          spec.path("versions"),
          "must have exactly one version marked as storage version");
    }
    VersionChecks.check(versions, Trees.objects(old, "versions"), findings);
  }

  /** A version cannot go while objects may still be stored in it. */
  static void checkStoredVersions(ObjectNode object, Findings findings) {
    List<String> names =
        Trees.objects(object.path("spec"), "versions").stream()
            .map(version -> version.path("name").asText())
            .toList();
    JsonNode stored = object.path("status").path("storedVersions");
    for (int i = 0; i < stored.size(); i++) {
      if (!names.contains(stored.get(i).asText())) {
        findings.invalid(
            "status.storedVersions[" + i + "]",
            stored.get(i),
            "missing from spec.versions; "
                + stored.get(i).asText()
                + " was previously a storage version, and must remain in spec.versions until a"
                + " storage migration ensures no data remains persisted in "
                + stored.get(i).asText()
                + " and removes "
                + stored.get(i).asText()
                + " from status.storedVersions");
      }
    }
  }
}
