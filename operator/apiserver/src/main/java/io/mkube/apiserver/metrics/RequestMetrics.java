package io.mkube.apiserver.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts requests and how long they took. Meters are looked up in an own map, because asking the
 * registry costs more than the whole rest. Thread-safe.
 */
final class RequestMetrics {
  /** The buckets of kube-apiserver in milliseconds. */
  private static final int[] BUCKETS = {
    5, 25, 50, 100, 200, 400, 600, 800, 1000, 1250, 1500, 2000, 3000, 4000, 5000, 6000, 8000, 10000,
    15000, 20000, 30000, 45000, 60000
  };

  private static final Duration[] OBJECTIVES =
      Arrays.stream(BUCKETS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);

  /** Custom resources can be of any number; meters cannot. */
  private static final int MOST = 5000;

  private final MeterRegistry registry;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<RequestLabels, Timer> timers = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void record(RequestLabels labels, int code, long nanos) {
    RequestLabels kept = kept(labels);
    counter(new Key(kept, code)).increment();
    if (!kept.verb().equals("WATCH")) {
      timer(kept).record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }
  }

  // Both look first, because computeIfAbsent may lock what is there already.

  private Counter counter(Key key) {
    Counter known = counters.get(key);
    return known != null ? known : counters.computeIfAbsent(key, this::newCounter);
  }

  private Timer timer(RequestLabels labels) {
    Timer known = timers.get(labels);
    return known != null ? known : timers.computeIfAbsent(labels, this::newTimer);
  }

  private RequestLabels kept(RequestLabels labels) {
    return timers.size() < MOST || timers.containsKey(labels)
        ? labels
        : new RequestLabels(labels.verb(), "", "", "other", "", "", "");
  }

  private Counter newCounter(Key key) {
    return Counter.builder("apiserver.request")
        .description("Requests by verb, resource and code of the answer.")
        .tags(key.labels().tags().and("code", Integer.toString(key.code())))
        .register(registry);
  }

  private Timer newTimer(RequestLabels labels) {
    return Timer.builder("apiserver.request.duration")
        .description("Time from the head of a request to the end of its answer.")
        .tags(labels.tags())
        .serviceLevelObjectives(OBJECTIVES)
        .register(registry);
  }

  private record Key(RequestLabels labels, int code) {}
}
