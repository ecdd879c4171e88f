package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The EndpointSlices of one address family. An endpoint stays in its slice as long as its ports are
 * those of the slice, so that little is written when one pod changes.
 */
final class Slices {
  /** As many endpoints as kube-controller-manager puts into a slice. */
  private static final int LIMIT = 100;

  private final List<ObjectNode> present;
  private final Map<String, ArrayNode> ports = new LinkedHashMap<>();
  private final Map<String, Map<String, ObjectNode>> wanted = new LinkedHashMap<>();

  /** What becomes of slices; those that are made have neither name nor labels yet. */
  record Change(List<ObjectNode> made, List<ObjectNode> kept, List<ObjectNode> gone) {}

  /**
   * Reads.
   *
   * @param present slices of the family that there are
   */
  Slices(List<ObjectNode> present) {
    this.present = present;
  }

  /** Asks for an endpoint. */
  void want(Backend backend, ObjectNode endpoint) {
    ArrayNode list = endpoint.arrayNode();
    backend.ports().forEach(port -> list.add(port.inSlice()));
    String key = list.toString();
    ports.put(key, list);
    wanted
        .computeIfAbsent(key, none -> new LinkedHashMap<>())
        .put(backend.address() + " " + backend.uid(), endpoint);
  }

  Change change() {
    Change change = new Change(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<ObjectNode> room = new ArrayList<>();
    for (ObjectNode slice : present) {
      Map<String, ObjectNode> members = wanted.getOrDefault(key(slice), new LinkedHashMap<>());
      ArrayNode stay = slice.arrayNode();
      for (JsonNode endpoint : slice.path("endpoints")) {
        ObjectNode now = members.remove(identity(endpoint));
        if (now != null) {
          stay.add(now);
        }
      }
      ObjectNode changed = slice.deepCopy();
      changed.set("endpoints", stay);
      room.add(changed);
    }
    for (ObjectNode slice : room) {
      fill(slice, wanted.getOrDefault(key(slice), Map.of()).values().iterator());
      (slice.path("endpoints").isEmpty() ? change.gone() : change.kept()).add(slice);
    }
    wanted.forEach((key, members) -> make(key, members, change));
    keepOne(change);
    return change;
  }

  /** A slice that nothing is left in takes other endpoints before a new one is made. */
  private void make(String key, Map<String, ObjectNode> members, Change change) {
    Iterator<ObjectNode> left = members.values().iterator();
    while (left.hasNext()) {
      boolean reused = !change.gone().isEmpty();
      ObjectNode slice = reused ? change.gone().removeFirst() : Json.object();
      slice.putArray("endpoints");
      slice.set("ports", ports.getOrDefault(key, slice.arrayNode()));
      fill(slice, left);
      (reused ? change.kept() : change.made()).add(slice);
    }
  }

  private static void fill(ObjectNode slice, Iterator<ObjectNode> left) {
    ArrayNode endpoints = slice.withArray("/endpoints");
    while (endpoints.size() < LIMIT && left.hasNext()) {
      endpoints.add(left.next());
      left.remove();
    }
  }

  /** Who looks for slices of a Service shall find one also while there are no pods. */
  private static void keepOne(Change change) {
    if (!change.made().isEmpty() || !change.kept().isEmpty()) {
      return;
    }
    ObjectNode slice = change.gone().isEmpty() ? Json.object() : change.gone().removeFirst();
    slice.putArray("endpoints");
    slice.putArray("ports");
    (slice.has("metadata") ? change.kept() : change.made()).add(slice);
  }

  private static String key(ObjectNode slice) {
    ArrayNode list = slice.arrayNode();
    for (JsonNode port : slice.path("ports")) {
      list.add(
          new EndpointPort(
                  port.path("name").asText(),
                  port.path("port").asInt(),
                  port.path("protocol").asText(),
                  port.path("appProtocol").asText())
              .inSlice());
    }
    return list.toString();
  }

  private static String identity(JsonNode endpoint) {
    return endpoint.path("addresses").path(0).asText()
        + " "
        + endpoint.path("targetRef").path("uid").asText();
  }
}
