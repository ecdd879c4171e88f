package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Endpoints. */
final class EndpointsRules implements KindRules {
  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    for (ObjectNode subset : Trees.objects(object, "subsets")) {
      for (ObjectNode port : Trees.objects(subset, "ports")) {
        Trees.defaultText(port, "protocol", "TCP");
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> subsets = Trees.objects(object, "subsets");
    for (int i = 0; i < subsets.size(); i++) {
      checkSubset(subsets.get(i), "subsets[" + i + "]", findings);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkSubset(ObjectNode subset, String path, Findings findings) {
    if (subset.path("addresses").isEmpty() && subset.path("notReadyAddresses").isEmpty()) {
      findings.required(path, "must specify `addresses` or `notReadyAddresses`");
    }
    for (String list : List.of("addresses", "notReadyAddresses")) {
      List<ObjectNode> addresses = Trees.objects(subset, list);
      for (int i = 0; i < addresses.size(); i++) {
        checkAddress(addresses.get(i), path + "." + list + "[" + i + "]", findings);
      }
    }
    List<ObjectNode> ports = Trees.objects(subset, "ports");
    for (int i = 0; i < ports.size(); i++) {
      checkPort(ports.get(i), ports.size() > 1, path + ".ports[" + i + "]", findings);
    }
  }

  private static void checkAddress(ObjectNode address, String at, Findings findings) {
    String ip = address.path("ip").asText();
    findings.address(at + ".ip", ip);
    String host = address.path("hostname").asText();
    if (!host.isEmpty()) {
      findings.name(at + ".hostname", host, NameRule.DNS_LABEL);
    }
    if (address.has("nodeName")) {
      findings.name(at + ".nodeName", address.path("nodeName").asText(), NameRule.DNS_SUBDOMAIN);
    }
    UsableAddresses.check(at + ".ip", ip, findings);
  }

  private static void checkPort(ObjectNode port, boolean named, String at, Findings findings) {
    String name = port.path("name").asText();
    if (named && name.isEmpty()) {
      findings.required(at + ".name", "");
    } else if (!name.isEmpty()) {
      findings.name(at + ".name", name, NameRule.DNS_LABEL);
    }
    ServiceChecks.checkNumber(port.path("port"), at + ".port", findings);
    findings.requiredOneOf(at + ".protocol", port.path("protocol"), ServiceChecks.PROTOCOLS);
    if (port.has("appProtocol")) {
      LabelRules.checkKey(port.path("appProtocol").asText(), at + ".appProtocol", findings.sink());
    }
  }
}
