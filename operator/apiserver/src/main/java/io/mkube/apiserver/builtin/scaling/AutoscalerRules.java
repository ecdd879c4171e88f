package io.mkube.apiserver.builtin.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Horizontal pod autoscalers of {@code autoscaling/v2}. */
final class AutoscalerRules implements StatusKindRules {
  private static final int DEFAULT_UTILIZATION = 80;
  private static final int DEFAULT_PERIOD = 15;
  private static final int DEFAULT_PODS = 4;
  private static final int ALL = 100;
  private static final int LONGEST_WINDOW = 3600;
  private static final int LONGEST_PERIOD = 1800;

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultNumber(spec, "minReplicas", 1);
    if (spec.path("metrics").isEmpty()) {
      spec.putArray("metrics").add(processorUse(spec, DEFAULT_UTILIZATION));
    }
    if (spec.get("behavior") instanceof ObjectNode behavior) {
      ObjectNode up = Trees.child(behavior, "scaleUp");
      Trees.defaultNumber(up, "stabilizationWindowSeconds", 0);
      Trees.defaultText(up, "selectPolicy", "Max");
      if (!up.has("policies")) {
        ArrayNode policies = up.putArray("policies");
        addPolicy(policies, "Pods", DEFAULT_PODS);
        addPolicy(policies, "Percent", ALL);
      }
      ObjectNode down = Trees.child(behavior, "scaleDown");
      Trees.defaultText(down, "selectPolicy", "Max");
      if (!down.has("policies")) {
        addPolicy(down.putArray("policies"), "Percent", ALL);
      }
    }
  }

  /** The metric that asks for a part of the requested processor time. */
  static ObjectNode processorUse(ObjectNode factory, int percent) {
    ObjectNode metric = factory.objectNode().put("type", "Resource");
    ObjectNode resource = metric.putObject("resource").put("name", "cpu");
    resource.putObject("target").put("type", "Utilization").put("averageUtilization", percent);
    return metric;
  }

  private static void addPolicy(ArrayNode policies, String type, int value) {
    policies.addObject().put("type", type).put("value", value).put("periodSeconds", DEFAULT_PERIOD);
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("desiredReplicas", 0).putNull("currentMetrics");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    checkReplicas(spec, findings);
    AutoscalerMetrics.checkReference(spec.path("scaleTargetRef"), "spec.scaleTargetRef", findings);
    AutoscalerMetrics.check(spec.path("metrics"), findings);
    if (spec.path("minReplicas").isNumber() && spec.path("minReplicas").asInt() == 0) {
      AutoscalerMetrics.checkForNone(spec.path("metrics"), findings);
    }
    JsonNode behavior = spec.path("behavior");
    checkScaling(behavior.path("scaleUp"), "spec.behavior.scaleUp", findings);
    checkScaling(behavior.path("scaleDown"), "spec.behavior.scaleDown", findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    for (String count : List.of("currentReplicas", "desiredReplicas")) {
      findings.notNegative("status." + count, object.path("status").path(count));
    }
    return findings.list();
  }

  private static void checkReplicas(JsonNode spec, Findings findings) {
    JsonNode least = spec.path("minReplicas");
    JsonNode most = spec.path("maxReplicas");
    if (least.isNumber() && least.asInt() < 1) {
      findings.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
    }
    if (most.asInt() < 1) {
      findings.invalidAs("spec.maxReplicas", most.asText("0"), "must be greater than 0");
    }
    if (least.isNumber() && most.asInt() < least.asInt()) {
      findings.invalidAs(
          "spec.maxReplicas", most.asText("0"), "must be greater than or equal to `minReplicas`");
    }
  }

  private static void checkScaling(JsonNode rules, String path, Findings findings) {
    if (!rules.isObject()) {
      return;
    }
    JsonNode window = rules.path("stabilizationWindowSeconds");
    String windowPath = path + ".stabilizationWindowSeconds";
    if (window.isNumber() && window.asInt() < 0) {
      findings.invalid(windowPath, window, "must be greater than or equal to zero");
    }
    atMost(window, windowPath, LONGEST_WINDOW, findings);
    findings.oneOf(
        path + ".selectPolicy", rules.path("selectPolicy"), List.of("Disabled", "Max", "Min"));
    if (rules.path("policies").isEmpty()) {
      findings.required(path + ".policies", "must specify at least one Policy");
    }
    int i = 0;
    for (JsonNode policy : rules.path("policies")) {
      checkPolicy(policy, path + ".policies[" + i++ + "]", findings);
    }
  }

  private static void checkPolicy(JsonNode policy, String path, Findings findings) {
    if (!List.of("Pods", "Percent").contains(policy.path("type").asText())) {
      findings.notSupported(
          path + ".type", policy.path("type").asText(), List.of("Percent", "Pods"));
    }
    if (policy.path("value").asInt() <= 0) {
      findings.invalidAs(
          path + ".value", policy.path("value").asText("0"), "must be greater than zero");
    }
    JsonNode period = policy.path("periodSeconds");
    if (period.asInt() <= 0) {
      findings.invalidAs(path + ".periodSeconds", period.asText("0"), "must be greater than zero");
    }
    atMost(period, path + ".periodSeconds", LONGEST_PERIOD, findings);
  }

  private static void atMost(JsonNode value, String path, int most, Findings findings) {
    if (value.asInt() > most) {
      findings.invalid(path, value, "must be less than or equal to " + most);
    }
  }
}
