package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.PortNames;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.util.List;

/** Ingresses. */
final class IngressRules implements StatusKindRules {
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> BAD_PARTS = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> BAD_ENDS = List.of("/..", "/.");
  private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
  private static final int MAX_NAME = 253;
  private static final String WILDCARD_FAULT =
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which"
          + " must consist of lower case alphanumeric characters, '-' or '.' and end with an"
          + " alphanumeric character (e.g. '*.example.com', regex used for validation is"
          + " '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

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
    check(spec, findings);
    JsonNode annotation = object.path("metadata").path("annotations").path(CLASS_ANNOTATION);
    if (!annotation.isMissingNode()
        && spec.has("ingressClassName")
        && !annotation.asText().equals(spec.path("ingressClassName").asText())) {
      findings.invalid(
          "annotations." + CLASS_ANNOTATION,
          annotation,
          "must match `ingressClassName` when both are specified");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    LoadBalancerChecks.checkPlaces(
        object.path("status").path("loadBalancer"), "status.loadBalancer.ingress", findings);
    return findings.list();
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    boolean annotated = object.path("metadata").path("annotations").has(CLASS_ANNOTATION);
    return annotated && !object.path("spec").has("ingressClassName")
        ? List.of(
            "annotation \""
                + CLASS_ANNOTATION
                + "\" is deprecated, please use 'spec.ingressClassName' instead")
        : List.of();
  }

  private static void check(JsonNode spec, Findings findings) {
    if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
      findings.invalidAs(
          "spec",
          "[]networking.IngressRule" + (spec.has("rules") ? "{}" : "(nil)"),
          "either `defaultBackend` or `rules` must be specified");
    }
    if (spec.has("defaultBackend")) {
      checkBackend(spec.path("defaultBackend"), "spec.defaultBackend", findings);
    }
    List<ObjectNode> rules = Trees.objects(spec, "rules");
    for (int i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), "spec.rules[" + i + "]", findings);
    }
    List<ObjectNode> certificates = Trees.objects(spec, "tls");
    for (int i = 0; i < certificates.size(); i++) {
      checkCertificate(certificates.get(i), "spec.tls[" + i + "]", findings);
    }
    if (spec.has("ingressClassName")) {
      findings.name(
          "spec.ingressClassName", spec.path("ingressClassName").asText(), NameRule.DNS_SUBDOMAIN);
    }
  }

  private static void checkCertificate(ObjectNode certificate, String path, Findings findings) {
    JsonNode hosts = certificate.path("hosts");
    for (int i = 0; i < hosts.size(); i++) {
      checkHost(hosts.get(i).asText(), path + ".hosts[" + i + "]", findings);
    }
    String secret = certificate.path("secretName").asText();
    if (!secret.isEmpty()) {
      findings.name(path + ".secretName", secret, NameRule.DNS_SUBDOMAIN);
    }
  }

  private static void checkHost(String host, String path, Findings findings) {
    if (!host.contains("*")) {
      findings.name(path, host, NameRule.DNS_SUBDOMAIN);
      return;
    }
    if (host.length() > MAX_NAME) {
      findings.invalidText(path, host, "must be no more than " + MAX_NAME + " characters");
    }
    boolean good =
        host.startsWith("*.") && NameRule.DNS_SUBDOMAIN.check(host.substring(2)).isEmpty();
    if (!good) {
      findings.invalidText(path, host, WILDCARD_FAULT);
    }
  }

  private static void checkRule(ObjectNode rule, String path, Findings findings) {
    String host = rule.path("host").asText();
    if (!host.isEmpty()) {
      if (LenientAddresses.plain(host).isPresent()) {
        findings.invalidText(path + ".host", host, "must be a DNS name, not an IP address");
      }
      checkHost(host, path + ".host", findings);
    }
    if (!rule.has("http")) {
      return;
    }
    List<ObjectNode> paths = Trees.objects(rule.path("http"), "paths");
    if (paths.isEmpty()) {
      findings.required(path + ".http.paths", "");
    }
    for (int i = 0; i < paths.size(); i++) {
      checkPath(paths.get(i), path + ".http.paths[" + i + "]", findings);
    }
  }

  private static void checkPath(ObjectNode entry, String at, Findings findings) {
    if (!entry.has("pathType")) {
      findings.required(at + ".pathType", "pathType must be specified");
      return;
    }
    String path = entry.path("path").asText();
    String type = entry.path("pathType").asText();
    if (!PATH_TYPES.contains(type)) {
      findings.notSupported(at + ".pathType", type, PATH_TYPES);
    } else {
      boolean free = type.equals("ImplementationSpecific");
      if (!path.startsWith("/") && !(free && path.isEmpty())) {
        findings.invalidText(at + ".path", path, "must be an absolute path");
      }
      if (!free) {
        checkParts(path, at + ".path", findings);
      }
    }
    checkBackend(entry.path("backend"), at + ".backend", findings);
  }

  private static void checkParts(String path, String at, Findings findings) {
    for (String part : BAD_PARTS) {
      if (path.contains(part)) {
        findings.invalidText(at, path, "must not contain '" + part + "'");
      }
    }
    for (String end : BAD_ENDS) {
      if (path.endsWith(end)) {
        findings.invalidText(at, path, "cannot end with '" + end + "'");
      }
    }
  }

  private static void checkBackend(JsonNode backend, String path, Findings findings) {
    JsonNode service = backend.path("service");
    if (service.isObject() && backend.has("resource")) {
      findings.invalidText(path, "", "cannot set both resource and service backends");
    } else if (backend.has("resource")) {
      References.check(backend.path("resource"), path + ".resource", findings);
    } else if (service.isObject()) {
      checkService(service, path, findings);
    } else {
      findings.invalidText(path, "", "resource or service backend is required");
    }
  }

  private static void checkService(JsonNode service, String path, Findings findings) {
    if (findings.requiredText(path + ".service.name", service.path("name"))) {
      findings.name(path + ".service.name", service.path("name").asText(), NameRule.DNS_1035_LABEL);
    }
    String name = service.path("port").path("name").asText();
    JsonNode number = service.path("port").path("number");
    if (!name.isEmpty() && number.asInt() != 0) {
      findings.invalidText(path, "", "cannot set both port name & port number");
    } else if (!name.isEmpty()) {
      PortNames.check(name, path + ".service.port.name", findings);
    } else if (number.asInt() != 0) {
      findings.port(path + ".service.port.number", number);
    } else {
      findings.required(path, "port name or number is required");
    }
  }
}
