package io.mkube.apiserver.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.overload.RequestKind;
import io.mkube.apiserver.overload.RunningRequests;
import io.mkube.apiserver.overload.ServerLimits;
import io.mkube.apiserver.request.ResourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The server's figures. The registry and everything in it is made beside the first requests rather
 * than before them, so that a server starts fast; what happened before is entered then.
 * Thread-safe.
 */
public final class ServerMetrics {
  private static final int EARLY = 10_000;

  private final WatchCache cache;
  private final RunningRequests running;
  private final TrafficFigures traffic;
  private final Queue<Early> early = new ConcurrentLinkedQueue<>();
  private final AtomicInteger earlyCount = new AtomicInteger();
  private final AtomicBoolean made = new AtomicBoolean();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile @Nullable Meters meters;

  public ServerMetrics(WatchCache cache, RunningRequests running, TrafficFigures traffic) {
    this.cache = cache;
    this.traffic = traffic;
    this.running = running;
  }

  /**
   * Enters a finished request.
   *
   * @param code status of the answer
   * @param nanos how long it took
   * @param bytes size of the answer's body
   */
  public void record(RequestLabels labels, int code, long nanos, long bytes) {
    if (labels.verb().equals("GET") || labels.verb().equals("LIST")) {
      traffic.answered(labels, bytes);
    }
    Meters known = meters;
    if (known != null) {
      known.requests().record(labels, code, nanos);
    } else if (earlyCount.getAndIncrement() < EARLY) {
      early.add(new Early(labels, code, nanos));
      if (made.compareAndSet(false, true)) {
        Thread.ofVirtual().name("metrics").start(this::meters);
      }
    }
  }

  /** A log, exec or the like begins. */
  public void connected() {
    connections.incrementAndGet();
  }

  /** A log, exec or the like has ended. */
  public void disconnected() {
    connections.decrementAndGet();
  }

  /** Answers a request if it is about metrics; tells whether it was. */
  public boolean answer(Exchange exchange) throws IOException {
    if (!ResourcePath.segments(exchange.path()).equals(List.of("metrics"))) {
      return false;
    }
    Meters all = meters();
    all.refresh(cache);
    ServerLimits limits = running.limits();
    all.seats().register(NominalSeats.rows(cache, limits.mutating() + limits.readOnly()), true);
    exchange.answer(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        (all.registry().scrape() + traffic.text()).getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private synchronized Meters meters() {
    Meters known = meters;
    if (known == null) {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      known =
          new Meters(
              registry,
              new RequestMetrics(registry),
              MultiGauge.builder("apiserver.storage.objects")
                  .description("Stored objects of each resource.")
                  .register(registry),
              MultiGauge.builder("apiserver.longrunning.requests")
                  .description("Watches, logs and the like that go on.")
                  .register(registry),
              MultiGauge.builder("apiserver.flowcontrol.nominal.limit.seats")
                  .description("Requests at once that each priority level is configured to have.")
                  .register(registry));
      bind(registry);
      meters = known;
    }
    for (Early request = early.poll(); request != null; request = early.poll()) {
      known.requests().record(request.labels(), request.code(), request.nanos());
    }
    return known;
  }

  private void bind(PrometheusMeterRegistry registry) {
    for (RequestKind kind : RequestKind.values()) {
      Gauge.builder("apiserver.current.inflight.requests", running, r -> r.running(kind))
          .description("Requests that run now and count against the limits.")
          .tags("request_kind", kind.label())
          .register(registry);
    }
    Gauge.builder("apiserver.registered.watchers", cache, WatchCache::watcherCount)
        .description("Running watches.")
        .register(registry);
    Gauge.builder("apiserver.cache.revision", cache, WatchCache::revision)
        .description("Revision up to which reads see everything.")
        .register(registry);
    Gauge.builder("apiserver.cache.current", cache, c -> c.current() ? 1 : 0)
        .description("Whether the cache follows the store.")
        .register(registry);
    Gauge.builder("apiserver.watch.unsent.bytes", traffic, TrafficFigures::unsent)
        .description("Events that watches have handed to connections which have not taken them.")
        .register(registry);
    Gauge.builder("apiserver.connect.requests", connections, AtomicInteger::get)
        .description("Running logs, execs, attaches and port forwards.")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessFigures().bindTo(registry);
  }

  /** A request that ended before there were meters. */
  private record Early(RequestLabels labels, int code, long nanos) {}

  /** Everything that is scraped. */
  private record Meters(
      PrometheusMeterRegistry registry,
      RequestMetrics requests,
      MultiGauge objects,
      MultiGauge watches,
      MultiGauge seats) {
    void refresh(WatchCache cache) {
      List<ResourceCache> all = cache.resources();
      objects.register(
          all.stream()
              .filter(r -> !r.group().startsWith("_"))
              .map(r -> MultiGauge.Row.of(Tags.of("resource", name(r)), r.size()))
              .toList(),
          true);
      watches.register(
          all.stream()
              .map(
                  r ->
                      MultiGauge.Row.of(
                          Tags.of(
                              "verb",
                              "WATCH",
                              "group",
                              r.group(),
                              "resource",
                              r.resource(),
                              "component",
                              "apiserver"),
                          r.watcherCount()))
              .toList(),
          true);
    }

    private static String name(ResourceCache resource) {
      return resource.group().isEmpty()
          ? resource.resource()
          : resource.resource() + "." + resource.group();
    }
  }
}
