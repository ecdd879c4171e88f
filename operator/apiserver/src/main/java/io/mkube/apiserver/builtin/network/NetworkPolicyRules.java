package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.PortNames;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import java.util.List;

/** Network policies. */
final class NetworkPolicyRules implements KindRules {
  private static final List<String> TYPES = List.of("Ingress", "Egress");
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.child(spec, "podSelector");
    if (spec.path("policyTypes").isEmpty()) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
    for (String direction : List.of("ingress", "egress")) {
      for (ObjectNode rule : Trees.objects(spec, direction)) {
        for (ObjectNode port : Trees.objects(rule, "ports")) {
          Trees.defaultText(port, "protocol", "TCP");
        }
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    LabelRules.checkSelector(spec.path("podSelector"), "spec.podSelector", findings.sink());
    checkRules(spec, "ingress", "from", findings);
    checkRules(spec, "egress", "to", findings);
    JsonNode types = spec.path("policyTypes");
    if (types.size() > TYPES.size()) {
      findings.invalidAs(
          "spec.policyTypes",
          GoText.texts("networking.PolicyType", types),
          "may not specify more than two policyTypes");
      return findings.list();
    }
    for (int i = 0; i < types.size(); i++) {
      if (!TYPES.contains(types.get(i).asText())) {
        findings.notSupported("spec.policyTypes[" + i + "]", types.get(i).asText(), TYPES);
      }
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkRules(JsonNode spec, String direction, String peers, Findings findings) {
    List<ObjectNode> rules = Trees.objects(spec, direction);
    for (int r = 0; r < rules.size(); r++) {
      String path = "spec." + direction + "[" + r + "]";
      List<ObjectNode> ports = Trees.objects(rules.get(r), "ports");
      for (int p = 0; p < ports.size(); p++) {
        checkPort(ports.get(p), path + ".ports[" + p + "]", findings);
      }
      List<ObjectNode> others = Trees.objects(rules.get(r), peers);
      for (int i = 0; i < others.size(); i++) {
        checkPeer(others.get(i), path + "." + peers + "[" + i + "]", findings);
      }
    }
  }

  private static void checkPort(ObjectNode rule, String at, Findings findings) {
    findings.oneOf(at + ".protocol", rule.path("protocol"), PROTOCOLS);
    JsonNode port = rule.path("port");
    JsonNode end = rule.path("endPort");
    if (port.isTextual()) {
      if (!end.isMissingNode()) {
        findings.invalid(at + ".endPort", end, "may not be specified when `port` is non-numeric");
      }
      PortNames.check(port.asText(), at + ".port", findings);
    } else if (port.isNumber()) {
      findings.port(at + ".port", port);
      if (!end.isMissingNode() && end.asInt() < port.asInt()) {
        findings.invalid(at + ".endPort", end, "must be greater than or equal to `port`");
      }
      findings.port(at + ".endPort", end);
    } else if (!end.isMissingNode()) {
      findings.invalid(at + ".endPort", end, "may not be specified when `port` is not specified");
    }
  }

  private static void checkPeer(ObjectNode peer, String path, Findings findings) {
    for (String selector : List.of("podSelector", "namespaceSelector")) {
      LabelRules.checkSelector(peer.path(selector), path + "." + selector, findings.sink());
    }
    if (peer.has("ipBlock")) {
      checkBlock(peer.path("ipBlock"), path + ".ipBlock", findings);
    }
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (!selects && !peer.has("ipBlock")) {
      findings.required(path, "must specify a peer");
    } else if (selects && peer.has("ipBlock")) {
      findings.forbidden(path, "may not specify both ipBlock and another peer");
    }
  }

  private static void checkBlock(JsonNode block, String path, Findings findings) {
    JsonNode whole = block.path("cidr");
    if (!findings.requiredText(path + ".cidr", whole)
        || !findings.range(path + ".cidr", whole.asText())) {
      return;
    }
    JsonNode except = block.path("except");
    for (int i = 0; i < except.size(); i++) {
      String at = path + ".except[" + i + "]";
      String part = except.get(i).asText();
      if (findings.range(at, part) && !UsableAddresses.isStrictPart(part, whole.asText())) {
        findings.invalidText(at, part, "must be a strict subset of `cidr`");
      }
    }
  }
}
