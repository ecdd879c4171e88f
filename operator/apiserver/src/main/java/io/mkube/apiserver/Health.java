package io.mkube.apiserver;

import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreHealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Answers health checks, which need no credentials, in the form of kube-apiserver. */
final class Health {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** What has started when this server has, under the names that kube-apiserver has for it. */
  private static final List<String> PARTS =
      List.of(
          "poststarthook/start-apiserver-admission-initializer",
          "poststarthook/generic-apiserver-start-informers",
          "poststarthook/priority-and-fairness-config-consumer",
          "poststarthook/priority-and-fairness-filter",
          "poststarthook/storage-object-count-tracker-hook",
          "poststarthook/start-apiextensions-informers",
          "poststarthook/start-apiextensions-controllers",
          "poststarthook/crd-informer-synced",
          "poststarthook/start-system-namespaces-controller",
          "poststarthook/start-cluster-authentication-info-controller",
          "poststarthook/start-legacy-token-tracking-controller",
          "poststarthook/start-service-ip-repair-controllers",
          "poststarthook/rbac/bootstrap-roles",
          "poststarthook/scheduling/bootstrap-system-priority-classes",
          "poststarthook/priority-and-fairness-config-producer",
          "poststarthook/bootstrap-controller",
          "poststarthook/start-kube-aggregator-informers",
          "poststarthook/apiservice-status-local-available-controller",
          "poststarthook/apiservice-status-remote-available-controller",
          "poststarthook/apiservice-registration-controller",
          "poststarthook/apiservice-discovery-controller",
          "poststarthook/kube-apiserver-autoregistration",
          "autoregister-completion",
          "poststarthook/apiservice-openapi-controller",
          "poststarthook/apiservice-openapiv3-controller");

  private final ObjectStore store;
  private final WatchCache cache;
  private final Map<String, LongAdder> performed = new ConcurrentSkipListMap<>();
  private volatile boolean started;
  private volatile boolean stopping;

  Health(ObjectStore store, WatchCache cache) {
    this.store = store;
    this.cache = cache;
  }

  void started() {
    started = true;
  }

  void stopping() {
    stopping = true;
  }

  /** Answers a request if it is about health; tells whether it was. */
  boolean answer(Exchange exchange) throws IOException {
    if (exchange.path().startsWith("/api")) {
      return false;
    }
    List<String> path = ResourcePath.segments(exchange.path());
    if (path.isEmpty()) {
      return false;
    }
    String name = path.getFirst();
    List<Check> checks;
    switch (name) {
      case "livez" -> checks = living(store.health());
      case "healthz", "readyz" -> checks = serving();
      default -> {
        return false;
      }
    }
    checks.forEach(check -> count(name, check));
    if (path.size() > 1) {
      single(exchange, checks, String.join("/", path.subList(1, path.size())));
    } else {
      report(exchange, name, checks);
    }
    return true;
  }

  /** Answers {@code /metrics/slis}: what the checks say, and how often they said so. */
  boolean answerFigures(Exchange exchange) throws IOException {
    if (!ResourcePath.segments(exchange.path()).equals(List.of("metrics", "slis"))) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    text.append("# HELP kubernetes_healthcheck [STABLE] This metric records the result of all");
    text.append(" healthchecks.\n# TYPE kubernetes_healthcheck gauge\n");
    List<Check> serving = serving();
    for (String type : List.of("healthz", "livez", "readyz")) {
      for (Check check : type.equals("livez") ? living(store.health()) : serving) {
        text.append("kubernetes_healthcheck{name=\"").append(check.name());
        text.append("\",type=\"").append(type).append("\"} ");
        text.append(check.passed() ? "1\n" : "0\n");
      }
    }
    text.append("# HELP kubernetes_healthchecks_total [STABLE] This metric records the results of");
    text.append(" all healthcheck.\n# TYPE kubernetes_healthchecks_total counter\n");
    performed.forEach(
        (labels, count) ->
            text.append("kubernetes_healthchecks_total{")
                .append(labels)
                .append("} ")
                .append(count.sum())
                .append('\n'));
    exchange.answer(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        text.toString().getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private void count(String type, Check check) {
    String labels =
        "name=\"%s\",status=\"%s\",type=\"%s\""
            .formatted(check.name(), check.passed() ? "success" : "error", type);
    performed.computeIfAbsent(labels, key -> new LongAdder()).increment();
  }

  boolean ready() {
    return serving().stream().allMatch(Check::passed);
  }

  /** A new start does not bring back a disk or NATS, and would end the watches and reads. */
  private static List<Check> living(StoreHealth health) {
    String detail =
        health.writable() ? health.detail() : "not ready, but alive: " + health.detail();
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("ping", true, ""));
    checks.add(new Check("store", true, detail));
    checks.add(new Check("log", true, ""));
    checks.add(new Check("etcd", true, ""));
    PARTS.forEach(part -> checks.add(new Check(part, true, "")));
    return checks;
  }

  private List<Check> serving() {
    StoreHealth health = store.health();
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("ping", true, ""));
    checks.add(new Check("store", health.writable(), health.detail()));
    checks.add(new Check("log", true, ""));
    // Scripts and the documentation of Kubernetes ask for the store under this name.
    checks.add(new Check("etcd", health.writable(), health.writable() ? "" : "see store"));
    checks.add(
        new Check(
            "informer-sync", cache.current(), cache.current() ? "" : "reads are behind the store"));
    for (String part : PARTS) {
      checks.add(new Check(part, started, started ? "" : "not finished"));
    }
    checks.add(new Check("shutdown", !stopping, stopping ? "process is shutting down" : ""));
    return checks;
  }

  private static void single(Exchange exchange, List<Check> checks, String name)
      throws IOException {
    for (Check check : checks) {
      if (check.name().equals(name)) {
        if (check.passed()) {
          answer(exchange, 200, "ok");
        } else {
          answer(exchange, 500, "internal server error: " + check.detail() + "\n");
        }
        return;
      }
    }
    answer(exchange, 404, "404 page not found\n");
  }

  private static void report(Exchange exchange, String name, List<Check> checks)
      throws IOException {
    Query query = Query.parse(exchange.query());
    Set<String> excluded = new TreeSet<>(query.all("exclude"));
    StringBuilder text = new StringBuilder();
    boolean passed = true;
    for (Check check : checks) {
      if (excluded.remove(check.name())) {
        text.append("[+]").append(check.name()).append(" excluded: ok\n");
      } else {
        text.append(check.line());
        passed &= check.passed();
      }
    }
    if (!excluded.isEmpty()) {
      text.append("warn: some health checks cannot be excluded: no matches for ");
      text.append(excluded.stream().map(one -> '"' + one + '"').collect(Collectors.joining(", ")));
      text.append('\n');
    }
    if (!passed) {
      answer(exchange, 500, text + name + " check failed\n");
    } else if (query.values().containsKey("verbose")) {
      answer(exchange, 200, text + name + " check passed\n");
    } else {
      answer(exchange, 200, "ok");
    }
  }

  private static void answer(Exchange exchange, int code, String text) throws IOException {
    exchange.addHeader("X-Content-Type-Options", "nosniff");
    exchange.answer(code, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * One thing that is looked at.
   *
   * @param name as in the URL
   * @param passed whether it is well
   * @param detail why not, or what there is to know all the same
   */
  private record Check(String name, boolean passed, String detail) {
    String line() {
      if (passed) {
        return "[+]" + name + (detail.isEmpty() ? " ok\n" : " ok: " + detail + "\n");
      }
      return "[-]" + name + " failed: " + (detail.isEmpty() ? "reason withheld" : detail) + "\n";
    }
  }
}
