package io.mkube.apiserver.builtin.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.rules.Trees;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The two versions of an autoscaler. Stored is {@code v2}; what {@code v1} has no field for stands
 * in annotations there.
 */
public final class AutoscalerViews {
  private static final String ANNOTATION = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = ANNOTATION + "metrics";
  private static final String BEHAVIOR = ANNOTATION + "behavior";
  private static final String CONDITIONS = ANNOTATION + "conditions";
  private static final String CURRENT_METRICS = ANNOTATION + "current-metrics";
  private static final List<String> OURS = List.of(METRICS, BEHAVIOR, CONDITIONS, CURRENT_METRICS);
  private static final String PERCENTAGE = "targetCPUUtilizationPercentage";
  private static final String CURRENT_PERCENTAGE = "currentCPUUtilizationPercentage";
  private static final int DEFAULT_UTILIZATION = 80;

  private AutoscalerViews() {}

  /** The {@code v1} form of an autoscaler of {@code v2}; the argument is not changed. */
  public static ObjectNode toV1(ObjectNode autoscaler) {
    ObjectNode view = autoscaler.deepCopy();
    view.put("apiVersion", "autoscaling/v1");
    ObjectNode spec = Trees.child(view, "spec");
    ObjectNode status = Trees.child(view, "status");
    ArrayNode others = view.arrayNode();
    for (JsonNode metric : spec.path("metrics")) {
      JsonNode percent = processorUse(metric, "target");
      if (percent.isMissingNode() || spec.has(PERCENTAGE)) {
        others.add(MetricForms.AIMS.toV1(metric, view));
      } else {
        spec.set(PERCENTAGE, percent);
      }
    }
    spec.remove("metrics");
    annotate(view, METRICS, others);
    annotate(view, BEHAVIOR, spec.path("behavior"));
    spec.remove("behavior");
    ArrayNode current = view.arrayNode();
    for (JsonNode metric : status.path("currentMetrics")) {
      current.add(MetricForms.MEASURED.toV1(metric, view));
      JsonNode percent = processorUse(metric, "current");
      if (!percent.isMissingNode()) {
        status.set(CURRENT_PERCENTAGE, percent);
      }
    }
    status.remove("currentMetrics");
    annotate(view, CURRENT_METRICS, current);
    annotate(view, CONDITIONS, status.path("conditions"));
    status.remove("conditions");
    Trees.defaultNumber(status, "currentReplicas", 0);
    Trees.defaultNumber(status, "desiredReplicas", 0);
    return view;
  }

  /** The {@code v2} form of an autoscaler of {@code v1}; the argument is not changed. */
  public static ObjectNode toV2(ObjectNode autoscaler) {
    ObjectNode stored = autoscaler.deepCopy();
    stored.put("apiVersion", "autoscaling/v2");
    ObjectNode spec = Trees.child(stored, "spec");
    ArrayNode metrics = stored.arrayNode();
    for (JsonNode metric : annotated(stored, METRICS)) {
      metrics.add(MetricForms.AIMS.toV2(metric, stored));
    }
    if (spec.has(PERCENTAGE) || metrics.isEmpty()) {
      int percent = spec.path(PERCENTAGE).asInt(DEFAULT_UTILIZATION);
      metrics.add(AutoscalerRules.processorUse(stored, percent));
    }
    spec.remove(PERCENTAGE);
    spec.set("metrics", metrics);
    if (annotated(stored, BEHAVIOR) instanceof ObjectNode behavior) {
      spec.set("behavior", behavior);
    }
    ObjectNode status = Trees.child(stored, "status");
    ArrayNode current = stored.arrayNode();
    for (JsonNode metric : annotated(stored, CURRENT_METRICS)) {
      current.add(MetricForms.MEASURED.toV2(metric, stored));
    }
    if (current.isEmpty() && status.has(CURRENT_PERCENTAGE)) {
      current.add(measuredUse(stored, status.path(CURRENT_PERCENTAGE).asInt()));
    }
    status.remove(CURRENT_PERCENTAGE);
    status.set("currentMetrics", current.isEmpty() ? stored.nullNode() : current);
    if (annotated(stored, CONDITIONS) instanceof ArrayNode conditions) {
      status.set("conditions", conditions);
    }
    if (stored.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(OURS);
      if (annotations.isEmpty()) {
        Trees.child(stored, "metadata").remove("annotations");
      }
    }
    return stored;
  }

  private static JsonNode processorUse(JsonNode metric, String moment) {
    JsonNode resource = metric.path("resource");
    return resource.path("name").asText().equals("cpu")
        ? resource.path(moment).path("averageUtilization")
        : resource.path("");
  }

  private static ObjectNode measuredUse(ObjectNode factory, int percent) {
    ObjectNode metric = factory.objectNode().put("type", "Resource");
    ObjectNode resource = metric.putObject("resource").put("name", "cpu");
    resource.putObject("current").put("averageUtilization", percent);
    return metric;
  }

  private static void annotate(ObjectNode view, String name, JsonNode value) {
    if (!value.isEmpty()) {
      Trees.child(Trees.child(view, "metadata"), "annotations").put(name, value.toString());
    }
  }

  /** What an annotation says; missing when it is absent or no JSON, as in Kubernetes. */
  private static JsonNode annotated(ObjectNode object, String name) {
    String text = Trees.text(object, "metadata", "annotations", name);
    if (text.isEmpty()) {
      return object.path("");
    }
    try {
      byte[] wrapped = ("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8);
      return Json.read(wrapped).path("value");
    } catch (IllegalStateException e) {
      return object.path("");
    }
  }
}
