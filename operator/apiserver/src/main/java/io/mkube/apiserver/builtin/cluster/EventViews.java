package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The two views of an event. Events are stored once, in the form of the core group, and served in
 * both groups.
 */
public final class EventViews {
  /** Field of the core group, field of {@code events.k8s.io}. */
  private static final List<List<String>> NAMES =
      List.of(
          List.of("involvedObject", "regarding"),
          List.of("message", "note"),
          List.of("source", "deprecatedSource"),
          List.of("firstTimestamp", "deprecatedFirstTimestamp"),
          List.of("lastTimestamp", "deprecatedLastTimestamp"),
          List.of("count", "deprecatedCount"),
          List.of("reportingComponent", "reportingController"));

  private EventViews() {}

  /** The core form of an event of {@code events.k8s.io}; the argument is not changed. */
  public static ObjectNode toCore(ObjectNode event) {
    return renamed(event, 1, 0, "v1");
  }

  /** The {@code events.k8s.io} form of an event of the core group; the argument is not changed. */
  public static ObjectNode toEvents(ObjectNode event) {
    return renamed(event, 0, 1, "events.k8s.io/v1");
  }

  /** What a field of the core group is called in {@code events.k8s.io}. */
  static String inEvents(String field) {
    return NAMES.stream()
        .filter(names -> names.get(0).equals(field))
        .map(names -> names.get(1))
        .findFirst()
        .orElse(field);
  }

  private static ObjectNode renamed(ObjectNode event, int from, int to, String apiVersion) {
    ObjectNode view = event.objectNode();
    for (var member : event.properties()) {
      String name = member.getKey();
      for (List<String> names : NAMES) {
        if (names.get(from).equals(name)) {
          name = names.get(to);
          break;
        }
      }
      view.set(name, member.getValue().deepCopy());
    }
    if (view.has("apiVersion")) {
      view.put("apiVersion", apiVersion);
    }
    return view;
  }
}
