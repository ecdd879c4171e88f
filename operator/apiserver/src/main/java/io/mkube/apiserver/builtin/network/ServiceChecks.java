package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.PortNames;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a service may say, apart from its addresses. */
final class ServiceChecks {
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final String SOURCES = "service.beta.kubernetes.io/load-balancer-source-ranges";
  private static final String ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";
  private static final int DAY_SECONDS = 86_400;
  private static final int KUBELET_PORT = 10_250;

  private ServiceChecks() {}

  static void check(JsonNode service, Findings findings) {
    JsonNode spec = service.path("spec");
    String type = spec.path("type").asText();
    if (spec.path("ports").isEmpty()
        && !ServiceAddressChecks.isHeadless(spec)
        && !type.equals("ExternalName")) {
      findings.required("spec.ports", "");
    }
    checkType(spec, type, findings);
    List<ObjectNode> ports = Trees.objects(spec, "ports");
    checkPorts(ports, findings);
    LabelRules.checkLabels(spec.path("selector"), "spec.selector", findings.sink());
    checkAffinity(spec, findings);
    ServiceAddressChecks.check(spec, type, findings);
    JsonNode external = spec.path("externalIPs");
    for (int i = 0; i < external.size(); i++) {
      String path = "spec.externalIPs[" + i + "]";
      if (findings.address(path, external.get(i).asText())) {
        UsableAddresses.check(path, external.get(i).asText(), findings);
      }
    }
    findings.requiredOneOf("spec.type", spec.path("type"), TYPES);
    checkUniquePorts(ports, type, findings);
    checkSources(service, type, findings);
    if (spec.has("allocateLoadBalancerNodePorts") && !type.equals("LoadBalancer")) {
      findings.forbidden("spec.allocateLoadBalancerNodePorts", ONLY_BALANCED);
    }
    checkClass(spec, type, findings);
    checkTraffic(spec, type, findings);
  }

  private static void checkType(JsonNode spec, String type, Findings findings) {
    switch (type) {
      case "LoadBalancer" -> {
        List<ObjectNode> ports = Trees.objects(spec, "ports");
        for (int i = 0; i < ports.size(); i++) {
          if (ports.get(i).path("port").asInt() == KUBELET_PORT) {
            findings.invalid(
                "spec.ports[" + i + "]",
                ports.get(i).path("port"),
                "may not expose port 10250 externally since it is used by kubelet");
          }
        }
        refuseHeadless(spec, type, findings);
      }
      case "NodePort" -> refuseHeadless(spec, type, findings);
      case "ExternalName" -> checkExternalName(spec, findings);
      default -> {
        // ClusterIP, or a type that is refused later.
      }
    }
  }

  private static void refuseHeadless(JsonNode spec, String type, Findings findings) {
    if (ServiceAddressChecks.isHeadless(spec)) {
      findings.invalidText(
          "spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services");
    }
  }

  private static void checkExternalName(JsonNode spec, Findings findings) {
    for (String field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      if (!spec.path(field).isEmpty() || spec.path(field).isTextual()) {
        findings.forbidden("spec." + field, "may not be set for ExternalName services");
      }
    }
    String name = spec.path("externalName").asText();
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (plain.isEmpty()) {
      findings.required("spec.externalName", "");
    } else {
      findings.name("spec.externalName", plain, NameRule.DNS_SUBDOMAIN);
    }
  }

  private static void checkPorts(List<ObjectNode> ports, Findings findings) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      ObjectNode port = ports.get(i);
      String at = "spec.ports[" + i + "]";
      String name = port.path("name").asText();
      if (name.isEmpty() && ports.size() > 1) {
        findings.required(at + ".name", "");
      } else if (!name.isEmpty()) {
        findings.name(at + ".name", name, NameRule.DNS_LABEL);
        if (!names.add(name)) {
          findings.duplicate(at + ".name", name);
        }
      }
      checkNumber(port.path("port"), at + ".port", findings);
      findings.requiredOneOf(at + ".protocol", port.path("protocol"), PROTOCOLS);
      JsonNode target = port.path("targetPort");
      if (target.isTextual()) {
        PortNames.check(target.asText(), at + ".targetPort", findings);
      } else {
        findings.port(at + ".targetPort", target);
      }
      if (port.has("appProtocol")) {
        LabelRules.checkKey(
            port.path("appProtocol").asText(), at + ".appProtocol", findings.sink());
      }
    }
  }

  /** A number that is missing is zero in Kubernetes. */
  static void checkNumber(JsonNode port, String path, Findings findings) {
    findings.port(path, port.isNumber() ? port : IntNode.valueOf(0));
  }

  private static void checkAffinity(JsonNode spec, Findings findings) {
    findings.requiredOneOf(
        "spec.sessionAffinity", spec.path("sessionAffinity"), List.of("ClientIP", "None"));
    JsonNode seconds = spec.path("sessionAffinityConfig").path("clientIP").path("timeoutSeconds");
    if (spec.path("sessionAffinity").asText().equals("ClientIP")
        && (seconds.asInt() <= 0 || seconds.asInt() > DAY_SECONDS)) {
      findings.invalid(
          "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
          seconds,
          "must be greater than 0 and less than " + DAY_SECONDS);
    }
  }

  private static void checkUniquePorts(List<ObjectNode> ports, String type, Findings findings) {
    for (int i = 0; type.equals("ClusterIP") && i < ports.size(); i++) {
      if (ports.get(i).path("nodePort").asInt() != 0) {
        findings.forbidden(
            "spec.ports[" + i + "].nodePort", "may not be used when `type` is 'ClusterIP'");
      }
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      JsonNode number = ports.get(i).path("nodePort");
      String protocol = ports.get(i).path("protocol").asText();
      if (number.asInt() != 0 && !seen.add(protocol + "/" + number)) {
        findings
            .sink()
            .add(FieldError.duplicate("spec.ports[" + i + "].nodePort", number.toString()));
      }
    }
    seen.clear();
    for (int i = 0; i < ports.size(); i++) {
      String protocol = ports.get(i).path("protocol").asText();
      String number = ports.get(i).path("port").asText("0");
      if (!seen.add(protocol + "/" + number)) {
        findings
            .sink()
            .add(FieldError.duplicate("spec.ports[" + i + "]", goPort(protocol, number)));
      }
    }
  }

  private static String goPort(String protocol, String number) {
    return "core.ServicePort{Name:\"\", Protocol:\""
        + protocol
        + "\", AppProtocol:(*string)(nil), Port:"
        + number
        + ", TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:0}";
  }

  private static void checkSources(JsonNode service, String type, Findings findings) {
    JsonNode ranges = service.path("spec").path("loadBalancerSourceRanges");
    JsonNode annotation = service.path("metadata").path("annotations").path(SOURCES);
    // The path is spelled as Kubernetes does.
    String path =
        ranges.isEmpty()
            ? "metadata.annotations[" + SOURCES + "]"
            : "spec.LoadBalancerSourceRanges";
    if (ranges.isEmpty() && annotation.isMissingNode()) {
      return;
    }
    if (!type.equals("LoadBalancer")) {
      findings.forbidden(path, ONLY_BALANCED);
    }
    for (int i = 0; i < ranges.size(); i++) {
      findings.range(path + "[" + i + "]", ranges.get(i).asText().strip());
    }
    if (ranges.isEmpty() && !annotation.asText().isBlank()) {
      for (String range : annotation.asText().split(",", -1)) {
        findings.range(path, range.strip());
      }
    }
  }

  static void checkClass(JsonNode spec, String type, Findings findings) {
    if (!spec.has("loadBalancerClass")) {
      return;
    }
    if (type.equals("LoadBalancer")) {
      LabelRules.checkKey(
          spec.path("loadBalancerClass").asText(), "spec.loadBalancerClass", findings.sink());
    } else {
      findings.forbidden("spec.loadBalancerClass", ONLY_BALANCED);
    }
  }

  private static void checkTraffic(JsonNode spec, String type, Findings findings) {
    JsonNode policy = spec.path("externalTrafficPolicy");
    if (isReachedFromOutside(spec)) {
      findings.requiredOneOf("spec.externalTrafficPolicy", policy, POLICIES);
    } else if (!policy.asText().isEmpty()) {
      findings.invalid(
          "spec.externalTrafficPolicy",
          policy,
          "may only be set for externally-accessible services");
    }
    JsonNode port = spec.path("healthCheckNodePort");
    if (needsHealthCheck(spec)) {
      findings.port("spec.healthCheckNodePort", port);
    } else if (port.asInt() != 0) {
      findings.invalid(
          "spec.healthCheckNodePort",
          port,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
    JsonNode inner = spec.path("internalTrafficPolicy");
    if (!inner.isMissingNode() && !POLICIES.contains(inner.asText())) {
      findings.notSupported("spec.internalTrafficPolicy", inner.asText(), POLICIES);
    } else if (inner.isMissingNode() && TYPES.contains(type) && !type.equals("ExternalName")) {
      findings.required("spec.internalTrafficPolicy", "");
    }
    JsonNode distribution = spec.path("trafficDistribution");
    if (!distribution.isMissingNode() && !distribution.asText().equals("PreferClose")) {
      findings.notSupported(
          "spec.trafficDistribution", distribution.asText(), List.of("PreferClose"));
    }
  }

  /** Whether traffic from outside of the cluster reaches a service. */
  static boolean isReachedFromOutside(JsonNode spec) {
    return switch (spec.path("type").asText()) {
      case "LoadBalancer", "NodePort" -> true;
      case "ClusterIP" -> !spec.path("externalIPs").isEmpty();
      default -> false;
    };
  }

  /** Whether a load balancer must ask nodes whether they have endpoints. */
  static boolean needsHealthCheck(JsonNode spec) {
    return spec.path("type").asText().equals("LoadBalancer")
        && spec.path("externalTrafficPolicy").asText().equals("Local");
  }
}
