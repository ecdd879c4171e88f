package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Optional;

/** Stateful sets. */
final class StatefulSetRules implements PodMakerRules {
  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");
  private static final List<String> RETENTION = List.of("Retain", "Delete");

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
    Trees.defaultNumber(spec, "revisionHistoryLimit", 10);
    Trees.defaultText(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Trees.child(spec, "updateStrategy");
    Trees.defaultText(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      Trees.defaultNumber(Trees.child(strategy, "rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = Trees.child(spec, "persistentVolumeClaimRetentionPolicy");
    Trees.defaultText(retention, "whenDeleted", "Retain");
    Trees.defaultText(retention, "whenScaled", "Retain");
    Templates.applyDefaults(spec);
    for (ObjectNode claim : Trees.objects(spec, "volumeClaimTemplates")) {
      Trees.defaultText(claim, "apiVersion", "v1");
      Trees.defaultText(claim, "kind", "PersistentVolumeClaim");
      Trees.defaultText(Trees.child(claim, "spec"), "volumeMode", "Filesystem");
      Trees.defaultText(Trees.child(claim, "status"), "phase", "Pending");
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("replicas", 0).put("availableReplicas", 0);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return StatusCounts.STATEFUL_SET.check(object, old);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    if (!fixedParts(object).equals(fixedParts(old))) {
      findings.forbidden(
          "spec",
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'"
              + " and 'minReadySeconds' are forbidden");
    }
    return findings.list();
  }

  private static ObjectNode fixedParts(ObjectNode object) {
    return Trees.child(object, "spec").deepCopy().without(CHANGEABLE);
  }

  private static void check(JsonNode spec, Findings findings) {
    for (String field : List.of("replicas", "minReadySeconds", "revisionHistoryLimit")) {
      findings.notNegative("spec." + field, spec.path(field));
    }
    JsonNode management = spec.path("podManagementPolicy");
    if (!List.of("OrderedReady", "Parallel").contains(management.asText())) {
      findings.invalid(
          "spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
    }
    checkStrategy(spec.path("updateStrategy"), findings);
    findings.notNegative("spec.ordinals.start", spec.path("ordinals").path("start"));
    for (String event : List.of("whenDeleted", "whenScaled")) {
      findings.oneOf(
          "spec.persistentVolumeClaimRetentionPolicy." + event,
          spec.path("persistentVolumeClaimRetentionPolicy").path(event),
          RETENTION);
    }
    Templates.checkRestartingOutline(spec, "StatefulSet", findings);
  }

  private static void checkStrategy(JsonNode strategy, Findings findings) {
    JsonNode rolling = strategy.path("rollingUpdate");
    switch (strategy.path("type").asText()) {
      case "RollingUpdate" ->
          findings.notNegative(
              "spec.updateStrategy.rollingUpdate.partition", rolling.path("partition"));
      case "OnDelete" -> {
        if (rolling.isObject()) {
          findings.invalidAs(
              "spec.updateStrategy.rollingUpdate",
              "apps.RollingUpdateStatefulSetStrategy{Partition:"
                  + rolling.path("partition").asInt()
                  + ", MaxUnavailable:(*intstr.IntOrString)(nil)}",
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      default ->
          findings.invalidAs(
              "spec.updateStrategy",
              "apps.StatefulSetUpdateStrategy{Type:"
                  + strategy.path("type")
                  + ", RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}",
              "must be 'RollingUpdate' or 'OnDelete'");
    }
  }
}
