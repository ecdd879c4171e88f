package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Services. Addresses are not allocated here: that depends on other services. */
final class ServiceRules implements StatusKindRules {
  private static final int AFFINITY_SECONDS = 10_800;
  private static final String CLUSTER_IP = "clusterIP";
  private static final String CLUSTER_IPS = "clusterIPs";

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
    } else if (spec.path("sessionAffinity").asText().equals("None")) {
      spec.remove("sessionAffinityConfig");
    }
    for (ObjectNode port : Trees.objects(spec, "ports")) {
      Trees.defaultText(port, "protocol", "TCP");
      JsonNode target = port.path("targetPort");
      if (target.isMissingNode()
          || (target.isNumber() && target.asInt() == 0)
          || (target.isTextual() && target.asText().isEmpty())) {
        port.set(
            "targetPort", port.path("port").isNumber() ? port.path("port") : port.numberNode(0));
      }
    }
    if (ServiceChecks.isReachedFromOutside(spec)) {
      Trees.defaultText(spec, "externalTrafficPolicy", "Cluster");
    }
    applyTypeDefaults(object, spec);
  }

  private static void applyTypeDefaults(ObjectNode object, ObjectNode spec) {
    String type = spec.path("type").asText();
    if (List.of("ClusterIP", "NodePort", "LoadBalancer").contains(type)
        && !spec.has("internalTrafficPolicy")) {
      spec.put("internalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      Trees.defaultFlag(spec, "allocateLoadBalancerNodePorts", true);
      for (ObjectNode place :
          Trees.objects(object.path("status").path("loadBalancer"), "ingress")) {
        if (!place.path("ip").asText().isEmpty() && !place.has("ipMode")) {
          place.put("ipMode", "VIP");
        }
      }
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").putObject("loadBalancer");
    ObjectNode spec = Trees.child(object, "spec");
    String address = spec.path(CLUSTER_IP).asText();
    if (!address.isEmpty() && spec.path(CLUSTER_IPS).isEmpty()) {
      spec.putArray(CLUSTER_IPS).add(address);
    }
  }

  /** Keeps addresses that the client left out, as an update of anything else means no change. */
  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    ObjectNode spec = Trees.child(object, "spec");
    JsonNode before = old.path("spec");
    if (!isName(spec) && !isName(before)) {
      keepAddresses(spec, before);
    }
    levelAddresses(spec, before);
    dropUnused(spec, before);
  }

  private static void keepAddresses(ObjectNode spec, JsonNode before) {
    String known = before.path(CLUSTER_IP).asText();
    if (spec.path(CLUSTER_IP).asText().isEmpty() && !known.isEmpty()) {
      spec.put(CLUSTER_IP, known);
    }
    if (spec.path(CLUSTER_IPS).isEmpty()
        && spec.path(CLUSTER_IP).asText().equals(known)
        && before.has(CLUSTER_IPS)) {
      spec.set(CLUSTER_IPS, before.path(CLUSTER_IPS).deepCopy());
    }
  }

  /** A client that knows only one of the two fields changes both. */
  private static void levelAddresses(ObjectNode spec, JsonNode before) {
    String address = spec.path(CLUSTER_IP).asText();
    boolean changed = !address.equals(before.path(CLUSTER_IP).asText());
    boolean sameList = spec.path(CLUSTER_IPS).equals(before.path(CLUSTER_IPS));
    if (changed && address.isEmpty() && sameList) {
      spec.remove(CLUSTER_IPS);
    } else if (changed && !address.isEmpty() && sameList) {
      spec.putArray(CLUSTER_IPS).add(address);
    }
  }

  /** What another type has no use for goes, unless the client has just changed it. */
  private static void dropUnused(ObjectNode spec, JsonNode before) {
    String type = spec.path("type").asText();
    boolean wasBalanced = before.path("type").asText().equals("LoadBalancer");
    if (isName(spec) && !isName(before)) {
      if (spec.path(CLUSTER_IPS).equals(before.path(CLUSTER_IPS))
          && spec.path(CLUSTER_IP).equals(before.path(CLUSTER_IP))) {
        spec.remove(List.of(CLUSTER_IP, CLUSTER_IPS));
      }
      dropSame(spec, before, "ipFamilies");
      dropSame(spec, before, "ipFamilyPolicy");
    }
    if (ServiceChecks.needsHealthCheck(before) && !ServiceChecks.needsHealthCheck(spec)) {
      dropSame(spec, before, "healthCheckNodePort");
    }
    if (wasBalanced && !type.equals("LoadBalancer")) {
      dropSame(spec, before, "allocateLoadBalancerNodePorts");
      dropSame(spec, before, "loadBalancerClass");
    }
    if (ServiceChecks.isReachedFromOutside(before) && !ServiceChecks.isReachedFromOutside(spec)) {
      dropSame(spec, before, "externalTrafficPolicy");
    }
  }

  private static void dropSame(ObjectNode spec, JsonNode before, String field) {
    if (spec.path(field).equals(before.path(field))) {
      spec.remove(field);
    }
  }

  private static boolean isName(JsonNode spec) {
    return spec.path("type").asText().equals("ExternalName");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    ServiceChecks.check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    ServiceAddressChecks.checkKept(spec, old.path("spec"), findings);
    ServiceAddressChecks.checkBalancerKept(spec, old.path("spec"), findings);
    ServiceChecks.check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    LoadBalancerChecks.checkService(object, findings);
    return findings.list();
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    JsonNode spec = object.path("spec");
    List<String> warnings = new ArrayList<>(AddressWarnings.of(spec));
    if (isName(spec) && !spec.path("externalIPs").isEmpty()) {
      warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }
    if (!isName(spec) && !spec.path("externalName").asText().isEmpty()) {
      warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    return List.copyOf(warnings);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "spec.clusterIP", service -> Trees.text(service, "spec", CLUSTER_IP),
        "spec.type", service -> Trees.text(service, "spec", "type"));
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
