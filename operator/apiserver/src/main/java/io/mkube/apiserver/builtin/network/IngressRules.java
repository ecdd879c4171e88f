package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Ingresses. */
final class IngressRules implements StatusKindRules {
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").putObject("loadBalancer");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
      findings.invalid("spec", spec, "either `defaultBackend` or `rules` must be specified");
    }
    if (spec.has("defaultBackend")) {
      checkBackend(spec.path("defaultBackend"), "spec.defaultBackend", findings);
    }
    List<ObjectNode> rules = Trees.objects(spec, "rules");
    for (int i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), "spec.rules[" + i + "]", findings);
    }
    if (spec.has("ingressClassName")) {
      findings.name(
          "spec.ingressClassName", spec.path("ingressClassName").asText(), NameRule.DNS_SUBDOMAIN);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkRule(ObjectNode rule, String path, Findings findings) {
    String host = rule.path("host").asText();
    if (!host.isEmpty()) {
      String plain = host.startsWith("*.") ? host.substring("*.".length()) : host;
      findings.name(path + ".host", plain, NameRule.DNS_SUBDOMAIN);
    }
    if (!rule.has("http")) {
      return;
    }
    List<ObjectNode> paths = Trees.objects(rule.path("http"), "paths");
    if (paths.isEmpty()) {
      findings.required(path + ".http.paths", "");
    }
    for (int i = 0; i < paths.size(); i++) {
      ObjectNode entry = paths.get(i);
      String at = path + ".http.paths[" + i + "]";
      if (!entry.has("pathType")) {
        findings.required(at + ".pathType", "pathType must be specified");
      }
      findings.oneOf(at + ".pathType", entry.path("pathType"), PATH_TYPES);
      boolean free = entry.path("pathType").asText().equals("ImplementationSpecific");
      if (!free && !entry.path("path").asText().startsWith("/")) {
        findings.invalid(at + ".path", entry.path("path"), "must be an absolute path");
      }
      checkBackend(entry.path("backend"), at + ".backend", findings);
    }
  }

  private static void checkBackend(JsonNode backend, String path, Findings findings) {
    JsonNode service = backend.path("service");
    if (service.isObject() && backend.has("resource")) {
      findings.invalidText(path, "", "cannot set both resource and service backends");
    } else if (service.isObject()) {
      if (findings.requiredText(path + ".service.name", service.path("name"))) {
        findings.name(
            path + ".service.name", service.path("name").asText(), NameRule.DNS_1035_LABEL);
      }
      JsonNode port = service.path("port");
      boolean named = !port.path("name").asText().isEmpty();
      boolean numbered = port.path("number").asInt() != 0;
      if (named && numbered) {
        findings.invalidText(path, "", "cannot set both port name & port number");
      } else if (!named && !numbered) {
        findings.required(path, "port name or number is required");
      }
      findings.port(path + ".service.port.number", port.path("number"));
    } else if (!backend.has("resource")) {
      findings.required(path, "resource or service backend is required");
    }
  }
}
