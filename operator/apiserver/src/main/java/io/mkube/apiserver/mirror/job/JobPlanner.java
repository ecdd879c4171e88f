package io.mkube.apiserver.mirror;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs as many pods as a Job has to complete, and says when it is done or has failed. */
final class JobPlanner {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private final Workload job;
  private final List<ObjectNode> pods;
  private final List<ObjectNode> active;
  private final int succeeded;
  private final int failed;
  private final String time;
  private final Plan.Draft draft = new Plan.Draft();

  private JobPlanner(Workload job, List<ObjectNode> pods, Instant now) {
    this.job = job;
    this.pods = pods;
    this.active = pods.stream().filter(Pods::active).toList();
    this.succeeded = indexed() ? indexes().size() : most("succeeded", "Succeeded");
    this.failed = most("failed", "Failed");
    this.time = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Plan plan(Workload job, List<ObjectNode> pods, Instant now) {
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
    if (failed > job.spec().path("backoffLimit").asInt(6)) {
      fail(status, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    } else if (!now.isBefore(deadline)) {
      fail(status, "DeadlineExceeded", "Job was active longer than specified deadline");
    } else if (complete()) {
      succeed(status);
    } else {
      start();
      numbers(status, active.size());
      if (job.spec().has("activeDeadlineSeconds")) {
        draft.again(deadline);
      }
    }
    return status;
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

  private void start() {
    int parallelism = job.spec().path("parallelism").asInt(1);
    JsonNode completions = job.spec().path("completions");
    int wanted = parallelism;
    if (completions.isNumber()) {
      wanted = Math.min(parallelism, completions.asInt() - succeeded);
    } else if (succeeded > 0) {
      wanted = active.size();
    }
    if (active.size() > wanted) {
      active.stream()
          .sorted(Pods.DISPENSABLE_FIRST)
          .limit(active.size() - wanted)
          .forEach(draft::delete);
    } else if (indexed()) {
      startIndexes(wanted - active.size(), completions.asInt());
    } else {
      for (int i = active.size(); i < wanted; i++) {
        draft.create(pod(job.name() + "-"));
      }
    }
  }

  private void startIndexes(int count, int completions) {
    Set<Integer> taken = new HashSet<>(indexes());
    active.forEach(pod -> taken.add(index(pod)));
    int left = count;
    for (int index = 0; index < completions && left > 0; index++) {
      if (taken.contains(index)) {
        continue;
      }
      ObjectNode pod = pod(job.name() + "-" + index + "-");
      String text = Integer.toString(index);
      ObjectMetadata.of(pod).node().withObject("/annotations").put(INDEX, text);
      ObjectMetadata.of(pod).node().withObject("/labels").put(INDEX, text);
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

  private void succeed(ObjectNode status) {
    active.forEach(draft::delete);
    String message = "Reached expected number of succeeded pods";
    condition(status, "SuccessCriteriaMet", "CompletionsReached", message);
    condition(status, "Complete", "CompletionsReached", message);
    status.put("completionTime", time);
    numbers(status, 0);
  }

  private void fail(ObjectNode status, String reason, String message) {
    active.forEach(draft::delete);
    condition(status, "FailureTarget", reason, message);
    condition(status, "Failed", reason, message);
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
    if (indexed() && !indexes().isEmpty()) {
      status.put("completedIndexes", ranges(List.copyOf(indexes())));
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

  /** Pods that have ended count on when they are gone. */
  private int most(String field, String phase) {
    int present = (int) pods.stream().filter(pod -> Pods.phase(pod).equals(phase)).count();
    return Math.max(present, job.status().path(field).asInt());
  }

  /** Indexes that have succeeded. */
  private Set<Integer> indexes() {
    Set<Integer> found = new TreeSet<>();
    int limit = job.spec().path("completions").asInt();
    for (ObjectNode pod : pods) {
      int index = index(pod);
      if (Pods.phase(pod).equals("Succeeded") && index >= 0 && index < limit) {
        found.add(index);
      }
    }
    return found;
  }

  private static int index(ObjectNode pod) {
    try {
      return Integer.parseInt(ObjectMetadata.of(pod).annotations().getOrDefault(INDEX, "-1"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Ascending numbers in the form {@code 0-2,5}. */
  private static String ranges(List<Integer> numbers) {
    List<String> parts = new ArrayList<>();
    int first = numbers.getFirst();
    int last = first;
    for (int number : numbers.subList(1, numbers.size())) {
      if (number != last + 1) {
        parts.add(range(first, last));
        first = number;
      }
      last = number;
    }
    parts.add(range(first, last));
    return String.join(",", parts);
  }

  private static String range(int first, int last) {
    return first == last ? Integer.toString(first) : first + (last == first + 1 ? "," : "-") + last;
  }
}
