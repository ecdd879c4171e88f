package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Jobs. */
final class JobRules implements PodMakerRules {
  private static final List<String> RESTART_POLICIES = List.of("OnFailure", "Never");
  private static final int LONGEST_MANAGER = 63;
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
    Trees.defaultNumber(
        spec, "backoffLimit", spec.has("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
    Trees.defaultText(spec, "completionMode", "NonIndexed");
    Trees.defaultFlag(spec, "suspend", false);
    Trees.defaultText(
        spec,
        "podReplacementPolicy",
        spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    for (ObjectNode rule : Trees.objects(spec.path("podFailurePolicy"), "rules")) {
      for (ObjectNode condition : Trees.objects(rule, "onPodConditions")) {
        Trees.defaultText(condition, "status", "True");
      }
    }
    Templates.applyDefaults(spec);
  }

  /** Selects the pods by the job's uid, which must be set before. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    PodMakerRules.super.prepareForCreate(object);
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
    checkWhole(object, findings);
    return findings.list();
  }

  private static void checkWhole(ObjectNode object, Findings findings) {
    JsonNode spec = object.path("spec");
    if (!spec.path("manualSelector").asBoolean() && spec.path("selector").isObject()) {
      checkGenerated(object, findings);
    }
    check(spec, "spec", findings);
    Templates.checkSelected(spec, findings);
    checkHostNames(object, findings);
  }

  /** The pods of an indexed job are called after it and their index. */
  private static void checkHostNames(ObjectNode object, Findings findings) {
    JsonNode spec = object.path("spec");
    long completions = spec.path("completions").asLong();
    if (!spec.path("completionMode").asText().equals("Indexed") || completions <= 0) {
      return;
    }
    String name = Trees.text(object, "metadata", "name");
    String longest = name + "-" + (completions - 1);
    if (!NameRule.DNS_LABEL.check(longest).isEmpty()) {
      findings.invalidText(
          "metadata.name", name, "will not able to create pod with invalid DNS label: " + longest);
    }
  }

  /** A selector that a client brings must be the one that it would get. */
  private static void checkGenerated(JsonNode object, Findings findings) {
    String uid = Trees.text(object, "metadata", "uid");
    JsonNode selector = object.path("spec").path("selector");
    JsonNode labels = object.path("spec").path("template").path("metadata").path("labels");
    Map<String, String> expected =
        Map.of(
            "controller-uid",
            uid,
            UID_LABEL,
            uid,
            "job-name",
            Trees.text(object, "metadata", "name"),
            "batch.kubernetes.io/job-name",
            Trees.text(object, "metadata", "name"));
    for (String key :
        List.of("controller-uid", "job-name", UID_LABEL, "batch.kubernetes.io/job-name")) {
      JsonNode label = labels.path(key);
      String at = "spec.template.metadata.labels[" + key + "]";
      String must = "must be '" + expected.get(key) + "'";
      if (label.isMissingNode()) {
        findings.required(at, must);
      } else if (!label.asText().equals(expected.get(key))) {
        findings.invalidAs(at, GoText.labels(labels), must);
      }
    }
    for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
      if (!label.getValue().asText().equals(expected.get(label.getKey()))) {
        findings.invalidAs(
            "spec.selector", GoText.selector(selector), "`selector` not auto-generated");
        return;
      }
    }
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    JsonNode before = old.path("spec");
    checkWhole(object, findings);
    for (String field :
        List.of(
            "selector",
            "completionMode",
            "podFailurePolicy",
            "backoffLimitPerIndex",
            "managedBy",
            "successPolicy")) {
      findings.immutable("spec." + field, spec.path(field), before.path(field));
    }
    JsonNode template = before.path("template");
    if (before.path("suspend").asBoolean() && !old.path("status").has("startTime")) {
      template = placedLike(template.deepCopy(), spec.path("template"));
    }
    findings.immutable("spec.template", spec.path("template"), template);
    JsonNode completions = spec.path("completions");
    if (!spec.path("completionMode").asText().equals("Indexed")) {
      findings.immutable("spec.completions", completions, before.path("completions"));
    } else if (completions.isNumber()
        && before.path("completions").isNumber()
        && !completions.equals(before.path("completions"))
        && completions.asInt() != spec.path("parallelism").asInt()) {
      findings.invalid(
          "spec.completions", completions, "can only be modified in tandem with spec.parallelism");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    JobStatusChecks.check(object, old, findings);
    return findings.list();
  }

  /** A suspended job that never ran may still be told where its pods go, and their metadata. */
  private static JsonNode placedLike(JsonNode template, JsonNode wanted) {
    if (!(template instanceof ObjectNode placed)) {
      return template;
    }
    take(placed, wanted, "metadata");
    ObjectNode pod = Trees.child(placed, "spec");
    JsonNode wantedPod = wanted.path("spec");
    for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
      take(pod, wantedPod, field);
    }
    ObjectNode affinity = Trees.child(pod, "affinity");
    take(affinity, wantedPod.path("affinity"), "nodeAffinity");
    if (affinity.isEmpty() && !wantedPod.has("affinity")) {
      pod.remove("affinity");
    }
    return placed;
  }

  private static void take(ObjectNode to, JsonNode from, String field) {
    if (from.has(field)) {
      to.set(field, from.path(field));
    } else {
      to.remove(field);
    }
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
    checkIndexes(spec, path, findings);
    FailurePolicyChecks.check(spec, path, findings);
    boolean policy = spec.has("podFailurePolicy");
    findings.oneOf(
        path + ".podReplacementPolicy",
        spec.path("podReplacementPolicy"),
        policy ? List.of("Failed") : List.of("Failed", "TerminatingOrFailed"));
    String manager = spec.path("managedBy").asText();
    if (!manager.isEmpty()) {
      findings.domainPath(path + ".managedBy", manager);
      if (manager.length() > LONGEST_MANAGER) {
        findings.tooLong(path + ".managedBy", LONGEST_MANAGER);
      }
    }
    Templates.check(spec.path("template"), path + ".template", List.of(), findings);
    checkRestartPolicy(spec, path + ".template.spec.restartPolicy", findings);
  }

  private static void checkIndexes(JsonNode spec, String path, Findings findings) {
    boolean perIndex = spec.has("backoffLimitPerIndex");
    if (spec.has("maxFailedIndexes") && !perIndex) {
      findings.required(path + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
    }
    findings.oneOf(
        path + ".completionMode", spec.path("completionMode"), List.of("NonIndexed", "Indexed"));
    if (!spec.path("completionMode").asText().equals("Indexed")) {
      for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy")) {
        if (spec.has(field)) {
          findings.invalid(
              path + "." + field, spec.path(field), "requires indexed completion mode");
        }
      }
      return;
    }
    IndexedJobChecks.check(spec, path, findings);
  }

  /** {@code Always} is what a pod gets that says nothing, so a job wants to be told. */
  private static void checkRestartPolicy(JsonNode spec, String at, Findings findings) {
    JsonNode given = spec.path("template").path("spec").path("restartPolicy");
    if (given.asText().isEmpty() || given.asText().equals("Always")) {
      findings.required(at, "valid values: \"OnFailure\", \"Never\"");
    } else if (spec.has("podFailurePolicy") && given.asText().equals("OnFailure")) {
      findings.invalid(at, given, "only \"Never\" is supported when podFailurePolicy is specified");
    } else {
      findings.oneOf(at, given, RESTART_POLICIES);
    }
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "status.successful", job -> Integer.toString(job.path("status").path("succeeded").asInt()));
  }
}
