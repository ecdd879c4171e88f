package io.mkube.apiserver.builtin.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;

/** One metric of an autoscaler in the forms of the two versions. */
final class MetricForms {
  private static final Map<String, String> FIELDS =
      Map.of(
          "ContainerResource", "containerResource",
          "External", "external",
          "Object", "object",
          "Pods", "pods",
          "Resource", "resource");

  private static final List<Pair> RESOURCE =
      List.of(
          new Pair(List.of("name"), "name"),
          new Pair(List.of("container"), "container"),
          new Pair(List.of("*", "averageUtilization"), "*AverageUtilization"),
          new Pair(List.of("*", "averageValue"), "*AverageValue"));

  /** Where each value stands in v2 and in v1; {@code *} is {@code target} or {@code current}. */
  private static final Map<String, List<Pair>> PAIRS =
      Map.of(
          "Resource",
          RESOURCE,
          "ContainerResource",
          RESOURCE,
          "Pods",
          List.of(
              new Pair(List.of("metric", "name"), "metricName"),
              new Pair(List.of("metric", "selector"), "selector"),
              new Pair(List.of("*", "averageValue"), "*AverageValue")),
          "Object",
          List.of(
              new Pair(List.of("describedObject"), "target"),
              new Pair(List.of("metric", "name"), "metricName"),
              new Pair(List.of("metric", "selector"), "selector"),
              new Pair(List.of("*", "value"), "*Value"),
              new Pair(List.of("*", "averageValue"), "averageValue")),
          "External",
          List.of(
              new Pair(List.of("metric", "name"), "metricName"),
              new Pair(List.of("metric", "selector"), "metricSelector"),
              new Pair(List.of("*", "value"), "*Value"),
              new Pair(List.of("*", "averageValue"), "*AverageValue")));

  private final String moment;

  private MetricForms(String moment) {
    this.moment = moment;
  }

  /** What is aimed at: {@code spec.metrics}. */
  static final MetricForms AIMS = new MetricForms("target");

  /** What was measured: {@code status.currentMetrics}. */
  static final MetricForms MEASURED = new MetricForms("current");

  private record Pair(List<String> v2, String v1) {
    String v1(String moment) {
      return v1.replace("*", moment);
    }

    List<String> v2(String moment) {
      return v2.stream().map(name -> name.equals("*") ? moment : name).toList();
    }
  }

  ObjectNode toV1(JsonNode metric, ObjectNode factory) {
    ObjectNode result = begin(metric, factory);
    String type = metric.path("type").asText();
    JsonNode source = metric.path(FIELDS.getOrDefault(type, ""));
    if (source.isObject()) {
      ObjectNode flat = result.putObject(FIELDS.get(type));
      for (Pair pair : PAIRS.getOrDefault(type, List.of())) {
        JsonNode value = source;
        for (String name : pair.v2(moment)) {
          value = value.path(name);
        }
        put(flat, pair.v1(moment), value);
      }
    }
    return result;
  }

  ObjectNode toV2(JsonNode metric, ObjectNode factory) {
    ObjectNode result = begin(metric, factory);
    String type = metric.path("type").asText();
    JsonNode flat = metric.path(FIELDS.getOrDefault(type, ""));
    if (flat.isObject()) {
      ObjectNode source = result.putObject(FIELDS.get(type));
      for (Pair pair : PAIRS.getOrDefault(type, List.of())) {
        List<String> path = pair.v2(moment);
        JsonNode value = flat.path(pair.v1(moment));
        if (!value.isMissingNode()) {
          ObjectNode at = path.size() == 1 ? source : Trees.child(source, path.getFirst());
          put(at, path.getLast(), value);
        }
      }
      if (moment.equals("target") && source.get(moment) instanceof ObjectNode target) {
        target.put("type", targetType(target));
      }
    }
    return result;
  }

  private static ObjectNode begin(JsonNode metric, ObjectNode factory) {
    return factory.objectNode().put("type", metric.path("type").asText());
  }

  private static void put(ObjectNode object, String name, JsonNode value) {
    if (!value.isMissingNode()) {
      object.set(name, value.deepCopy());
    }
  }

  private static String targetType(ObjectNode target) {
    if (target.has("averageUtilization")) {
      return "Utilization";
    }
    return target.has("averageValue") ? "AverageValue" : "Value";
  }
}
