package io.mkube.apiserver.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.request.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks requests for logs and terminals. The streams themselves come from the node that runs the
 * pod; a node tells where in its {@code status.daemonEndpoints}.
 */
final class PodStreams {
  private PodStreams() {}

  /** Why a stream of a pod cannot be given. */
  static ApiException refusal(ObjectNode pod, String subresource, Query query) {
    String name = pod.path("metadata").path("name").asText();
    String container = container(pod, name, query.text("container"));
    String node = pod.path("spec").path("nodeName").asText("");
    if (node.isEmpty()) {
      return ApiException.badRequest("pod " + name + " does not have a host assigned");
    }
    for (JsonNode status : pod.path("status").path("containerStatuses")) {
      JsonNode waiting = status.path("state").path("waiting");
      if (status.path("name").asText().equals(container) && waiting.isObject()) {
        return ApiException.badRequest(
            "container \""
                + container
                + "\" in pod \""
                + name
                + "\" is waiting to start: "
                + waiting.path("reason").asText("ContainerCreating"));
      }
    }
    return new ApiException(
        new Failure.NotImplemented(
            "the "
                + subresource
                + " of pod "
                + name
                + " is not available: node "
                + node
                + " serves no logs and terminals"));
  }

  private static String container(ObjectNode pod, String name, String asked) {
    List<String> names = new ArrayList<>();
    pod.path("spec").path("containers").forEach(c -> names.add(c.path("name").asText()));
    List<String> all = new ArrayList<>(names);
    pod.path("spec").path("initContainers").forEach(c -> all.add(c.path("name").asText()));
    if (asked.isEmpty() && names.size() == 1) {
      return names.getFirst();
    }
    if (asked.isEmpty()) {
      throw ApiException.badRequest(
          "a container name must be specified for pod "
              + name
              + ", choose one of: ["
              + String.join(" ", names)
              + "]");
    }
    if (!all.contains(asked)) {
      throw ApiException.badRequest("container " + asked + " is not valid for pod " + name);
    }
    return asked;
  }
}
