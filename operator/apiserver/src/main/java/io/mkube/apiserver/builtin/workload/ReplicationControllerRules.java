package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Replication controllers. */
final class ReplicationControllerRules implements PodMakerRules {
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
    JsonNode labels = spec.path("template").path("metadata").path("labels");
    if (!labels.isEmpty()) {
      ObjectNode metadata = Trees.child(object, "metadata");
      if (spec.path("selector").isEmpty()) {
        spec.set("selector", labels.deepCopy());
      }
      if (metadata.path("labels").isEmpty()) {
        metadata.set("labels", labels.deepCopy());
      }
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("replicas", 0);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    findings.notNegative("spec.replicas", spec.path("replicas"));
    findings.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    JsonNode selector = spec.path("selector");
    JsonNode labels = spec.path("template").path("metadata").path("labels");
    if (selector.isEmpty()) {
      findings.required("spec.selector", "");
    }
    for (var wanted : selector.properties()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        findings.invalidAs(
            "spec.template.metadata.labels",
            GoText.labels(labels),
            "`selector` does not match template `labels`");
        break;
      }
    }
    Templates.check(spec.path("template"), "spec.template", List.of("Always"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return StatusCounts.REPLICAS.check(object, old);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "status.replicas", set -> Integer.toString(set.path("status").path("replicas").asInt()));
  }
}
