package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.admission.ServiceNetwork.Range;
import io.mkube.apiserver.error.FieldError;

/**
 * Which IP families a service has.
 *
 * @param network what the cluster has
 */
record ServiceFamilies(ServiceNetwork network) {
  private static final String FAMILIES = "ipFamilies";
  private static final String POLICY = "ipFamilyPolicy";
  private static final String SINGLE = "SingleStack";
  private static final String REQUIRE = "RequireDualStack";

  /** Fills families and their policy of a service that had none. */
  void complete(ObjectNode service, ObjectNode spec) {
    boolean selectsNothing =
        spec.path("clusterIP").asText().equals("None") && spec.path("selector").isEmpty();
    if (spec.path(POLICY).asText().isEmpty()) {
      boolean two = spec.path(FAMILIES).size() == 2 || spec.path("clusterIPs").size() == 2;
      spec.put(POLICY, selectsNothing || two ? REQUIRE : SINGLE);
    }
    ArrayNode families =
        spec.get(FAMILIES) instanceof ArrayNode given ? given : spec.putArray(FAMILIES);
    if (families.isEmpty()) {
      for (JsonNode address : spec.path("clusterIPs")) {
        if (!address.asText().equals("None")) {
          families.add(address.asText().contains(":") ? "IPv6" : "IPv4");
        }
      }
    }
    if (families.isEmpty()) {
      families.add(network.ranges().getFirst().family());
    }
    String policy = spec.path(POLICY).asText();
    boolean dual = network.ranges().size() == 2;
    if (families.size() == 1 && !policy.equals(SINGLE) && (dual || selectsNothing)) {
      families.add(families.get(0).asText().equals("IPv4") ? "IPv6" : "IPv4");
    }
    if (!selectsNothing) {
      requireConfigured(service, spec, families);
    }
  }

  /** Keeps what a client left out of an update. */
  void keep(ObjectNode service, ObjectNode spec, JsonNode before) {
    for (String field : new String[] {FAMILIES, POLICY}) {
      if (spec.path(field).isMissingNode() && before.has(field)) {
        spec.set(field, before.path(field).deepCopy());
      }
    }
    complete(service, spec);
  }

  /** The range of a family. */
  Range range(String family) {
    return network.ranges().stream()
        .filter(range -> range.family().equals(family))
        .findFirst()
        .orElse(network.ranges().getFirst());
  }

  private void requireConfigured(ObjectNode service, ObjectNode spec, ArrayNode families) {
    String policy = spec.path(POLICY).asText();
    if (policy.equals(REQUIRE) && network.ranges().size() < 2) {
      throw ServiceAllocation.refusal(
          service,
          FieldError.invalid(
              "spec.ipFamilyPolicy",
              "\"" + policy + "\"",
              "this cluster is not configured for dual-stack services"));
    }
    for (int i = 0; i < families.size(); i++) {
      String family = families.get(i).asText();
      if (network.ranges().stream().noneMatch(range -> range.family().equals(family))) {
        throw ServiceAllocation.refusal(
            service,
            FieldError.invalid(
                "spec.ipFamilies[" + i + "]",
                "\"" + family + "\"",
                "not configured on this cluster"));
      }
    }
  }
}
