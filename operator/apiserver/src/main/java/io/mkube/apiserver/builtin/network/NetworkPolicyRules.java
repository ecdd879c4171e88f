package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.Addresses;
import io.mkube.apiserver.schema.LabelRules;
import java.util.List;

/** Network policies. */
final class NetworkPolicyRules implements KindRules {
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
    for (int i = 0; i < spec.path("policyTypes").size(); i++) {
      findings.oneOf(
          "spec.policyTypes[" + i + "]",
          spec.path("policyTypes").get(i),
          List.of("Egress", "Ingress"));
    }
    checkRules(spec, "ingress", "from", findings);
    checkRules(spec, "egress", "to", findings);
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
        String at = path + ".ports[" + p + "]";
        findings.oneOf(at + ".protocol", ports.get(p).path("protocol"), ServiceChecks.PROTOCOLS);
        findings.port(at + ".port", ports.get(p).path("port"));
        if (ports.get(p).path("endPort").asInt() < ports.get(p).path("port").asInt()
            && ports.get(p).has("endPort")) {
          findings.invalid(
              at + ".endPort",
              ports.get(p).path("endPort"),
              "must be greater than or equal to `port`");
        }
      }
      List<ObjectNode> others = Trees.objects(rules.get(r), peers);
      for (int i = 0; i < others.size(); i++) {
        checkPeer(others.get(i), path + "." + peers + "[" + i + "]", findings);
      }
    }
  }

  private static void checkPeer(ObjectNode peer, String path, Findings findings) {
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (!selects && !peer.has("ipBlock")) {
      findings.required(path, "must specify a peer");
    }
    if (selects && peer.has("ipBlock")) {
      findings.forbidden(path, "may not specify both ipBlock and another peer");
    }
    for (String selector : List.of("podSelector", "namespaceSelector")) {
      LabelRules.checkSelector(peer.path(selector), path + "." + selector, findings.sink());
    }
    if (peer.has("ipBlock")) {
      checkBlock(peer.path("ipBlock").path("cidr"), path + ".ipBlock.cidr", findings);
      JsonNode except = peer.path("ipBlock").path("except");
      for (int i = 0; i < except.size(); i++) {
        checkBlock(except.get(i), path + ".ipBlock.except[" + i + "]", findings);
      }
    }
  }

  private static void checkBlock(JsonNode block, String path, Findings findings) {
    if (findings.requiredText(path, block) && !Addresses.isCidr(block.asText())) {
      findings.invalid(
          path, block, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
  }
}
