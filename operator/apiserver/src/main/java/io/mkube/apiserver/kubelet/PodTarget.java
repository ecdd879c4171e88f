package io.mkube.apiserver.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * The container that a request means.
 *
 * @param namespace namespace of the pod
 * @param pod name of the pod
 * @param container name of the container, {@code ""} if the request is about the whole pod
 * @param node name of the node, {@code ""} while the pod has none
 */
record PodTarget(String namespace, String pod, String container, String node) {
  /**
   * Finds the container.
   *
   * @param asked container that the client names, {@code ""} for the only one
   * @throws ApiException with 400 if that leaves a choice, or there is no such container
   */
  static PodTarget of(ObjectNode pod, String asked) {
    String name = pod.path("metadata").path("name").asText();
    return new PodTarget(
        pod.path("metadata").path("namespace").asText(),
        name,
        container(pod, name, asked),
        pod.path("spec").path("nodeName").asText(""));
  }

  /** The whole pod, for port forwarding. */
  static PodTarget whole(ObjectNode pod) {
    return new PodTarget(
        pod.path("metadata").path("namespace").asText(),
        pod.path("metadata").path("name").asText(),
        "",
        pod.path("spec").path("nodeName").asText(""));
  }

  /**
   * The kubelet's path.
   *
   * @param what the kubelet's word for what is wanted
   * @param query what follows the question mark, may be {@code ""}
   */
  String path(String what, String query) {
    return "/%s/%s/%s%s%s"
        .formatted(
            what,
            namespace,
            pod,
            container.isEmpty() ? "" : "/" + container,
            query.isEmpty() ? "" : "?" + query);
  }

  /**
   * Requires that the container has been started.
   *
   * @throws ApiException with 400 and the reason that the status tells
   */
  void requireStarted(ObjectNode pod) {
    for (JsonNode status : pod.path("status").path("containerStatuses")) {
      JsonNode waiting = status.path("state").path("waiting");
      boolean ranBefore = status.path("lastState").path("terminated").isObject();
      if (status.path("name").asText().equals(container) && waiting.isObject() && !ranBefore) {
        throw ApiException.badRequest(
            "container \"%s\" in pod \"%s\" is waiting to start: %s"
                .formatted(
                    container, this.pod, waiting.path("reason").asText("ContainerCreating")));
      }
    }
  }

  private static String container(ObjectNode pod, String name, String asked) {
    List<String> names = names(pod, "containers");
    List<String> initial = names(pod, "initContainers");
    if (asked.isEmpty() && names.size() == 1) {
      return names.getFirst();
    }
    if (asked.isEmpty()) {
      throw ApiException.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]%s"
              .formatted(
                  name,
                  String.join(" ", names),
                  initial.isEmpty()
                      ? ""
                      : " or one of the init containers: [" + String.join(" ", initial) + "]"));
    }
    if (!names.contains(asked)
        && !initial.contains(asked)
        && !names(pod, "ephemeralContainers").contains(asked)) {
      throw ApiException.badRequest("container " + asked + " is not valid for pod " + name);
    }
    return asked;
  }

  private static List<String> names(ObjectNode pod, String list) {
    List<String> names = new ArrayList<>();
    pod.path("spec").path(list).forEach(c -> names.add(c.path("name").asText()));
    return names;
  }
}
