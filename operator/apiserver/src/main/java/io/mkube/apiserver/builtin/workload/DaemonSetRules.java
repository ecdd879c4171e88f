package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Daemon sets. Changes of the template are counted in an annotation, as before apps/v1. */
final class DaemonSetRules implements PodMakerRules {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
  private static final JsonPointer TEMPLATE = JsonPointer.compile("/spec/template");

  @Override
  public boolean namesPods() {
    return false;
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultNumber(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = Trees.child(spec, "updateStrategy");
    Trees.defaultText(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = Trees.child(strategy, "rollingUpdate");
      Trees.defaultNumber(rolling, "maxUnavailable", 1);
      Trees.defaultNumber(rolling, "maxSurge", 0);
    }
    Templates.applyDefaults(spec);
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object
        .putObject("status")
        .put("currentNumberScheduled", 0)
        .put("numberMisscheduled", 0)
        .put("desiredNumberScheduled", 0)
        .put("numberReady", 0);
    setTemplateGeneration(object, Math.max(templateGeneration(object), 1));
  }

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    PodMakerRules.super.prepareForUpdate(object, old);
    boolean changed = !object.at(TEMPLATE).equals(old.at(TEMPLATE));
    setTemplateGeneration(object, templateGeneration(old) + (changed ? 1 : 0));
  }

  private static long templateGeneration(ObjectNode object) {
    String text = Trees.text(object, "metadata", "annotations", TEMPLATE_GENERATION);
    return TextNode.valueOf(text).asLong();
  }

  private static void setTemplateGeneration(ObjectNode object, long count) {
    Trees.child(Trees.child(object, "metadata"), "annotations")
        .put(TEMPLATE_GENERATION, Long.toString(count));
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return StatusCounts.DAEMON_SET.check(object, old);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    Templates.checkSelectorKept(object, old, findings);
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    findings.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    findings.notNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    JsonNode strategy = spec.path("updateStrategy");
    findings.requiredOneOf(
        "spec.updateStrategy.type", strategy.path("type"), List.of("OnDelete", "RollingUpdate"));
    JsonNode rolling = strategy.path("rollingUpdate");
    String path = "spec.updateStrategy.rollingUpdate";
    Amounts.checkPart(rolling.path("maxUnavailable"), path + ".maxUnavailable", findings);
    Amounts.checkPart(rolling.path("maxSurge"), path + ".maxSurge", findings);
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      checkRolling(rolling, path, findings);
    }
    Templates.checkRestarting(spec, "daemonset", findings);
  }

  /** Exactly one of the two: pods of a node are replaced either before or after they go. */
  private static void checkRolling(JsonNode rolling, String path, Findings findings) {
    JsonNode unavailable = rolling.path("maxUnavailable");
    boolean surges = !Amounts.isZero(rolling.path("maxSurge"));
    boolean removes = !Amounts.isZero(unavailable);
    if (surges && removes) {
      findings.invalidAs(
          path + ".maxSurge",
          GoText.amount(rolling.path("maxSurge")),
          "may not be set when maxUnavailable is non-zero");
    } else if (!surges && !removes) {
      findings.required(path + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
    }
  }
}
