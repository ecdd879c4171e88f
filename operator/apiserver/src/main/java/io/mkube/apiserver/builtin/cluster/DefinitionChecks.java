package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.ApprovedGroups;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.WebhookAddress;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a custom resource definition may say, in the order in which kube-apiserver says it. */
final class DefinitionChecks {
  private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");

  private final ObjectNode object;
  private final JsonNode spec;
  private final Findings findings;

  private DefinitionChecks(ObjectNode object, Findings findings) {
    this.object = object;
    this.spec = object.path("spec");
    this.findings = findings;
  }

  /**
   * Checks a definition.
   *
   * @param old the stored one, a missing node on a create
   */
  static void check(ObjectNode object, JsonNode old, Findings findings) {
    DefinitionChecks checks = new DefinitionChecks(object, findings);
    if (old.isMissingNode()) {
      checks.ownName();
    }
    checks.groupAndScope();
    VersionChecks versions =
        new VersionChecks(
            object.path("spec"), Trees.objects(old.path("spec"), "versions"), findings);
    versions.checkEach();
    checks.versions();
    checks.names();
    versions.checkCommon();
    checks.conversion(old.path("spec").path("conversion").path("webhook"));
    if (old.isObject()) {
      checks.immutable(old);
    }
    checks.storedVersions();
    checks.approval(old);
    if (checks.spec.path("preserveUnknownFields").asBoolean()) {
      findings.invalid(
          "spec.preserveUnknownFields",
          checks.spec.path("preserveUnknownFields"),
          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
              + " spec.versions[*].schema instead");
    }
  }

  private void ownName() {
    String wanted = spec.path("names").path("plural").asText() + "." + spec.path("group").asText();
    String name = Trees.text(object, "metadata", "name");
    if (!name.equals(wanted)) {
      findings.invalidText("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
    }
  }

  private void groupAndScope() {
    String group = spec.path("group").asText();
    if (findings.requiredText("spec.group", spec.path("group"))
        && !joined("spec.group", group, group, "", NameRule.DNS_SUBDOMAIN)
        && !group.contains(".")) {
      findings.invalidText("spec.group", group, "should be a domain with at least one dot");
    }
    findings.requiredOneOf("spec.scope", spec.path("scope"), List.of("Cluster", "Namespaced"));
  }

  private void versions() {
    List<ObjectNode> versions = Trees.objects(spec, "versions");
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
  }

  private void names() {
    JsonNode names = spec.path("names");
    for (String field : List.of("plural", "singular", "kind", "listKind")) {
      findings.requiredText("spec.names." + field, names.path(field));
    }
    for (String field : List.of("plural", "singular")) {
      label("spec.names." + field, names.path(field).asText());
    }
    for (String field : List.of("kind", "listKind")) {
      String value = names.path(field).asText();
      if (!value.isEmpty()) {
        joined(
            "spec.names." + field,
            value,
            value.toLowerCase(Locale.ROOT),
            "may have mixed case, but should otherwise match: ",
            NameRule.DNS_1035_LABEL);
      }
    }
    labels("shortNames");
    if (!names.path("kind").asText().isEmpty()
        && names.path("kind").equals(names.path("listKind"))) {
      findings.invalid(
          "spec.names.listKind", names.path("listKind"), "kind and listKind may not be the same");
    }
    labels("categories");
  }

  private void labels(String list) {
    JsonNode labels = spec.path("names").path(list);
    for (int i = 0; i < labels.size(); i++) {
      String value = labels.get(i).asText();
      joined("spec.names." + list + "[" + i + "]", value, value, "", NameRule.DNS_1035_LABEL);
    }
  }

  private void label(String path, String value) {
    if (!value.isEmpty()) {
      joined(path, value, value, "", NameRule.DNS_1035_LABEL);
    }
  }

  /** Reports all faults of a name as one. Returns whether there are any. */
  private boolean joined(
      String path, String value, String checked, String introduction, NameRule rule) {
    List<String> faults = rule.check(checked);
    if (!faults.isEmpty()) {
      findings.invalidText(path, value, introduction + String.join(",", faults));
    }
    return !faults.isEmpty();
  }

  private void conversion(JsonNode before) {
    JsonNode conversion = spec.path("conversion");
    findings.requiredOneOf(
        "spec.conversion.strategy", conversion.path("strategy"), List.of("None", "Webhook"));
    JsonNode webhook = conversion.path("webhook");
    JsonNode client = webhook.path("clientConfig");
    String clientPath = "spec.conversion.webhookClientConfig";
    String versionsPath = "spec.conversion.conversionReviewVersions";
    if (!conversion.path("strategy").asText().equals("Webhook")) {
      String never = "should not be set when strategy is not set to Webhook";
      if (client.isObject()) {
        findings.forbidden(clientPath, never);
      }
      if (!webhook.path("conversionReviewVersions").isEmpty()) {
        findings.forbidden(versionsPath, never);
      }
      return;
    }
    if (client.isObject()) {
      WebhookAddress.check(client, clientPath, findings);
    } else {
      findings.required(clientPath, "required when strategy is set to Webhook");
    }
    boolean recognized =
        before.path("conversionReviewVersions").isEmpty()
            || anyReviewVersion(before.path("conversionReviewVersions"));
    reviewVersions(webhook.path("conversionReviewVersions"), recognized, versionsPath);
  }

  private void reviewVersions(JsonNode versions, boolean recognized, String path) {
    if (versions.isEmpty()) {
      findings.required(path, "");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      String version = versions.get(i).asText();
      if (seen.add(version)) {
        findings.name(path + "[" + i + "]", version, NameRule.DNS_1035_LABEL);
      } else {
        findings.invalidText(path + "[" + i + "]", version, "duplicate version");
      }
    }
    if (recognized && !anyReviewVersion(versions)) {
      findings.invalid(
          path, versions, "must include at least one of " + String.join(", ", REVIEW_VERSIONS));
    }
  }

  private static boolean anyReviewVersion(JsonNode versions) {
    for (JsonNode version : versions) {
      if (REVIEW_VERSIONS.contains(version.asText())) {
        return true;
      }
    }
    return false;
  }

  private void immutable(JsonNode old) {
    JsonNode before = old.path("spec");
    JsonNode names = spec.path("names");
    if (DefinitionRules.isEstablished(old)) {
      findings.immutable("spec.scope", spec.path("scope"), before.path("scope"));
      findings.immutable("spec.names.kind", names.path("kind"), before.path("names").path("kind"));
    }
    findings.immutable("spec.group", spec.path("group"), before.path("group"));
    findings.immutable(
        "spec.names.plural", names.path("plural"), before.path("names").path("plural"));
  }

  /** A version cannot go while objects may still be stored in it. */
  private void storedVersions() {
    List<String> names =
        Trees.objects(spec, "versions").stream()
            .map(version -> version.path("name").asText())
            .toList();
    JsonNode stored = object.path("status").path("storedVersions");
    if (stored.isEmpty()) {
      findings.invalid("status.storedVersions", stored, "must have at least one stored version");
    }
    for (int i = 0; i < stored.size(); i++) {
      String version = stored.get(i).asText();
      if (!names.contains(version)) {
        findings.invalidText(
            "status.storedVersions[" + i + "]",
            version,
            "missing from spec.versions; "
                + version
                + " was previously a storage version, and must remain in spec.versions until a"
                + " storage migration ensures no data remains persisted in "
                + version
                + " and removes "
                + version
                + " from status.storedVersions");
      }
    }
    Trees.objects(spec, "versions").stream()
        .filter(version -> version.path("storage").asBoolean())
        .map(version -> version.path("name"))
        .filter(storage -> !stored.isEmpty() && !contains(stored, storage))
        .forEach(
            storage ->
                findings.invalid(
                    "status.storedVersions",
                    stored,
                    "must have the storage version " + storage.asText()));
  }

  private static boolean contains(JsonNode list, JsonNode wanted) {
    for (JsonNode element : list) {
      if (element.equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Groups of Kubernetes itself are for approved definitions. */
  private void approval(JsonNode old) {
    if (!ApprovedGroups.isProtected(spec.path("group").asText())) {
      return;
    }
    ApprovedGroups.Approval approval = ApprovedGroups.approval(object);
    if (old.isObject() && ApprovedGroups.approval(old).state() == approval.state()) {
      return;
    }
    String path = "metadata.annotations[" + ApprovedGroups.ANNOTATION + "]";
    switch (approval.state()) {
      case MISSING -> findings.required(path, approval.reason());
      case INVALID ->
          findings.invalidText(
              path,
              Trees.text(object, "metadata", "annotations", ApprovedGroups.ANNOTATION),
              approval.reason());
      case APPROVED, BYPASSED -> {}
    }
  }
}
