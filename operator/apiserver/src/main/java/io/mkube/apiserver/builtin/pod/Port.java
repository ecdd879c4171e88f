package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A port of a container, compared with those of the pod's others.
 *
 * @param path where it stands
 * @param number port of the container
 * @param hostPort port of the host, 0 for none
 */
record Port(String path, String name, int number, String protocol, String hostIp, int hostPort) {
  static Port of(JsonNode port, String path) {
    return new Port(
        path,
        port.path("name").asText(),
        port.path("containerPort").asInt(),
        port.path("protocol").asText(),
        port.path("hostIP").asText(),
        port.path("hostPort").asInt());
  }

  String key() {
    return number + "/" + protocol;
  }

  /** What is odd about it alone, with the port as Go prints it. */
  Optional<String> warning() {
    return hostIp.isEmpty() || hostPort != 0
        ? Optional.empty()
        : Optional.of(
            "%s: hostIP set without hostPort: {Name:%s HostPort:0 ContainerPort:%d Protocol:%s HostIP:%s}"
                .formatted(path, name, number, protocol, hostIp));
  }

  /** What is odd about it beside one of the same number and protocol. */
  Optional<String> warningBeside(Port other) {
    if (hostIp.equals(other.hostIp) && hostPort == other.hostPort) {
      return Optional.of(path + ": duplicate port definition with " + other.path);
    }
    if (hostPort == 0 || other.hostPort == 0) {
      return Optional.of(path + ": overlapping port definition with " + other.path);
    }
    return hostPort == other.hostPort && hostIp.isEmpty() != other.hostIp.isEmpty()
        ? Optional.of(path + ": dangerously ambiguous port definition with " + other.path)
        : Optional.empty();
  }
}
