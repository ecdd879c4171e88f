package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A port of a pod that a port of a Service leads to.
 *
 * @param name of the port of the Service, {@code ""} for the only one
 * @param appProtocol {@code ""} if the Service names none
 */
record EndpointPort(String name, int port, String protocol, String appProtocol) {

  /** Those of a pod, in the order of the Service; a port that the pod does not have is left out. */
  static List<EndpointPort> of(JsonNode service, ObjectNode pod) {
    List<EndpointPort> ports = new ArrayList<>();
    for (JsonNode port : service.path("ports")) {
      String protocol = port.path("protocol").asText("TCP");
      target(port, protocol, pod)
          .ifPresent(
              number ->
                  ports.add(
                      new EndpointPort(
                          port.path("name").asText(),
                          number,
                          protocol,
                          port.path("appProtocol").asText())));
    }
    return ports;
  }

  /** A port of a subset or of a slice. */
  static EndpointPort of(JsonNode port) {
    return new EndpointPort(
        port.path("name").asText(),
        port.path("port").asInt(),
        port.path("protocol").asText("TCP"),
        port.path("appProtocol").asText());
  }

  private static OptionalInt target(JsonNode port, String protocol, ObjectNode pod) {
    JsonNode target = port.path("targetPort");
    if (!target.isTextual()) {
      int number = target.asInt(0);
      return OptionalInt.of(number == 0 ? port.path("port").asInt() : number);
    }
    for (String field : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : pod.path("spec").path(field)) {
        boolean stays = container.path("restartPolicy").asText().equals("Always");
        if (field.equals("initContainers") && !stays) {
          continue;
        }
        for (JsonNode offered : container.path("ports")) {
          if (offered.path("name").asText().equals(target.asText())
              && offered.path("protocol").asText("TCP").equals(protocol)) {
            return OptionalInt.of(offered.path("containerPort").asInt());
          }
        }
      }
    }
    return OptionalInt.empty();
  }

  /** As part of a subset, which has no names that are empty. */
  ObjectNode inSubset() {
    ObjectNode json = Json.object();
    if (!name.isEmpty()) {
      json.put("name", name);
    }
    return rest(json);
  }

  /** As part of a slice, which always names its ports. */
  ObjectNode inSlice() {
    return rest(Json.object().put("name", name));
  }

  private ObjectNode rest(ObjectNode json) {
    json.put("port", port).put("protocol", protocol);
    if (!appProtocol.isEmpty()) {
      json.put("appProtocol", appProtocol);
    }
    return json;
  }
}
