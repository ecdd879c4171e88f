package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A pod behind a Service, with its address of one family.
 *
 * @param host the name that the Service gives to the pod, {@code ""} for none
 * @param ports where the Service leads to
 */
record Backend(ObjectNode pod, String address, String host, List<EndpointPort> ports) {
  private static final Comparator<Backend> BY_ADDRESS =
      Comparator.comparing(Backend::address).thenComparing(Backend::uid);

  /** Those of a family, {@code IPv4} or {@code IPv6}, by address. */
  static List<Backend> of(Workload service, List<ObjectNode> pods, String family) {
    List<Backend> backends = new ArrayList<>();
    for (ObjectNode pod : pods) {
      String address = ip(pod, family);
      if (!address.isEmpty() && !Pods.finished(pod)) {
        backends.add(
            new Backend(pod, address, host(service, pod), EndpointPort.of(service.spec(), pod)));
      }
    }
    backends.sort(BY_ADDRESS);
    return backends;
  }

  private static String ip(ObjectNode pod, String family) {
    for (JsonNode address : pod.path("status").path("podIPs")) {
      String ip = address.path("ip").asText();
      if (ip.indexOf(':') >= 0 == family.equals("IPv6")) {
        return ip;
      }
    }
    return "";
  }

  private static String host(Workload service, ObjectNode pod) {
    JsonNode spec = pod.path("spec");
    return spec.path("subdomain").asText().equals(service.name())
        ? spec.path("hostname").asText()
        : "";
  }

  String uid() {
    return ObjectMetadata.of(pod).uid();
  }

  String node() {
    return pod.path("spec").path("nodeName").asText();
  }

  boolean ready() {
    return Pods.ready(pod);
  }

  boolean ends() {
    return ObjectMetadata.of(pod).deleting();
  }

  /** Name, node and pod, as both forms tell them. */
  ObjectNode describe(ObjectNode json) {
    if (!host.isEmpty()) {
      json.put("hostname", host);
    }
    if (!node().isEmpty()) {
      json.put("nodeName", node());
    }
    ObjectMetadata metadata = ObjectMetadata.of(pod);
    json.set(
        "targetRef",
        Json.object()
            .put("kind", "Pod")
            .put("namespace", metadata.namespace())
            .put("name", metadata.name())
            .put("uid", metadata.uid()));
    return json;
  }
}
