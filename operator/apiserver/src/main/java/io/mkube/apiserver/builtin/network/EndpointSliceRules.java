package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.Addresses;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Endpoint slices. */
final class EndpointSliceRules implements KindRules {
  private static final int MAX_ADDRESSES = 100;
  private static final int MAX_ENDPOINTS = 1000;

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    for (ObjectNode port : Trees.objects(object, "ports")) {
      if (!port.has("name")) {
        port.put("name", "");
      }
      Trees.defaultText(port, "protocol", "TCP");
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object, findings);
    findings.immutable("addressType", object.path("addressType"), old.path("addressType"));
    return findings.list();
  }

  private static void check(ObjectNode object, Findings findings) {
    findings.requiredOneOf(
        "addressType", object.path("addressType"), List.of("FQDN", "IPv4", "IPv6"));
    List<ObjectNode> endpoints = Trees.objects(object, "endpoints");
    if (endpoints.size() > MAX_ENDPOINTS) {
      findings.invalid(
          "endpoints",
          object.numberNode(endpoints.size()),
          "must have at most " + MAX_ENDPOINTS + " items");
    }
    for (int i = 0; i < endpoints.size(); i++) {
      checkAddresses(
          endpoints.get(i).path("addresses"),
          object.path("addressType").asText(),
          "endpoints[" + i + "].addresses",
          findings);
    }
    List<ObjectNode> ports = Trees.objects(object, "ports");
    for (int i = 0; i < ports.size(); i++) {
      String at = "ports[" + i + "]";
      findings.port(at + ".port", ports.get(i).path("port"));
      findings.requiredOneOf(
          at + ".protocol", ports.get(i).path("protocol"), ServiceChecks.PROTOCOLS);
    }
    findings.unique("ports", ports, "name");
  }

  private static void checkAddresses(
      JsonNode addresses, String type, String path, Findings findings) {
    if (addresses.isEmpty()) {
      findings.required(path, "must contain at least 1 address");
    }
    if (addresses.size() > MAX_ADDRESSES) {
      findings.invalid(path, addresses, "must have at most " + MAX_ADDRESSES + " items");
    }
    for (int i = 0; i < addresses.size(); i++) {
      String text = addresses.get(i).asText();
      boolean good =
          switch (type) {
            case "IPv4" -> Addresses.isIpv4(text);
            case "IPv6" -> Addresses.isIpv6(text);
            default -> NameRule.DNS_SUBDOMAIN.check(text).isEmpty();
          };
      if (!good) {
        findings.invalid(
            path + "[" + i + "]", addresses.get(i), "must be a valid " + type + " address");
      }
    }
  }
}
