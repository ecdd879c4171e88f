package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Optional;

/** Deployments. */
final class DeploymentRules implements PodMakerRules {
  private static final String DEFAULT_SHARE = "25%";
  private static final int DEADLINE_SECONDS = 600;
  static final ScalePaths SCALE =
      new ScalePaths("/spec/replicas", "/status/replicas", "/spec/selector");

  @Override
  public List<String> metadataKeptByStatus() {
    return List.of("labels");
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  /** They are copied to the ReplicaSets. */
  @Override
  public boolean countsAnnotations() {
    return true;
  }

  @Override
  public Optional<ScalePaths> scale() {
    return Optional.of(SCALE);
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultNumber(spec, "replicas", 1);
    Trees.defaultNumber(spec, "revisionHistoryLimit", 10);
    Trees.defaultNumber(spec, "progressDeadlineSeconds", DEADLINE_SECONDS);
    ObjectNode strategy = Trees.child(spec, "strategy");
    Trees.defaultText(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = Trees.child(strategy, "rollingUpdate");
      for (String share : List.of("maxUnavailable", "maxSurge")) {
        if (!rolling.has(share)) {
          rolling.put(share, DEFAULT_SHARE);
        }
      }
    }
    Templates.applyDefaults(spec);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return StatusCounts.DEPLOYMENT.check(object, old);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    Templates.checkSelectorKept(object, old, findings);
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    findings.notNegative("spec.replicas", spec.path("replicas"));
    Templates.checkRestarting(spec, "deployment", findings);
    checkStrategy(spec.path("strategy"), findings);
    for (String field :
        List.of("minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds")) {
      findings.notNegative("spec." + field, spec.path(field));
    }
    JsonNode deadline = spec.path("progressDeadlineSeconds");
    if (deadline.asLong() <= spec.path("minReadySeconds").asLong()) {
      findings.invalid(
          "spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }
  }

  private static void checkStrategy(JsonNode strategy, Findings findings) {
    String path = "spec.strategy.rollingUpdate";
    JsonNode rolling = strategy.path("rollingUpdate");
    String type = strategy.path("type").asText();
    if (type.equals("Recreate")) {
      if (rolling.isObject()) {
        findings.forbidden(path, "may not be specified when strategy `type` is 'Recreate'");
      }
      return;
    }
    if (!type.equals("RollingUpdate")) {
      findings.notSupportedAs(
          "spec.strategy", GoText.strategy(type), List.of("Recreate", "RollingUpdate"));
      return;
    }
    JsonNode unavailable = rolling.path("maxUnavailable");
    Amounts.check(unavailable, path + ".maxUnavailable", findings);
    Amounts.check(rolling.path("maxSurge"), path + ".maxSurge", findings);
    if (Amounts.isZero(unavailable) && Amounts.isZero(rolling.path("maxSurge"))) {
      findings.invalidAs(
          path + ".maxUnavailable",
          GoText.amount(unavailable),
          "may not be 0 when `maxSurge` is 0");
    }
    Amounts.checkShare(unavailable, path + ".maxUnavailable", findings);
  }
}
