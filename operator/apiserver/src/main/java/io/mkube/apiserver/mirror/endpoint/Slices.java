package io.mkube.apiserver.mirror.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
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
  private final List<ObjectNode> present;
  private final int limit;
  private final Map<String, ArrayNode> ports = new LinkedHashMap<>();
  private final Map<String, Map<String, ObjectNode>> wanted = new LinkedHashMap<>();

  /** What becomes of slices; those that are made have neither name nor labels yet. */
  record Change(List<ObjectNode> made, List<ObjectNode> kept, List<ObjectNode> gone) {}

  /**
   * Reads.
   *
   * @param present slices of the family that there are
   * @param limit how many endpoints a slice takes
   */
  Slices(List<ObjectNode> present, int limit) {
    this.present = present;
    this.limit = limit;
  }

  /** Asks for an endpoint, behind some ports. */
  void want(List<EndpointPort> behind, ObjectNode endpoint) {
    ArrayNode list = endpoint.arrayNode();
    behind.forEach(port -> list.add(port.inSlice()));
    String key = list.toString();
    ports.put(key, list);
    wanted.computeIfAbsent(key, none -> new LinkedHashMap<>()).put(identity(endpoint), endpoint);
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

  private void fill(ObjectNode slice, Iterator<ObjectNode> left) {
    ArrayNode endpoints = slice.withArray("/endpoints");
    while (endpoints.size() < limit && left.hasNext()) {
      endpoints.add(left.next());
      left.remove();
    }
  }

  /** Who looks for slices shall find one also while there is nothing to put into it. */
  Change changeToOneAtLeast() {
    Change change = change();
    if (!change.made().isEmpty() || !change.kept().isEmpty()) {
      return change;
    }
    ObjectNode slice = change.gone().isEmpty() ? Json.object() : change.gone().removeFirst();
    slice.putArray("endpoints");
    slice.putArray("ports");
    (slice.has("metadata") ? change.kept() : change.made()).add(slice);
    return change;
  }

  /** What a slice that is kept was before. */
  ObjectNode stored(ObjectNode kept) {
    String uid = ObjectMetadata.of(kept).uid();
    return present.stream()
        .filter(slice -> ObjectMetadata.of(slice).uid().equals(uid))
        .findFirst()
        .orElseThrow();
  }

  private static String key(ObjectNode slice) {
    ArrayNode list = slice.arrayNode();
    for (JsonNode port : slice.path("ports")) {
      list.add(EndpointPort.of(port).inSlice());
    }
    return list.toString();
  }

  private static String identity(JsonNode endpoint) {
    return endpoint.path("addresses").path(0).asText()
        + " "
        + endpoint.path("targetRef").path("uid").asText();
  }
}
