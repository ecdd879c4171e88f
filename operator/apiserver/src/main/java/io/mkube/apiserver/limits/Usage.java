package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.ResourceNames;
import java.util.Map;
import java.util.Set;

/** How much of what a quota can limit an object takes. */
final class Usage {
  private static final String COUNT = "count/";
  private static final String REQUESTS = "requests.";
  private static final String LIMITS = "limits.";
  private static final String STORAGE = "requests.storage";
  private static final String OF_CLASS = ".storageclass.storage.k8s.io/";

  /** Kinds of the core group that quotas know by their plural alone. */
  private static final Set<String> PLAIN =
      Set.of(
          "configmaps",
          "persistentvolumeclaims",
          "pods",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "services");

  private Usage() {}

  /** What an object takes. */
  static Amounts of(String group, String plural, JsonNode object) {
    Amounts counted = Amounts.of(COUNT + (group.isEmpty() ? plural : plural + "." + group), 1);
    if (!group.isEmpty()) {
      return counted;
    }
    return switch (plural) {
      case "pods" -> over(object) ? counted : counted.plus(ofPod(object));
      case "services" -> counted.plus(ofService(object.path("spec")));
      case "persistentvolumeclaims" -> counted.plus(ofClaim(object));
      default -> PLAIN.contains(plural) ? counted.plus(Amounts.of(plural, 1)) : counted;
    };
  }

  /** Whether a quota's resource is about objects of a kind. */
  static boolean concerns(String resource, String group, String plural) {
    if (resource.equals(COUNT + (group.isEmpty() ? plural : plural + "." + group))) {
      return true;
    }
    if (!group.isEmpty()) {
      return false;
    }
    return switch (plural) {
      case "pods" -> ofPods(resource);
      case "services" -> resource.equals(plural) || resource.startsWith("services.");
      case "persistentvolumeclaims" ->
          resource.equals(plural) || resource.equals(STORAGE) || resource.contains(OF_CLASS);
      default -> PLAIN.contains(plural) && resource.equals(plural);
    };
  }

  /** The plural and group that {@code count/…} or a plain name of a quota is about. */
  static Map.Entry<String, String> kindOf(String resource) {
    if (resource.startsWith(COUNT)) {
      String name = resource.substring(COUNT.length());
      int dot = name.indexOf('.');
      return dot < 0
          ? Map.entry("", name)
          : Map.entry(name.substring(dot + 1), name.substring(0, dot));
    }
    for (String plural : PLAIN) {
      if (concerns(resource, "", plural)) {
        return Map.entry("", plural);
      }
    }
    return Map.entry("", resource);
  }

  private static boolean ofPods(String resource) {
    return resource.equals("pods")
        || ResourceNames.isOfContainers(resource)
        || resource.startsWith(LIMITS)
        || (resource.startsWith(REQUESTS) && !resource.equals(STORAGE));
  }

  /** Pods that have ended take nothing but their place in the store. */
  private static boolean over(JsonNode pod) {
    String phase = pod.path("status").path("phase").asText();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static Amounts ofPod(JsonNode pod) {
    return Amounts.of("pods", 1)
        .plus(ofResources(PodAmounts.of(pod, "requests"), PodAmounts.of(pod, "limits")));
  }

  /** The same amounts under the names that quotas have for them. */
  static Amounts ofResources(Amounts requests, Amounts limits) {
    Amounts all = Amounts.NONE;
    for (var request : requests.values().entrySet()) {
      String name = request.getKey();
      all = all.with(REQUESTS + name, request.getValue());
      if (ResourceNames.isOfContainers(name)) {
        all = all.with(name, request.getValue());
      }
    }
    for (var limit : limits.values().entrySet()) {
      if (ResourceNames.isCompute(limit.getKey())) {
        all = all.with(LIMITS + limit.getKey(), limit.getValue());
      }
    }
    return all;
  }

  private static Amounts ofService(JsonNode spec) {
    String type = spec.path("type").asText();
    Amounts all = Amounts.of("services", 1);
    if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
      return all.plus(Amounts.of("services.nodeports", 0))
          .plus(Amounts.of("services.loadbalancers", 0));
    }
    int ports = spec.path("ports").size();
    if (!spec.path("allocateLoadBalancerNodePorts").asBoolean(true)) {
      ports = 0;
      for (JsonNode port : spec.path("ports")) {
        ports += port.path("nodePort").asInt() == 0 ? 0 : 1;
      }
    }
    return all.plus(Amounts.of("services.nodeports", ports))
        .plus(Amounts.of("services.loadbalancers", type.equals("LoadBalancer") ? 1 : 0));
  }

  private static Amounts ofClaim(JsonNode claim) {
    Amounts all = Amounts.of("persistentvolumeclaims", 1);
    String storageClass = claim.path("spec").path("storageClassName").asText();
    if (!storageClass.isEmpty()) {
      all = all.plus(Amounts.of(storageClass + OF_CLASS + "persistentvolumeclaims", 1));
    }
    var storage = Amounts.of(claim.path("spec").path("resources").path("requests")).get("storage");
    if (storage != null) {
      all = all.with(STORAGE, storage);
      if (!storageClass.isEmpty()) {
        all = all.with(storageClass + OF_CLASS + STORAGE, storage);
      }
    }
    return all;
  }
}
