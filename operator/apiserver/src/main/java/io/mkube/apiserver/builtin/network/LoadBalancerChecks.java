package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.util.List;

/** Where a load balancer can be reached, as its controller tells. */
final class LoadBalancerChecks {
  private static final String PATH = "status.loadBalancer.ingress";

  private LoadBalancerChecks() {}

  /** Checks the places of an ingress. */
  static void checkPlaces(JsonNode status, String path, Findings findings) {
    List<ObjectNode> places = Trees.objects(status, "ingress");
    for (int i = 0; i < places.size(); i++) {
      checkPlace(places.get(i), path + "[" + i + "]", findings);
    }
  }

  /** Checks the places of a service, which also tell whether they are virtual. */
  static void checkService(JsonNode service, Findings findings) {
    List<ObjectNode> places = Trees.objects(service.path("status").path("loadBalancer"), "ingress");
    if (!places.isEmpty() && !Trees.text(service, "spec", "type").equals("LoadBalancer")) {
      findings.forbidden(PATH, "may only be used when `spec.type` is 'LoadBalancer'");
      return;
    }
    for (int i = 0; i < places.size(); i++) {
      ObjectNode place = places.get(i);
      String at = PATH + "[" + i + "]";
      String ip = place.path("ip").asText();
      if (!ip.isEmpty()) {
        findings.address(at + ".ip", ip);
      }
      if (place.has("ipMode") && ip.isEmpty()) {
        findings.forbidden(at + ".ipMode", "may not be specified when `ip` is not set");
      } else {
        findings.oneOf(at + ".ipMode", place.path("ipMode"), List.of("Proxy", "VIP"));
      }
      checkHost(place, at, findings);
    }
  }

  private static void checkPlace(ObjectNode place, String at, Findings findings) {
    String ip = place.path("ip").asText();
    if (!ip.isEmpty()) {
      findings.address(at + ".ip", ip);
    }
    checkHost(place, at, findings);
  }

  private static void checkHost(ObjectNode place, String at, Findings findings) {
    String host = place.path("hostname").asText();
    if (host.isEmpty()) {
      return;
    }
    findings.name(at + ".hostname", host, NameRule.DNS_SUBDOMAIN);
    if (LenientAddresses.plain(host).isPresent()) {
      findings.invalidText(at + ".hostname", host, "must be a DNS name, not an IP address");
    }
  }
}
