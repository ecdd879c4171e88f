package io.mkube.apiserver.mirror.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Conditions;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs as many pods as a Job has to complete, and says when it is done or has failed. */
public final class JobPlanner {
  private final Workload job;
  private final List<ObjectNode> pods;
  private final List<ObjectNode> active;
  private final FailedPods failures;
  private final Set<Integer> succeededIndexes;
  private final Set<Integer> failedIndexes;
  private final int succeeded;
  private final int failed;
  private final String time;
  private final Plan.Draft draft = new Plan.Draft();

  private JobPlanner(Workload job, List<ObjectNode> pods, Instant now) {
    this.job = job;
    this.pods = pods;
    this.active = pods.stream().filter(Pods::active).toList();
    this.failures = new FailedPods(job.spec(), pods);
    this.succeededIndexes = succeededIndexes();
    this.failedIndexes = failedIndexes();
    this.succeeded = indexed() ? succeededIndexes.size() : most("succeeded", succeededPods());
    this.failed = most("failed", failures.counted());
    this.time = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Plans the next steps of a Job with these pods. */
  public static Plan plan(Workload job, List<ObjectNode> pods, Instant now) {
    if (job.deleting() || !job.spec().path("managedBy").asText().isEmpty()) {
      return Plan.NOTHING;
    }
    JobPlanner planner = new JobPlanner(job, pods, now);
    if (job.ended()) {
      planner.expire(now);
      return planner.draft.done();
    }
    return planner.draft.status(job.object(), planner.act(now)).done();
  }

  private ObjectNode act(Instant now) {
    ObjectNode status = job.statusCopy();
    if (suspended()) {
      active.forEach(draft::delete);
      status.remove("startTime");
      condition(status, "Suspended", "JobSuspended", "Job suspended");
      numbers(status, 0);
      return status;
    }
    if (Conditions.find(status, "Suspended").path("status").asText().equals("True")) {
      Conditions.put(
          status, new Condition("Suspended", "False", "JobResumed", "Job resumed"), time);
    }
    if (!status.has("startTime")) {
      status.put("startTime", time);
    }
    Instant deadline =
        Pods.time(status.path("startTime").asText())
            .plusSeconds(job.spec().path("activeDeadlineSeconds").asLong(Integer.MAX_VALUE));
    Optional<Reason> failure = failure(now, deadline);
    Optional<Reason> success = failure.isPresent() ? Optional.empty() : success();
    if (failure.isPresent()) {
      fail(status, failure.get());
    } else if (success.isPresent()) {
      succeed(status, success.get());
    } else {
      start(now);
      numbers(status, active.size());
      if (job.spec().has("activeDeadlineSeconds")) {
        draft.again(deadline);
      }
    }
    return status;
  }

  /** Why a Job ends. */
  private record Reason(String reason, String message) {}

  /** The first reason to fail, in the order in which the Job controller asks. */
  private Optional<Reason> failure(Instant now, Instant deadline) {
    Optional<String> fatal = failures.fatal();
    if (fatal.isPresent()) {
      return Optional.of(new Reason("PodFailurePolicy", fatal.get()));
    }
    JsonNode spec = job.spec();
    if (failed > spec.path("backoffLimit").asInt(6)) {
      return Optional.of(
          new Reason("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }
    if (!now.isBefore(deadline)) {
      return Optional.of(
          new Reason("DeadlineExceeded", "Job was active longer than specified deadline"));
    }
    int lost = failedIndexes.size();
    if (spec.path("maxFailedIndexes").isNumber() && lost > spec.path("maxFailedIndexes").asInt()) {
      return Optional.of(
          new Reason(
              "MaxFailedIndexesExceeded",
              "Job has exceeded the specified maximal number of failed indexes"));
    }
    return lost > 0 && lost + succeeded >= spec.path("completions").asInt()
        ? Optional.of(new Reason("FailedIndexes", "Job has failed indexes"))
        : Optional.empty();
  }

  private Optional<Reason> success() {
    int i = 0;
    for (JsonNode rule : job.spec().path("successPolicy").path("rules")) {
      int index = i++;
      if (!succeededIndexes.isEmpty() && matches(rule)) {
        return Optional.of(new Reason("SuccessPolicy", "Matched rules at index " + index));
      }
    }
    return complete()
        ? Optional.of(new Reason("CompletionsReached", "Reached expected number of succeeded pods"))
        : Optional.empty();
  }

  private boolean matches(JsonNode rule) {
    JsonNode count = rule.path("succeededCount");
    if (!rule.path("succeededIndexes").isTextual()) {
      return count.isNumber() && succeeded >= count.asInt();
    }
    Set<Integer> wanted =
        Indexes.parse(
            rule.path("succeededIndexes").asText(), job.spec().path("completions").asInt());
    long there = wanted.stream().filter(succeededIndexes::contains).count();
    return there == wanted.size() || (count.isNumber() && there >= count.asInt());
  }

  private boolean suspended() {
    return job.spec().path("suspend").asBoolean(false);
  }

  private boolean indexed() {
    return job.spec().path("completionMode").asText().equals("Indexed");
  }

  /** Without a number of completions one success is enough, once all pods have ended. */
  private boolean complete() {
    JsonNode completions = job.spec().path("completions");
    return completions.isNumber()
        ? succeeded >= completions.asInt()
        : succeeded > 0 && active.isEmpty();
  }

  private void start(Instant now) {
    int parallelism = job.spec().path("parallelism").asInt(1);
    JsonNode completions = job.spec().path("completions");
    int wanted = parallelism;
    if (completions.isNumber()) {
      wanted = Math.min(parallelism, completions.asInt() - succeeded - failedIndexes.size());
    } else if (succeeded > 0) {
      wanted = active.size();
    }
    if (active.size() > wanted) {
      active.stream()
          .sorted(Pods.DISPENSABLE_FIRST)
          .limit(active.size() - wanted)
          .forEach(draft::delete);
    } else if (active.size() < wanted && now.isBefore(failures.next())) {
      draft.again(failures.next());
    } else if (indexed()) {
      startIndexes(wanted - active.size(), completions.asInt());
    } else {
      for (int i = active.size(); i < wanted; i++) {
        draft.create(pod(job.name() + "-"));
      }
    }
  }

  private void startIndexes(int count, int completions) {
    Set<Integer> taken = new HashSet<>(succeededIndexes);
    taken.addAll(failedIndexes);
    active.forEach(pod -> taken.add(Indexes.of(pod)));
    int left = count;
    for (int index = 0; index < completions && left > 0; index++) {
      if (taken.contains(index)) {
        continue;
      }
      ObjectNode pod = pod(job.name() + "-" + index + "-");
      String text = Integer.toString(index);
      ObjectMetadata.of(pod).node().withObject("/annotations").put(Indexes.ANNOTATION, text);
      ObjectMetadata.of(pod).node().withObject("/labels").put(Indexes.ANNOTATION, text);
      if (perIndex()) {
        failures.count(index, pod);
      }
      ((ObjectNode) pod.path("spec")).put("hostname", job.name() + "-" + index);
      draft.create(pod);
      left--;
    }
  }

  private ObjectNode pod(String base) {
    ObjectNode pod = job.pod();
    ObjectMetadata.of(pod).set("generateName", base);
    return pod;
  }

  private void succeed(ObjectNode status, Reason why) {
    active.forEach(draft::delete);
    condition(status, "SuccessCriteriaMet", why.reason(), why.message());
    condition(status, "Complete", why.reason(), why.message());
    status.put("completionTime", time);
    numbers(status, 0);
  }

  private void fail(ObjectNode status, Reason why) {
    active.forEach(draft::delete);
    condition(status, "FailureTarget", why.reason(), why.message());
    condition(status, "Failed", why.reason(), why.message());
    numbers(status, 0);
  }

  private void condition(ObjectNode status, String type, String reason, String message) {
    Conditions.put(status, new Condition(type, "True", reason, message), time);
    if (Conditions.find(status, type) instanceof ObjectNode condition
        && !condition.has("lastProbeTime")) {
      condition.put("lastProbeTime", time);
    }
  }

  private void numbers(ObjectNode status, int running) {
    put(status, "active", running);
    put(status, "succeeded", succeeded);
    put(status, "failed", failed);
    status.put("ready", running == 0 ? 0 : Pods.ready(active));
    status.put("terminating", 0);
    status.putObject("uncountedTerminatedPods");
    if (!succeededIndexes.isEmpty()) {
      status.put("completedIndexes", Indexes.text(succeededIndexes));
    }
    if (perIndex()) {
      status.put("failedIndexes", Indexes.text(failedIndexes));
    }
  }

  private static void put(ObjectNode status, String field, int value) {
    if (value == 0) {
      status.remove(field);
    } else {
      status.put(field, value);
    }
  }

  private void expire(Instant now) {
    JsonNode seconds = job.spec().path("ttlSecondsAfterFinished");
    if (!seconds.isNumber()) {
      return;
    }
    JsonNode done = Conditions.find(job.status(), "Complete");
    JsonNode condition = done.isMissingNode() ? Conditions.find(job.status(), "Failed") : done;
    Instant end =
        Pods.time(condition.path("lastTransitionTime").asText()).plusSeconds(seconds.asLong());
    if (now.isBefore(end)) {
      draft.again(end);
    } else {
      draft.delete(job.object());
    }
  }

  private boolean perIndex() {
    return indexed() && job.spec().path("backoffLimitPerIndex").isNumber();
  }

  private int succeededPods() {
    return (int) pods.stream().filter(pod -> Pods.phase(pod).equals("Succeeded")).count();
  }

  /** Pods that have ended count on when they are gone. */
  private int most(String field, int present) {
    return Math.max(present, job.status().path(field).asInt());
  }

  private Set<Integer> succeededIndexes() {
    if (!indexed()) {
      return Set.of();
    }
    int limit = job.spec().path("completions").asInt();
    Set<Integer> found = Indexes.parse(job.status().path("completedIndexes").asText(), limit);
    for (ObjectNode pod : pods) {
      int index = Indexes.of(pod);
      if (Pods.phase(pod).equals("Succeeded") && index >= 0 && index < limit) {
        found.add(index);
      }
    }
    return found;
  }

  private Set<Integer> failedIndexes() {
    if (!perIndex()) {
      return Set.of();
    }
    int limit = job.spec().path("completions").asInt();
    Set<Integer> found = Indexes.parse(job.status().path("failedIndexes").asText(), limit);
    found.addAll(failures.indexes(limit));
    found.removeAll(succeededIndexes);
    return found;
  }
}
