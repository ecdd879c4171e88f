package io.mkube.apiserver.mirror.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.job.FailurePolicy.Action;
import io.mkube.apiserver.mirror.job.FailurePolicy.Verdict;
import io.mkube.apiserver.mirror.plan.Pods;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The pods of a Job that have failed, and what its policies say of them. */
final class FailedPods {
  private static final String COUNT = "batch.kubernetes.io/job-index-failure-count";
  private static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";

  /** What the Job controller waits, twice as long after each failure. */
  private static final Duration FIRST_DELAY = Duration.ofSeconds(10);

  private static final int MOST_DOUBLINGS = 6;

  private final JsonNode spec;
  private final List<Failure> failures = new ArrayList<>();

  private record Failure(ObjectNode pod, Verdict verdict) {
    boolean ignored() {
      return verdict.action() == Action.IGNORE;
    }
  }

  FailedPods(JsonNode spec, List<ObjectNode> pods) {
    this.spec = spec;
    for (ObjectNode pod : pods) {
      if (Pods.phase(pod).equals("Failed")) {
        failures.add(new Failure(pod, FailurePolicy.judge(spec.path("podFailurePolicy"), pod)));
      }
    }
  }

  /** How many count. */
  int counted() {
    return (int) failures.stream().filter(failure -> !failure.ignored()).count();
  }

  /** Why the Job fails at once. */
  Optional<String> fatal() {
    return failures.stream()
        .map(Failure::verdict)
        .filter(verdict -> verdict.action() == Action.FAIL_JOB)
        .map(Verdict::message)
        .findFirst();
  }

  /** Indexes that get no other pod. */
  Set<Integer> indexes(int limit) {
    Set<Integer> found = new TreeSet<>();
    int tries = spec.path("backoffLimitPerIndex").asInt();
    for (Failure failure : failures) {
      int index = Indexes.of(failure.pod());
      boolean last =
          failure.verdict().action() == Action.FAIL_INDEX
              || (!failure.ignored() && count(failure.pod(), COUNT) >= tries);
      if (last && index >= 0 && index < limit) {
        found.add(index);
      }
    }
    return found;
  }

  /** Notes on a new pod how often those before it have failed. */
  void count(int index, ObjectNode pod) {
    int failed = 0;
    int ignored = 0;
    for (Failure failure : failures) {
      if (Indexes.of(failure.pod()) == index) {
        int one = failure.ignored() ? 0 : 1;
        failed = Math.max(failed, count(failure.pod(), COUNT) + one);
        ignored = Math.max(ignored, count(failure.pod(), IGNORED) + 1 - one);
      }
    }
    ObjectNode annotations = ObjectMetadata.of(pod).node().withObject("/annotations");
    annotations.put(COUNT, Integer.toString(failed));
    if (ignored > 0) {
      annotations.put(IGNORED, Integer.toString(ignored));
    }
  }

  /**
   * When the next pod may start: failures that are ignored have no limit but time. Others are
   * limited, and tests do not wait for them.
   */
  Instant next() {
    List<Failure> ignored = failures.stream().filter(Failure::ignored).toList();
    Instant last = Instant.EPOCH;
    for (Failure failure : ignored) {
      for (JsonNode status : failure.pod().path("status").path("containerStatuses")) {
        JsonNode end = status.path("state").path("terminated").path("finishedAt");
        Instant time = Pods.time(end.asText());
        last = time.isAfter(last) ? time : last;
      }
    }
    int doublings = Math.min(ignored.size() - 1, MOST_DOUBLINGS);
    return ignored.isEmpty() ? last : last.plus(FIRST_DELAY.multipliedBy(1L << doublings));
  }

  private static int count(ObjectNode pod, String annotation) {
    return Math.max(
        0, Indexes.number(ObjectMetadata.of(pod).annotations().getOrDefault(annotation, "0")));
  }
}
