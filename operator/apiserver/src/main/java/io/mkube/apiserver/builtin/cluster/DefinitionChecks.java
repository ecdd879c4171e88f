package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.ObjectSchema;
import io.mkube.apiserver.schema.SchemaException;
import java.util.List;
import java.util.Locale;

/** What a custom resource definition may say. */
final class DefinitionChecks {
  private static final List<String> COLUMN_TYPES =
      List.of("integer", "number", "string", "boolean", "date");
  private static final int MAX_SELECTABLE = 8;

  private DefinitionChecks() {}

  static void check(ObjectNode object, Findings findings) {
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
    checkVersions(spec, findings);
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
    if (conversion.path("strategy").asText().equals("Webhook") && !conversion.has("webhook")) {
      findings.required(
          "spec.conversion.webhookClientConfig",
          "required when strategy is set to Webhook, but not set");
    }
  }

  private static void checkVersions(JsonNode spec, Findings findings) {
    List<ObjectNode> versions = Trees.objects(spec, "versions");
    if (versions.isEmpty()) {
      findings.required("spec.versions", "must have exactly one version marked as storage version");
      return;
    }
    findings.unique("spec.versions", versions, "name");
    long storage = versions.stream().filter(version -> version.path("storage").asBoolean()).count();
    if (storage != 1) {
      findings.invalid(
          "spec.versions",
          spec.path("versions"),
          "must have exactly one version marked as storage version");
    }
    for (int i = 0; i < versions.size(); i++) {
      checkVersion(versions.get(i), "spec.versions[" + i + "]", findings);
    }
  }

  private static void checkVersion(ObjectNode version, String path, Findings findings) {
    if (findings.requiredText(path + ".name", version.path("name"))) {
      findings.name(path + ".name", version.path("name").asText(), NameRule.DNS_1035_LABEL);
    }
    String schemaPath = path + ".schema.openAPIV3Schema";
    if (version.path("schema").get("openAPIV3Schema") instanceof ObjectNode schema) {
      checkSchema(schema, schemaPath, findings);
    } else {
      findings.required(schemaPath, "schemas are required");
    }
    checkColumns(version, path, findings);
    checkScale(version.path("subresources").path("scale"), path + ".subresources.scale", findings);
    if (version.path("selectableFields").size() > MAX_SELECTABLE) {
      findings.invalid(
          path + ".selectableFields",
          version.path("selectableFields"),
          "must have at most " + MAX_SELECTABLE + " items");
    }
  }

  private static void checkSchema(ObjectNode schema, String path, Findings findings) {
    try {
      ObjectSchema.ofCustomResource(schema);
    } catch (SchemaException e) {
      for (FieldError error : e.errors()) {
        String at = error.field().isEmpty() ? path : path + "." + error.field();
        findings.sink().add(new FieldError(error.reason(), at, error.message()));
      }
    }
  }

  private static void checkColumns(ObjectNode version, String path, Findings findings) {
    List<ObjectNode> columns = Trees.objects(version, "additionalPrinterColumns");
    for (int i = 0; i < columns.size(); i++) {
      String at = path + ".additionalPrinterColumns[" + i + "]";
      findings.requiredText(at + ".name", columns.get(i).path("name"));
      findings.requiredOneOf(at + ".type", columns.get(i).path("type"), COLUMN_TYPES);
      checkPath(columns.get(i).path("jsonPath"), at + ".jsonPath", findings);
    }
  }

  private static void checkScale(JsonNode scale, String path, Findings findings) {
    if (!scale.isObject()) {
      return;
    }
    checkScalePath(scale, "specReplicasPath", ".spec.", path, findings);
    checkScalePath(scale, "statusReplicasPath", ".status.", path, findings);
    if (!scale.path("labelSelectorPath").asText().isEmpty()) {
      JsonNode selector = scale.path("labelSelectorPath");
      if (!selector.asText().startsWith(".spec.") && !selector.asText().startsWith(".status.")) {
        findings.invalid(
            path + ".labelSelectorPath",
            selector,
            "should be a json path under either .spec or .status");
      }
    }
  }

  private static void checkScalePath(
      JsonNode scale, String field, String root, String path, Findings findings) {
    String at = path + "." + field;
    if (findings.requiredText(at, scale.path(field))
        && !scale.path(field).asText().startsWith(root)) {
      findings.invalid(
          at,
          scale.path(field),
          "should be a json path under " + root.substring(0, root.length() - 1));
    }
  }

  private static void checkPath(JsonNode jsonPath, String at, Findings findings) {
    if (findings.requiredText(at, jsonPath) && !jsonPath.asText().startsWith(".")) {
      findings.invalid(at, jsonPath, "must be a simple json path starting with .");
    }
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
