package io.mkube.apiserver.builtin.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.types.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks what an autoscaler measures. */
final class AutoscalerMetrics {
  /** Types of metrics with the field that describes them. */
  private static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.of(
              "ContainerResource", "containerResource",
              "External", "external",
              "Object", "object",
              "Pods", "pods",
              "Resource", "resource"));

  private AutoscalerMetrics() {}

  static void check(JsonNode metrics, Findings findings) {
    int i = 0;
    for (JsonNode metric : metrics) {
      checkMetric(metric, "spec.metrics[" + i++ + "]", findings);
    }
  }

  /** Without replicas, only what is measured elsewhere tells that one is needed. */
  static void checkForNone(JsonNode metrics, Findings findings) {
    for (JsonNode metric : metrics) {
      if (List.of("External", "Object").contains(metric.path("type").asText())) {
        return;
      }
    }
    findings.forbidden(
        "spec.metrics",
        "must specify at least one Object or External metric to support scaling to zero replicas");
  }

  /** Checks the reference to what is scaled or measured. */
  static void checkReference(JsonNode reference, String path, Findings findings) {
    for (String field : List.of("kind", "name")) {
      if (findings.requiredText(path + "." + field, reference.path(field))) {
        findings.name(path + "." + field, reference.path(field).asText(), NameRule.PATH_SEGMENT);
      }
    }
  }

  private static void checkMetric(JsonNode metric, String path, Findings findings) {
    String type = metric.path("type").asText();
    if (type.isEmpty()) {
      findings.required(path + ".type", "must specify a metric source type");
    }
    if (!FIELDS.containsKey(type)) {
      findings.notSupported(path + ".type", type, FIELDS.keySet());
    }
    List<String> present = new ArrayList<>();
    for (String field : List.of("object", "external", "pods", "resource", "containerResource")) {
      if (metric.path(field).isObject()) {
        present.add(field);
        if (present.size() == 1) {
          checkSource(field, metric.path(field), path + "." + field, findings);
        }
      }
    }
    String expected = FIELDS.get(type);
    if (expected != null && !present.contains(expected)) {
      findings.required(
          path + "." + expected, "must populate information for the given metric source");
    }
    if (present.size() != 1) {
      present.remove(expected);
      for (String other : present) {
        findings.forbidden(path + "." + other, "must populate the given metric source only");
      }
    }
  }

  private static void checkSource(String field, JsonNode source, String path, Findings findings) {
    JsonNode target = source.path("target");
    switch (field) {
      case "object" -> {
        checkReference(source.path("describedObject"), path + ".describedObject", findings);
        checkIdentifier(source, path, findings);
        checkTarget(target, path + ".target", findings);
        if (!target.has("value") && !target.has("averageValue")) {
          findings.required(
              path + ".target.averageValue", "must set either a target value or averageValue");
        }
      }
      case "external" -> {
        checkIdentifier(source, path, findings);
        checkTarget(target, path + ".target", findings);
        checkOneOfTwo(
            target,
            path + ".target",
            new Choice("value", "averageValue", "a target value for metric", "a per-pod target"),
            findings);
      }
      case "pods" -> {
        checkIdentifier(source, path, findings);
        checkTarget(target, path + ".target", findings);
        if (!positive(target.path("averageValue"))) {
          findings.required(
              path + ".target.averageValue", "must specify a positive target averageValue");
        }
      }
      default -> checkResource(source, path, findings);
    }
  }

  private static void checkResource(JsonNode source, String path, Findings findings) {
    if (source.path("name").asText().isEmpty()) {
      findings.required(path + ".name", "must specify a resource name");
    }
    if (path.endsWith(".containerResource") && source.path("container").asText().isEmpty()) {
      findings.required(path + ".container", "must specify a container");
    }
    checkTarget(source.path("target"), path + ".target", findings);
    checkOneOfTwo(
        source.path("target"),
        path + ".target",
        new Choice(
            "averageUtilization", "averageValue", "a target raw value", "a target utilization"),
        findings);
  }

  /** Two fields of which exactly one is set, and what messages call them. */
  private record Choice(String first, String second, String oneName, String otherName) {}

  private static void checkOneOfTwo(
      JsonNode target, String path, Choice choice, Findings findings) {
    boolean first = target.has(choice.first());
    boolean second = target.has(choice.second());
    String names = choice.oneName() + " or " + choice.otherName();
    if (!first && !second) {
      String field = choice.first().equals("value") ? choice.second() : choice.first();
      findings.required(path + "." + field, "must set either " + names);
    } else if (first && second) {
      String both = choice.oneName() + " and " + choice.otherName();
      String field = choice.first().equals("value") ? choice.first() : choice.second();
      findings.forbidden(path + "." + field, "may not set both " + both);
    }
  }

  private static void checkIdentifier(JsonNode source, String path, Findings findings) {
    String name = source.path("metric").path("name").asText();
    if (name.isEmpty()) {
      findings.required(path + ".metric.name", "must specify a metric name");
    } else {
      findings.name(path + ".metric.name", name, NameRule.PATH_SEGMENT);
    }
  }

  private static void checkTarget(JsonNode target, String path, Findings findings) {
    JsonNode type = target.path("type");
    if (type.asText().isEmpty()) {
      findings.required(path + ".type", "must specify a metric target type");
    }
    if (!List.of("Utilization", "Value", "AverageValue").contains(type.asText())) {
      findings.invalidText(
          path + ".type", type.asText(), "must be either Utilization, Value, or AverageValue");
    }
    for (String field : List.of("value", "averageValue")) {
      if (target.has(field) && !positive(target.path(field))) {
        findings.invalid(path + "." + field, target.path(field), "must be positive");
      }
    }
    JsonNode utilization = target.path("averageUtilization");
    if (utilization.isNumber() && utilization.asInt() < 1) {
      findings.invalid(path + ".averageUtilization", utilization, "must be greater than 0");
    }
  }

  private static boolean positive(JsonNode quantity) {
    return quantity.isValueNode()
        && !quantity.isNull()
        && Quantity.parse(quantity.asText()).filter(any -> any.amount().signum() > 0).isPresent();
  }
}
