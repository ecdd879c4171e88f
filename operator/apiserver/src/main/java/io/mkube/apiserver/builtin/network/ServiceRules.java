package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Services. Addresses are not allocated here: that depends on other services. */
final class ServiceRules implements StatusKindRules {
  private static final int AFFINITY_SECONDS = 10_800;

  @Override
  public NameRule nameRule() {
    return NameRule.DNS_1035_LABEL;
  }

  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "type", "ClusterIP");
    Trees.defaultText(spec, "sessionAffinity", "None");
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      ObjectNode config = Trees.child(spec, "sessionAffinityConfig");
      Trees.defaultNumber(Trees.child(config, "clientIP"), "timeoutSeconds", AFFINITY_SECONDS);
    } else {
      spec.remove("sessionAffinityConfig");
    }
    for (ObjectNode port : Trees.objects(spec, "ports")) {
      Trees.defaultText(port, "protocol", "TCP");
      JsonNode target = port.path("targetPort");
      if (target.isMissingNode() || (target.isNumber() && target.asInt() == 0)) {
        port.set(
            "targetPort", port.path("port").isNumber() ? port.path("port") : port.numberNode(0));
      }
    }
    String type = spec.path("type").asText();
    if (!type.equals("ExternalName")) {
      applyAddressDefaults(spec);
      Trees.defaultText(spec, "internalTrafficPolicy", "Cluster");
    }
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      Trees.defaultText(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      Trees.defaultFlag(spec, "allocateLoadBalancerNodePorts", true);
    }
  }

  private static void applyAddressDefaults(ObjectNode spec) {
    String address = spec.path("clusterIP").asText();
    if (!address.isEmpty() && spec.path("clusterIPs").isEmpty()) {
      spec.putArray("clusterIPs").add(address);
    } else if (address.isEmpty() && !spec.path("clusterIPs").isEmpty()) {
      spec.set("clusterIP", spec.path("clusterIPs").get(0));
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").putObject("loadBalancer");
  }

  /** Keeps addresses that the client left out, as an update of anything else means no change. */
  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    ObjectNode spec = Trees.child(object, "spec");
    JsonNode before = old.path("spec");
    boolean bothHaveAddresses =
        !spec.path("type").asText().equals("ExternalName")
            && !before.path("type").asText().equals("ExternalName");
    if (bothHaveAddresses && spec.path("clusterIP").asText().isEmpty() && before.has("clusterIP")) {
      spec.set("clusterIP", before.path("clusterIP"));
      if (before.has("clusterIPs")) {
        spec.set("clusterIPs", before.path("clusterIPs").deepCopy());
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    ServiceChecks.check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    ServiceChecks.check(object.path("spec"), findings);
    ServiceChecks.checkAddressKept(object.path("spec"), old.path("spec"), findings);
    return findings.list();
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "spec.clusterIP", service -> Trees.text(service, "spec", "clusterIP"),
        "spec.type", service -> Trees.text(service, "spec", "type"));
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
