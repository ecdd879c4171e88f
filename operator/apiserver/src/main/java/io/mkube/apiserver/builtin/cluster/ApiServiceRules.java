package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.Base64;
import java.util.List;

/**
 * API services. Only local ones are served: another is stored and shown as one that cannot be
 * reached, and nothing is forwarded to it.
 */
final class ApiServiceRules implements StatusKindRules {
  private static final int MAX_GROUP_PRIORITY = 20_000;
  private static final int MAX_VERSION_PRIORITY = 1_000;
  private static final int MAX_PORT = 65_535;
  private static final int HTTPS = 443;

  @Override
  public List<String> metadataKeptByStatus() {
    return METADATA;
  }

  @Override
  public NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    if (object.path("spec").path("service") instanceof ObjectNode service && !service.has("port")) {
      service.put("port", HTTPS);
    }
  }

  /** What is served here is there at once. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    StatusKindRules.super.prepareForCreate(object);
    JsonNode service = object.path("spec").path("service");
    boolean local = service.isMissingNode();
    object
        .withArray("/status/conditions")
        .addObject()
        .put("lastTransitionTime", Trees.text(object, "metadata", "creationTimestamp"))
        .put("message", local ? "Local APIServices are always available" : notServed(service))
        .put("reason", local ? "Local" : "FailedDiscoveryCheck")
        .put("status", local ? "True" : "False")
        .put("type", "Available");
  }

  private static String notServed(JsonNode service) {
    return "only local APIServices are served here: requests are not forwarded to service/"
        + service.path("name").asText()
        + " in \""
        + service.path("namespace").asText()
        + "\"";
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    String wanted = spec.path("version").asText() + "." + spec.path("group").asText();
    String name = Trees.text(object, "metadata", "name");
    if (!name.equals(wanted)) {
      findings.invalidText(
          "metadata.name", name, "must be `spec.version+\".\"+spec.group`: \"" + wanted + "\"");
    }
    findings.requiredText("spec.version", spec.path("version"));
    findings.between(
        "spec.groupPriorityMinimum", spec.path("groupPriorityMinimum"), 1, MAX_GROUP_PRIORITY);
    findings.between("spec.versionPriority", spec.path("versionPriority"), 1, MAX_VERSION_PRIORITY);
    if (spec.has("service")) {
      checkRemote(spec, findings);
    } else {
      checkLocal(spec, findings);
    }
    return findings.list();
  }

  private static void checkRemote(JsonNode spec, Findings findings) {
    JsonNode service = spec.path("service");
    findings.requiredText("spec.service.namespace", service.path("namespace"));
    findings.requiredText("spec.service.name", service.path("name"));
    JsonNode port = service.path("port");
    if (port.asInt() < 1 || port.asInt() > MAX_PORT) {
      findings.invalid(
          "spec.service.port", port, "port is not valid: must be between 1 and 65535, inclusive");
    }
    if (!spec.path("caBundle").asText().isEmpty()
        && spec.path("insecureSkipTLSVerify").asBoolean()) {
      findings.invalid(
          "spec.insecureSkipTLSVerify",
          spec.path("insecureSkipTLSVerify"),
          "may not be true if caBundle is present");
    }
  }

  private static void checkLocal(JsonNode spec, Findings findings) {
    String bundle = spec.path("caBundle").asText();
    if (!bundle.isEmpty()) {
      int length = Base64.getDecoder().decode(bundle).length;
      findings.invalidText(
          "spec.caBundle", length + " bytes", "local APIServices may not have a caBundle");
    }
    if (spec.path("insecureSkipTLSVerify").asBoolean()) {
      findings.invalid(
          "spec.insecureSkipTLSVerify",
          spec.path("insecureSkipTLSVerify"),
          "local APIServices may not have insecureSkipTLSVerify");
    }
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }
}
