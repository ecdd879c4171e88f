package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Replica sets. */
final class ReplicaSetRules implements PodMakerRules {
  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public Optional<ScalePaths> scale() {
    return Optional.of(DeploymentRules.SCALE);
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultNumber(spec, "replicas", 1);
    Templates.applyDefaults(spec);
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("replicas", 0);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return StatusCounts.REPLICAS.check(object, old);
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
    findings.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    Templates.checkRestarting(spec, "ReplicaSet", findings);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "status.replicas", set -> Integer.toString(set.path("status").path("replicas").asInt()));
  }
}
