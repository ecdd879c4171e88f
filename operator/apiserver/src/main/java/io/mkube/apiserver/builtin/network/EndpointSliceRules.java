package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Endpoint slices. */
final class EndpointSliceRules implements KindRules {
  private static final int MAX_ADDRESSES = 100;
  private static final int MAX_ENDPOINTS = 1000;
  private static final int MAX_PORTS = 20_000;
  private static final int MAX_TOPOLOGY = 16;
  private static final int MAX_HINTS = 8;

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
    String type = object.path("addressType").asText();
    findings.requiredOneOf(
        "addressType", object.path("addressType"), List.of("FQDN", "IPv4", "IPv6"));
    List<ObjectNode> endpoints = Trees.objects(object, "endpoints");
    if (endpoints.size() > MAX_ENDPOINTS) {
      findings.tooMany("endpoints", endpoints.size(), MAX_ENDPOINTS);
    } else {
      for (int i = 0; i < endpoints.size(); i++) {
        checkEndpoint(endpoints.get(i), type, "endpoints[" + i + "]", findings);
      }
    }
    checkPorts(Trees.objects(object, "ports"), findings);
  }

  private static void checkPorts(List<ObjectNode> ports, Findings findings) {
    if (ports.size() > MAX_PORTS) {
      findings.tooMany("ports", ports.size(), MAX_PORTS);
      return;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      ObjectNode port = ports.get(i);
      String at = "ports[" + i + "]";
      String name = port.path("name").asText();
      if (!name.isEmpty()) {
        findings.name(at + ".name", name, NameRule.DNS_LABEL);
      }
      if (!names.add(name)) {
        findings.duplicate(at + ".name", name);
      }
      findings.requiredOneOf(at + ".protocol", port.path("protocol"), ServiceChecks.PROTOCOLS);
      if (port.has("appProtocol")) {
        LabelRules.checkKey(
            port.path("appProtocol").asText(), at + ".appProtocol", findings.sink());
      }
    }
  }

  private static void checkEndpoint(
      ObjectNode endpoint, String type, String at, Findings findings) {
    JsonNode addresses = endpoint.path("addresses");
    if (addresses.isEmpty()) {
      findings.required(at + ".addresses", "must contain at least 1 address");
    } else if (addresses.size() > MAX_ADDRESSES) {
      findings.tooMany(at + ".addresses", addresses.size(), MAX_ADDRESSES);
    }
    for (int i = 0; i < addresses.size(); i++) {
      checkAddress(addresses.get(i).asText(), type, at + ".addresses[" + i + "]", findings);
    }
    if (endpoint.has("nodeName")) {
      findings.name(at + ".nodeName", endpoint.path("nodeName").asText(), NameRule.DNS_SUBDOMAIN);
    }
    JsonNode topology = endpoint.path("deprecatedTopology");
    if (topology.size() > MAX_TOPOLOGY) {
      findings.tooMany(at + ".deprecatedTopology", topology.size(), MAX_TOPOLOGY);
    }
    LabelRules.checkLabels(topology, at + ".deprecatedTopology", findings.sink());
    if (endpoint.has("hostname")) {
      findings.name(at + ".hostname", endpoint.path("hostname").asText(), NameRule.DNS_LABEL);
    }
    checkHints(endpoint.path("hints"), at + ".hints.forZones", findings);
  }

  private static void checkHints(JsonNode hints, String at, Findings findings) {
    List<ObjectNode> zones = Trees.objects(hints, "forZones");
    if (zones.size() > MAX_HINTS) {
      findings.tooMany(at, zones.size(), MAX_HINTS);
      return;
    }
    findings.unique(at, zones, "name");
    for (int i = 0; i < zones.size(); i++) {
      LabelRules.checkValue(
          zones.get(i).path("name").asText(), at + "[" + i + "].name", findings.sink());
    }
  }

  private static void checkAddress(String text, String type, String at, Findings findings) {
    switch (type) {
      case "IPv4", "IPv6" -> {
        boolean good = LenientAddresses.plain(text).isPresent();
        if (!good || UsableAddresses.isIpv4(text) != type.equals("IPv4")) {
          findings.invalidText(at, text, "must be a valid " + type + " address");
        }
        UsableAddresses.check(at, text, findings);
      }
      case "FQDN" -> checkDomain(text, at, findings);
      default -> {
        // The type itself was refused.
      }
    }
  }

  private static void checkDomain(String text, String at, Findings findings) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty()) {
      findings.required(at, "");
    } else if (!NameRule.DNS_SUBDOMAIN.check(name).isEmpty()) {
      findings.name(at, name, NameRule.DNS_SUBDOMAIN);
    } else if (!name.contains(".")) {
      findings.invalidText(
          at, name, "should be a domain with at least two segments separated by dots");
    }
  }
}
