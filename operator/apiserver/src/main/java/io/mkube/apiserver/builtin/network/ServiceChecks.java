package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.PortNames;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.Addresses;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a service may say. */
final class ServiceChecks {
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final int DAY_SECONDS = 86_400;

  private ServiceChecks() {}

  static void check(JsonNode spec, Findings findings) {
    String type = spec.path("type").asText();
    findings.requiredOneOf("spec.type", spec.path("type"), TYPES);
    findings.requiredOneOf(
        "spec.sessionAffinity", spec.path("sessionAffinity"), List.of("ClientIP", "None"));
    findings.between(
        "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
        spec.path("sessionAffinityConfig").path("clientIP").path("timeoutSeconds"),
        1,
        DAY_SECONDS);
    LabelRules.checkLabels(spec.path("selector"), "spec.selector", findings.sink());
    checkExternalName(spec, type, findings);
    checkAddresses(spec, findings);
    findings.oneOf(
        "spec.internalTrafficPolicy",
        spec.path("internalTrafficPolicy"),
        List.of("Cluster", "Local"));
    findings.oneOf(
        "spec.externalTrafficPolicy",
        spec.path("externalTrafficPolicy"),
        List.of("Cluster", "Local"));
    findings.oneOf(
        "spec.ipFamilyPolicy",
        spec.path("ipFamilyPolicy"),
        List.of("SingleStack", "PreferDualStack", "RequireDualStack"));
    boolean headless = spec.path("clusterIP").asText().equals("None");
    if (spec.path("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
      findings.required("spec.ports", "");
    }
    checkPorts(spec, findings);
  }

  private static void checkExternalName(JsonNode spec, String type, Findings findings) {
    if (!type.equals("ExternalName")) {
      return;
    }
    String name = spec.path("externalName").asText();
    if (findings.requiredText("spec.externalName", spec.path("externalName"))) {
      String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      findings.name("spec.externalName", plain, NameRule.DNS_SUBDOMAIN);
    }
    String address = spec.path("clusterIP").asText();
    if (!address.isEmpty() && !address.equals("None")) {
      findings.forbidden("spec.clusterIP", "may not be set when `type` is 'ExternalName'");
    }
  }

  private static void checkAddresses(JsonNode spec, Findings findings) {
    JsonNode addresses = spec.path("clusterIPs");
    for (int i = 0; i < addresses.size(); i++) {
      String text = addresses.get(i).asText();
      if (!(i == 0 && text.equals("None")) && !Addresses.isAddress(text)) {
        findings.invalid(
            "spec.clusterIPs[" + i + "]",
            addresses.get(i),
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
      }
    }
    JsonNode external = spec.path("externalIPs");
    for (int i = 0; i < external.size(); i++) {
      if (!Addresses.isAddress(external.get(i).asText())) {
        findings.invalid(
            "spec.externalIPs[" + i + "]",
            external.get(i),
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
      }
    }
  }

  private static void checkPorts(JsonNode spec, Findings findings) {
    List<ObjectNode> ports = Trees.objects(spec, "ports");
    Set<String> names = new HashSet<>();
    Set<String> numbers = new HashSet<>();
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
      checkTarget(port.path("targetPort"), at + ".targetPort", findings);
      findings.port(at + ".nodePort", port.path("nodePort"));
      if (!numbers.add(port.path("protocol").asText() + "/" + port.path("port").asText())) {
        ObjectNode key = port.objectNode();
        key.set("port", port.path("port"));
        key.set("protocol", port.path("protocol"));
        findings.sink().add(FieldError.duplicate(at, key.toString()));
      }
    }
  }

  static void checkNumber(JsonNode port, String path, Findings findings) {
    if (!port.isNumber()) {
      findings.required(path, "");
    } else {
      findings.port(path, port);
    }
  }

  private static void checkTarget(JsonNode target, String path, Findings findings) {
    if (target.isTextual()) {
      PortNames.check(target.asText(), path, findings);
    } else {
      findings.port(path, target);
    }
  }

  static void checkAddressKept(JsonNode spec, JsonNode old, Findings findings) {
    String before = old.path("clusterIP").asText();
    boolean keepsKind =
        !spec.path("type").asText().equals("ExternalName")
            && !old.path("type").asText().equals("ExternalName");
    if (keepsKind && !before.isEmpty() && !spec.path("clusterIP").asText().equals(before)) {
      findings.invalidAs(
          "spec.clusterIPs[0]", GoText.texts(spec.path("clusterIPs")), "may not change once set");
    }
  }
}
