package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeAddressBuilder;
import io.fabric8.kubernetes.api.model.NodeDaemonEndpoints;
import io.fabric8.kubernetes.api.model.NodeDaemonEndpointsBuilder;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.NodeSystemInfoBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mkube.controllers.node.NodeObservation.Reading;
import io.mkube.controllers.node.NodeObservation.Reading.Answer;
import io.mkube.crds.annotation.MkubeAnnotations;
import io.mkube.routeros.system.RouterSystem.SystemResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A router in the words of a Node. Pure. */
final class NodeDescription {
  /** Pods of a Node: more than any router has room for, so that only its memory is the limit. */
  static final int PODS = 1100;

  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "amd64", "x86", "386", "i386", "386");

  private NodeDescription() {}

  /** Labels that hold for every router. */
  static Map<String, String> labels(NodeDesire desire) {
    return Map.of(
        "kubernetes.io/os",
        "linux",
        "kubernetes.io/hostname",
        desire.name(),
        "node-role.kubernetes.io/router",
        "",
        MkubeAnnotations.DEVICE_TYPE,
        "routeros");
  }

  /** Labels that the router decides. */
  static Map<String, String> labels(NodeDesire desire, Answer answer) {
    Map<String, String> labels = new LinkedHashMap<>(labels(desire));
    if (!answer.resource().architecture().isEmpty()) {
      labels.put("kubernetes.io/arch", architecture(answer.resource()));
    }
    return labels;
  }

  /** Facts that stay the same while the router and the process that acts for it are the same. */
  static Map<String, String> lastingAnnotations(NodeDesire desire, Reading reading) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (reading instanceof Answer answer) {
      annotations.put(MkubeAnnotations.BOARD, answer.resource().board());
    }
    KubeletEndpoint kubelet = desire.kubelet();
    if (kubelet != null && !kubelet.fingerprint().isEmpty()) {
      annotations.put(MkubeAnnotations.KUBELET_CERTIFICATE, kubelet.fingerprint());
    }
    return annotations;
  }

  /** Facts of the moment; written only together with something that lasts. */
  static Map<String, String> passingAnnotations(Answer answer) {
    return Map.of(
        MkubeAnnotations.UPTIME, answer.resource().uptime(),
        MkubeAnnotations.CPU_LOAD, Integer.toString(answer.resource().cpuLoad()));
  }

  static Map<String, Quantity> capacity(SystemResource resource) {
    return Map.of(
        "cpu", new Quantity(Integer.toString(resource.cpuCount())),
        "memory", new Quantity(resource.totalMemory() / 1024 + "Ki"),
        "pods", new Quantity(Integer.toString(PODS)));
  }

  static List<NodeAddress> addresses(NodeDesire desire) {
    Stream<NodeAddress> router =
        Stream.concat(
            desire.addresses().stream().map(address -> address("InternalIP", address)),
            Stream.of(address("Hostname", desire.name())));
    KubeletEndpoint kubelet = desire.kubelet();
    return kubelet == null
        ? router.toList()
        : Stream.concat(router, Stream.of(address("InternalDNS", kubelet.host()))).toList();
  }

  /** Port of the process that serves logs; none if there is no such process. */
  static NodeDaemonEndpoints daemonEndpoints(NodeDesire desire) {
    NodeDaemonEndpointsBuilder endpoints = new NodeDaemonEndpointsBuilder();
    KubeletEndpoint kubelet = desire.kubelet();
    return kubelet == null
        ? endpoints.build()
        : endpoints.withNewKubeletEndpoint(kubelet.port()).build();
  }

  static NodeSystemInfo systemInfo(NodeDesire desire, Answer answer) {
    SystemResource resource = answer.resource();
    return new NodeSystemInfoBuilder()
        .withArchitecture(architecture(resource))
        .withOperatingSystem("linux")
        .withOsImage((resource.platform() + " RouterOS " + resource.version()).strip())
        .withKernelVersion("")
        .withContainerRuntimeVersion("routeros://" + resource.version().split(" ", 2)[0])
        .withKubeletVersion(desire.kubeletVersion())
        .withKubeProxyVersion("")
        .withMachineID(answer.identity())
        .withSystemUUID("")
        .withBootID("")
        .build();
  }

  private static String architecture(SystemResource resource) {
    return ARCHITECTURES.getOrDefault(resource.architecture(), resource.architecture());
  }

  private static NodeAddress address(String type, String address) {
    return new NodeAddressBuilder().withType(type).withAddress(address).build();
  }
}
