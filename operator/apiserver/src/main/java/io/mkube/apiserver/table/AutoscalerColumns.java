package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Columns of horizontal pod autoscalers, of both versions. */
final class AutoscalerColumns {
  private static final int SHOWN_METRICS = 2;
  private static final String UNKNOWN = "<unknown>";

  static final List<Column> ALL =
      List.of(
          Column.NAME,
          Column.string("Reference", AutoscalerColumns::reference),
          Column.string("Targets", AutoscalerColumns::targets),
          Column.string(
              "MinPods", object -> object.path("spec").path("minReplicas").asText(Texts.UNSET)),
          Column.count("MaxPods", object -> object.path("spec").path("maxReplicas").asInt()),
          Column.count("Replicas", object -> object.path("status").path("currentReplicas").asInt()),
          Column.AGE);

  private AutoscalerColumns() {}

  private static String reference(ObjectNode autoscaler) {
    JsonNode target = autoscaler.path("spec").path("scaleTargetRef");
    return target.path("kind").asText() + "/" + target.path("name").asText();
  }

  private static String targets(ObjectNode autoscaler) {
    JsonNode spec = autoscaler.path("spec");
    if (spec.has("targetCPUUtilizationPercentage")) {
      JsonNode now = autoscaler.path("status").path("currentCPUUtilizationPercentage");
      return "cpu: "
          + (now.isNumber() ? now.asText() + "%" : UNKNOWN)
          + "/"
          + spec.path("targetCPUUtilizationPercentage").asText()
          + "%";
    }
    JsonNode metrics = spec.path("metrics");
    if (metrics.isEmpty()) {
      return Texts.NONE;
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      texts.add(text(metrics.get(i), autoscaler.path("status").path("currentMetrics").path(i)));
    }
    return texts.size() <= SHOWN_METRICS
        ? String.join(", ", texts)
        : String.join(", ", texts.subList(0, SHOWN_METRICS))
            + " + "
            + (texts.size() - SHOWN_METRICS)
            + " more...";
  }

  private static String text(JsonNode metric, JsonNode measured) {
    String type = metric.path("type").asText();
    if (type.isEmpty()) {
      return "<unknown type>";
    }
    String field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    JsonNode source = metric.path(field);
    JsonNode target = source.path("target");
    JsonNode current = measured.path(field).path("current");
    boolean average = target.has("averageValue");
    return switch (field) {
      case "pods" -> amount(current, "averageValue") + "/" + amount(target, "averageValue");
      case "object", "external" ->
          average
              ? amount(current, "averageValue") + "/" + amount(target, "averageValue") + " (avg)"
              : amount(current, "value") + "/" + amount(target, "value");
      case "resource", "containerResource" ->
          source.path("name").asText()
              + ": "
              + (average
                  ? amount(current, "averageValue") + "/" + amount(target, "averageValue")
                  : percent(current, UNKNOWN) + "/" + percent(target, "<auto>"));
      default -> "<unknown type>";
    };
  }

  private static String amount(JsonNode values, String field) {
    return values.path(field).asText(UNKNOWN);
  }

  private static String percent(JsonNode values, String otherwise) {
    JsonNode number = values.path("averageUtilization");
    return number.isNumber() ? number.asText() + "%" : otherwise;
  }
}
