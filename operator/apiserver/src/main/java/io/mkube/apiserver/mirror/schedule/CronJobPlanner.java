package io.mkube.apiserver.mirror.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a Job when the schedule of a CronJob comes round, and keeps as many as its history. */
public final class CronJobPlanner {
  private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

  /** What Kubernetes' controller finds at a day that no month has. */
  private static final String NEVER =
      " : time difference between two schedules is less than 1 second";

  private final Workload cron;
  private final List<ObjectNode> jobs;
  private final Instant now;
  private final ZoneId zone;
  private final Plan.Draft draft = new Plan.Draft();

  private CronJobPlanner(Workload cron, List<ObjectNode> jobs, Instant now) {
    this.cron = cron;
    this.jobs = jobs;
    this.now = now;
    String name = cron.spec().path("timeZone").asText();
    this.zone = name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
  }

  /**
   * Plans.
   *
   * @param jobs those that the CronJob controls
   */
  public static Plan plan(Workload cron, List<ObjectNode> jobs, Instant now) {
    if (cron.deleting()) {
      return Plan.NOTHING;
    }
    CronJobPlanner planner = new CronJobPlanner(cron, jobs, now);
    planner.forget("Complete", "successfulJobsHistoryLimit");
    planner.forget("Failed", "failedJobsHistoryLimit");
    planner.schedule();
    return planner.draft.status(cron.object(), planner.status()).done();
  }

  private void forget(String condition, String limit) {
    List<ObjectNode> ended =
        jobs.stream()
            .filter(job -> Condition.isTrue(job, condition))
            .filter(job -> !ObjectMetadata.of(job).deleting())
            .sorted(
                Comparator.comparing((ObjectNode job) -> time(job, "startTime"))
                    .thenComparing(job -> ObjectMetadata.of(job).name()))
            .toList();
    int kept = cron.spec().path(limit).asInt(Integer.MAX_VALUE);
    ended.stream().limit(Math.max(0, ended.size() - (long) kept)).forEach(draft::delete);
  }

  private static Instant time(ObjectNode job, String field) {
    return Pods.time(job.path("status").path(field).asText());
  }

  private void schedule() {
    if (cron.spec().path("suspend").asBoolean(false)) {
      return;
    }
    String schedule = cron.spec().path("schedule").asText();
    CronTimes times = CronTimes.of(schedule);
    Optional<Instant> next = times.next(now, zone);
    if (next.isEmpty()) {
      draft.warn("InvalidSchedule", "invalid schedule: " + schedule + NEVER);
      return;
    }
    draft.again(next.get());
    Optional<Instant> due = due(times);
    if (due.isEmpty() || exists(due.get())) {
      return;
    }
    List<ObjectNode> running = running();
    String policy = cron.spec().path("concurrencyPolicy").asText();
    if (policy.equals("Forbid") && !running.isEmpty()) {
      return;
    }
    if (policy.equals("Replace")) {
      running.forEach(draft::delete);
    }
    draft.create(job(due.get()));
  }

  /** The latest time that has come since the last one and is not missed by too much. */
  private Optional<Instant> due(CronTimes times) {
    Instant from = lastScheduled().orElse(Pods.time(cron.metadata().creationTimestamp()));
    JsonNode deadline = cron.spec().path("startingDeadlineSeconds");
    Instant earliest = deadline.isNumber() ? now.minusSeconds(deadline.asLong()) : from;
    Optional<Instant> first = times.next(from, zone);
    Optional<Instant> second = first.flatMap(time -> times.next(time, zone));
    if (first.isPresent() && second.isPresent() && second.get().isBefore(now)) {
      Duration apart = Duration.between(first.get(), second.get());
      long missed = Duration.between(first.get(), now).dividedBy(apart);
      first = times.next(first.get().plus(apart.multipliedBy(Math.max(0, missed - 2))), zone);
    }
    Optional<Instant> due = Optional.empty();
    while (first.isPresent() && !first.get().isAfter(now)) {
      due = first;
      first = times.next(first.get(), zone);
    }
    return due.filter(time -> !time.isBefore(earliest));
  }

  private Optional<Instant> lastScheduled() {
    List<Instant> known = new ArrayList<>();
    known.add(Pods.time(cron.status().path("lastScheduleTime").asText()));
    jobs.forEach(job -> known.add(scheduled(job)));
    return known.stream().max(Comparator.naturalOrder()).filter(Instant.EPOCH::isBefore);
  }

  /** The time that a Job was made for; the epoch if somebody else made it. */
  private static Instant scheduled(ObjectNode job) {
    String text = ObjectMetadata.of(job).annotations().getOrDefault(SCHEDULED, "");
    return text.isEmpty() ? Instant.EPOCH : ZonedDateTime.parse(text).toInstant();
  }

  private boolean exists(Instant due) {
    return jobs.stream().anyMatch(job -> ObjectMetadata.of(job).name().equals(name(due)));
  }

  /** Jobs of the schedule that have not ended. */
  private List<ObjectNode> running() {
    return jobs.stream()
        .filter(job -> !scheduled(job).equals(Instant.EPOCH))
        .filter(job -> !new Workload(job).ended())
        .filter(job -> !ObjectMetadata.of(job).deleting())
        .sorted(Comparator.comparing(job -> ObjectMetadata.of(job).name()))
        .toList();
  }

  private String name(Instant due) {
    return cron.name() + "-" + due.getEpochSecond() / 60;
  }

  private ObjectNode job(Instant due) {
    ObjectNode job = cron.child("batch/v1", "Job");
    JsonNode template = cron.spec().path("jobTemplate");
    ObjectNode metadata = ObjectMetadata.of(job).node().put("name", name(due));
    for (String field : new String[] {"labels", "annotations"}) {
      JsonNode value = template.path("metadata").path(field);
      if (!value.isEmpty()) {
        metadata.set(field, value.deepCopy());
      }
    }
    metadata
        .withObject("/annotations")
        .put(SCHEDULED, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(due.atZone(zone)));
    job.set("spec", template.path("spec").deepCopy());
    return job;
  }

  private ObjectNode status() {
    ObjectNode status = cron.statusCopy();
    ArrayNode active = status.arrayNode();
    for (ObjectNode job : running()) {
      ObjectMetadata metadata = ObjectMetadata.of(job);
      active
          .addObject()
          .put("apiVersion", "batch/v1")
          .put("kind", "Job")
          .put("name", metadata.name())
          .put("namespace", metadata.namespace())
          .put("resourceVersion", resourceVersion(metadata))
          .put("uid", metadata.uid());
    }
    if (active.isEmpty()) {
      status.remove("active");
    } else {
      status.set("active", active);
    }
    lastScheduled().ifPresent(time -> status.put("lastScheduleTime", time.toString()));
    jobs.stream()
        .filter(job -> !scheduled(job).equals(Instant.EPOCH))
        .filter(job -> Condition.isTrue(job, "Complete"))
        .map(job -> time(job, "completionTime"))
        .max(Comparator.naturalOrder())
        .filter(time -> time.isAfter(Pods.time(status.path("lastSuccessfulTime").asText())))
        .ifPresent(time -> status.put("lastSuccessfulTime", time.toString()));
    return status;
  }

  /** A Job keeps the version that it was seen in first, or its progress would be told here too. */
  private String resourceVersion(ObjectMetadata job) {
    for (JsonNode reference : cron.status().path("active")) {
      if (reference.path("uid").asText().equals(job.uid())) {
        return reference.path("resourceVersion").asText();
      }
    }
    return job.resourceVersion();
  }
}
