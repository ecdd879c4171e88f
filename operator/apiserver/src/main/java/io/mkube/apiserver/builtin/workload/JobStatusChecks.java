package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What controllers may say of a Job: counters, indexes and conditions fit each other, and what has
 * ended stays so. Most is asked only of what a write changes, so that a status that was wrong
 * before can be put right in steps.
 */
final class JobStatusChecks {
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";
  private static final String FAILURE_TARGET = "FailureTarget";
  private static final String SUCCESS = "SuccessCriteriaMet";
  private static final String UID = "types.UID";
  private static final String CONDITIONS = "status.conditions";

  private final ObjectNode job;
  private final ObjectNode old;
  private final JsonNode spec;
  private final JsonNode status;
  private final JsonNode before;
  private final Findings findings;
  private final boolean complete;
  private final boolean failed;

  private JobStatusChecks(ObjectNode job, ObjectNode old, Findings findings) {
    this.job = job;
    this.old = old;
    this.spec = job.path("spec");
    this.status = job.path("status");
    this.before = old.path("status");
    this.findings = findings;
    this.complete = is(COMPLETE);
    this.failed = is(FAILED);
  }

  static void check(ObjectNode job, ObjectNode old, Findings findings) {
    JobStatusChecks checks = new JobStatusChecks(job, old, findings);
    checks.numbers();
    checks.uncounted();
    checks.outcome();
    checks.finished();
    checks.indexes();
    checks.ready();
    checks.success();
    checks.transitions();
  }

  private void numbers() {
    for (String field : List.of("active", "succeeded", "failed", "ready", "terminating")) {
      findings.notNegative("status." + field, status.path(field));
    }
  }

  private void ready() {
    JsonNode ready = status.path("ready");
    if (ready.isNumber() && changed("ready", "active") && ready.asInt() > number(job, "active")) {
      findings.invalid("status.ready", ready, "cannot set more ready pods than active");
    }
  }

  /** One pod is counted once, whatever became of it. */
  private void uncounted() {
    Set<String> seen = new HashSet<>();
    for (String outcome : List.of("succeeded", "failed")) {
      JsonNode uids = status.path("uncountedTerminatedPods").path(outcome);
      for (int i = 0; i < uids.size(); i++) {
        String path = "status.uncountedTerminatedPods." + outcome + "[" + i + "]";
        String uid = uids.path(i).asText();
        if (uid.isEmpty()) {
          findings.invalidText(path, uid, "must not be empty");
        } else if (!seen.add(uid)) {
          findings.duplicate(path, uid);
        }
      }
    }
  }

  private void outcome() {
    if ((flipped(COMPLETE) || flipped(FAILED)) && complete && failed) {
      conditions("cannot set Complete=True and Failed=true conditions");
    }
    if ((flipped(COMPLETE) || flipped(FAILURE_TARGET)) && complete && is(FAILURE_TARGET)) {
      conditions("cannot set Complete=True and FailureTarget=true conditions");
    }
    String end = status.path("completionTime").asText();
    if (flipped(COMPLETE) || changed("completionTime")) {
      if (!end.isEmpty() && !complete) {
        time("cannot set completionTime when there is no Complete=True condition");
      }
      if (end.isEmpty() && complete) {
        findings.required("status.completionTime", "completionTime is required for Complete jobs");
      }
    }
    String start = status.path("startTime").asText();
    if (changed("startTime", "completionTime")
        && !start.isEmpty()
        && !end.isEmpty()
        && instant(end).isBefore(instant(start))) {
      time("completionTime cannot be set before startTime");
    }
    if ((flipped(FAILED) || flipped(FAILURE_TARGET)) && failed && !is(FAILURE_TARGET)) {
      conditions("cannot set Failed=True condition without the FailureTarget=true condition");
    }
    if ((flipped(COMPLETE) || flipped(SUCCESS)) && complete && !is(SUCCESS)) {
      conditions(
          "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }
  }

  private void finished() {
    if (!complete && !failed) {
      return;
    }
    boolean now = !Condition.isTrue(old, COMPLETE) && !Condition.isTrue(old, FAILED);
    if ((now || changed("active")) && number(job, "active") > 0) {
      findings.invalid(
          "status.active", status.path("active"), "active>0 is invalid for finished job");
    }
    boolean nothingToDo =
        spec.path("suspend").asBoolean() && spec.path("completions").asInt(-1) == 0;
    if ((now || changed("startTime")) && !status.has("startTime") && !nothingToDo) {
      findings.required("status.startTime", "startTime is required for finished job");
    }
    JsonNode uncounted = status.path("uncountedTerminatedPods");
    if ((now || changed("uncountedTerminatedPods"))
        && uncounted.path("failed").size() + uncounted.path("succeeded").size() > 0) {
      findings.invalidAs(
          "status.uncountedTerminatedPods",
          "batch.UncountedTerminatedPods{Succeeded:%s, Failed:%s}"
              .formatted(
                  GoText.texts(UID, uncounted.path("succeeded")),
                  GoText.texts(UID, uncounted.path("failed"))),
          "uncountedTerminatedPods needs to be empty for finished job");
    }
    if ((now || changed("terminating")) && number(job, "terminating") > 0) {
      findings.invalid(
          "status.terminating",
          status.path("terminating"),
          "terminating>0 is invalid for finished job");
    }
  }

  private void indexes() {
    JsonNode done = status.path("completedIndexes");
    JsonNode lost = status.path("failedIndexes");
    boolean counted = spec.path("completions").isNumber();
    int limit = spec.path("completions").asInt();
    if (changed("completedIndexes") && counted) {
      ranges("completedIndexes", done, limit);
    }
    if (changed("failedIndexes") && counted && spec.has("backoffLimitPerIndex")) {
      ranges("failedIndexes", lost, limit);
    }
    boolean indexed = spec.path("completionMode").asText().equals("Indexed");
    if (changed("completedIndexes") && !done.asText().isEmpty() && !indexed) {
      findings.invalid(
          "status.completedIndexes",
          done,
          "cannot set non-empty completedIndexes when non-indexed completion mode");
    }
    if (changed("failedIndexes") && lost.isTextual() && !spec.has("backoffLimitPerIndex")) {
      findings.invalid(
          "status.failedIndexes",
          lost,
          "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }
    if (changed("failedIndexes", "completedIndexes") && counted && lost.isTextual()) {
      OptionalInt both = IndexRanges.firstCommon(done.asText(), lost.asText(), limit);
      if (both.isPresent()) {
        findings.invalid(
            "status.failedIndexes",
            lost,
            "failedIndexes and completedIndexes overlap at index: " + both.getAsInt());
      }
    }
  }

  private void ranges(String field, JsonNode text, int limit) {
    try {
      var unused = IndexRanges.count(text.asText(), limit);
    } catch (IllegalArgumentException e) {
      findings.invalid("status." + field, text, "error parsing " + field + ": " + e.getMessage());
    }
  }

  private void success() {
    if (is(SUCCESS) && failed) {
      conditions("cannot set SuccessCriteriaMet=True and Failed=true conditions");
    }
    if (is(SUCCESS) && is(FAILURE_TARGET)) {
      conditions("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
    }
    if (spec.has("successPolicy") && !is(SUCCESS) && complete) {
      conditions(
          "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }
  }

  private void transitions() {
    for (String type : List.of(FAILED, COMPLETE, FAILURE_TARGET)) {
      if (Condition.isTrue(old, type) && !is(type)) {
        conditions("cannot disable the terminal " + type + "=True condition");
      }
    }
    boolean elastic =
        spec.path("completionMode").asText().equals("Indexed")
            && spec.path("completions").equals(spec.path("parallelism"));
    notLess("failed");
    if (!elastic) {
      notLess("succeeded");
    }
    if (status.has("completionTime") && before.has("completionTime") && changed("completionTime")) {
      time("completionTime cannot be mutated");
    }
    if (changed("startTime") && before.has("startTime") && !spec.path("suspend").asBoolean()) {
      findings.required("status.startTime", "startTime cannot be removed for unsuspended job");
    }
    boolean met = Condition.isTrue(old, SUCCESS);
    if (met && !is(SUCCESS)) {
      conditions("cannot disable the SuccessCriteriaMet=True condition");
    }
    if (Condition.isTrue(old, COMPLETE) && !met && is(SUCCESS)) {
      conditions("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }
  }

  private void notLess(String field) {
    if (number(job, field) < number(old, field)) {
      findings.invalidAs(
          "status." + field,
          Integer.toString(number(job, field)),
          "cannot decrease the " + field + " counter");
    }
  }

  private boolean is(String type) {
    return Condition.isTrue(job, type);
  }

  private boolean flipped(String type) {
    return is(type) != Condition.isTrue(old, type);
  }

  private boolean changed(String... fields) {
    for (String field : fields) {
      if (!told(status.path(field)).equals(told(before.path(field)))) {
        return true;
      }
    }
    return false;
  }

  /** Counters that are zero are usually left out. */
  private static String told(JsonNode value) {
    return value.isNumber() && value.asInt() == 0 ? "" : value.toString();
  }

  private void conditions(String detail) {
    findings
        .sink()
        .add(new FieldError(FieldError.Reason.INVALID, CONDITIONS, "Invalid value: " + detail));
  }

  private void time(String detail) {
    findings.invalidAs(
        "status.completionTime",
        GoText.time(instant(status.path("completionTime").asText())),
        detail);
  }

  private static int number(ObjectNode job, String field) {
    return job.path("status").path(field).asInt();
  }

  private static Instant instant(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
