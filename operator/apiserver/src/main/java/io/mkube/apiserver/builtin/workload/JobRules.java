package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Jobs. */
final class JobRules implements StatusKindRules {
  private static final List<String> RESTART_POLICIES = List.of("OnFailure", "Never");
  private static final String UID_LABEL = "batch.kubernetes.io/controller-uid";

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    // Without a number of either kind a job is one pod; with parallelism alone it is a work queue.
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.put("completions", 1);
    }
    Trees.defaultNumber(spec, "parallelism", 1);
    Trees.defaultNumber(spec, "backoffLimit", 6);
    Trees.defaultText(spec, "completionMode", "NonIndexed");
    Trees.defaultFlag(spec, "suspend", false);
    Trees.defaultText(
        spec,
        "podReplacementPolicy",
        spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    Templates.applyDefaults(spec);
  }

  /** Selects the pods by the job's uid, which must be set before. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    StatusKindRules.super.prepareForCreate(object);
    ObjectNode spec = Trees.child(object, "spec");
    if (spec.path("manualSelector").asBoolean()) {
      return;
    }
    String uid = Trees.text(object, "metadata", "uid");
    String name = Trees.text(object, "metadata", "name");
    ObjectNode metadata = Trees.child(Trees.child(spec, "template"), "metadata");
    ObjectNode labels = Trees.child(metadata, "labels");
    Trees.defaultText(labels, "job-name", name);
    Trees.defaultText(labels, "batch.kubernetes.io/job-name", name);
    Trees.defaultText(labels, "controller-uid", uid);
    Trees.defaultText(labels, UID_LABEL, uid);
    Trees.defaultText(Trees.child(Trees.child(spec, "selector"), "matchLabels"), UID_LABEL, uid);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object.path("spec"), "spec", findings);
    if (!object.path("spec").path("selector").isObject()) {
      findings.required("spec.selector", "");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    JsonNode before = old.path("spec");
    check(spec, "spec", findings);
    for (String field :
        List.of("selector", "podFailurePolicy", "backoffLimitPerIndex", "completionMode")) {
      findings.immutable("spec." + field, spec.path(field), before.path(field));
    }
    // A suspended job that never ran may still get another template.
    if (!before.path("suspend").asBoolean() || old.path("status").has("startTime")) {
      findings.immutable("spec.template", spec.path("template"), before.path("template"));
    }
    if (!spec.path("completionMode").asText().equals("Indexed")) {
      findings.immutable("spec.completions", spec.path("completions"), before.path("completions"));
    }
    return findings.list();
  }

  /** Checks a job spec at {@code path}, also of a template. */
  static void check(JsonNode spec, String path, Findings findings) {
    for (String field :
        List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes")) {
      findings.notNegative(path + "." + field, spec.path(field));
    }
    findings.oneOf(
        path + ".completionMode", spec.path("completionMode"), List.of("Indexed", "NonIndexed"));
    if (spec.path("completionMode").asText().equals("Indexed") && !spec.has("completions")) {
      findings.required(path + ".completions", "when completion mode is Indexed");
    }
    Templates.check(spec.path("template"), path + ".template", RESTART_POLICIES, findings);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "status.successful", job -> Integer.toString(job.path("status").path("succeeded").asInt()));
  }
}
