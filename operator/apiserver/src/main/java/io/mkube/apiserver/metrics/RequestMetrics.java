package io.mkube.apiserver.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
  private final Map<RequestLabels, Series> series = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void record(RequestLabels labels, int code, long nanos) {
    // Looks first, because computeIfAbsent may lock what is there already.
    Series known = series.get(labels);
    (known != null ? known : newSeries(labels)).record(code, nanos);
  }

  private Series newSeries(RequestLabels labels) {
    RequestLabels kept =
        series.size() < MOST
            ? labels
            : new RequestLabels(labels.verb(), "", "", "other", "", "", "");
    return series.computeIfAbsent(kept, Series::new);
  }

  private Timer newTimer(RequestLabels labels) {
    return Timer.builder("apiserver.request.duration")
        .description("Time from the head of a request to the end of its answer.")
        .tags(labels.tags())
        .serviceLevelObjectives(OBJECTIVES)
        .register(registry);
  }

  /** Everything that is counted under the same labels. */
  private final class Series {
    private final RequestLabels labels;
    private final Map<Integer, Counter> answers = new ConcurrentHashMap<>();

    /** Null for watches, which take as long as their clients like. */
    private final @Nullable Timer timer;

    Series(RequestLabels labels) {
      this.labels = labels;
      this.timer = labels.verb().equals("WATCH") ? null : newTimer(labels);
    }

    void record(int code, long nanos) {
      Counter known = answers.get(code);
      (known != null ? known : answers.computeIfAbsent(code, this::newCounter)).increment();
      if (timer != null) {
        timer.record(nanos, TimeUnit.NANOSECONDS);
      }
    }

    private Counter newCounter(int code) {
      return Counter.builder("apiserver.request")
          .description("Requests by verb, resource and code of the answer.")
          .tags(labels.tags().and("code", Integer.toString(code)))
          .register(registry);
    }
  }
}
