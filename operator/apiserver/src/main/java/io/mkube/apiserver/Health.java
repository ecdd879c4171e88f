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

/** Answers health checks, which need no credentials. */
final class Health {
  private static final String TEXT = "text/plain; charset=utf-8";
  private final ObjectStore store;
  private final WatchCache cache;
  private volatile boolean serving;

  Health(ObjectStore store, WatchCache cache) {
    this.store = store;
    this.cache = cache;
  }

  void started() {
    serving = true;
  }

  void stopping() {
    serving = false;
  }

  /** Answers a request if it is about health; tells whether it was. */
  boolean answer(Exchange exchange) throws IOException {
    List<String> path = ResourcePath.segments(exchange.path());
    if (path.isEmpty()) {
      return false;
    }
    switch (path.getFirst()) {
      case "livez" -> report(exchange, path, List.of(new Check("ping", true)));
      case "healthz", "readyz" -> report(exchange, path, checks());
      default -> {
        return false;
      }
    }
    return true;
  }

  boolean ready() {
    return checks().stream().allMatch(Check::passed);
  }

  private List<Check> checks() {
    StoreHealth health = store.health();
    return List.of(
        new Check("ping", true),
        new Check("store", health.writable() && cache.current()),
        new Check("started", serving));
  }

  private static void report(Exchange exchange, List<String> path, List<Check> all)
      throws IOException {
    Query query = Query.parse(exchange.query());
    List<Check> checks = new ArrayList<>(all);
    checks.removeIf(check -> query.all("exclude").contains(check.name()));
    if (path.size() > 1) {
      checks.removeIf(check -> !check.name().equals(path.get(1)));
      if (checks.isEmpty()) {
        exchange.answer(404, TEXT, "404 page not found\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
    }
    boolean passed = checks.stream().allMatch(Check::passed);
    StringBuilder text = new StringBuilder();
    if (!passed || query.values().containsKey("verbose")) {
      for (Check check : checks) {
        text.append(check.passed() ? "[+]" : "[-]").append(check.name());
        text.append(check.passed() ? " ok\n" : " failed: reason withheld\n");
      }
      text.append(path.getFirst()).append(passed ? " check passed\n" : " check failed\n");
    } else {
      text.append("ok");
    }
    exchange.answer(passed ? 200 : 500, TEXT, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private record Check(String name, boolean passed) {}
}
