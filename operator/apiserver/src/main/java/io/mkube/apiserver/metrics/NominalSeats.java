package io.mkube.apiserver.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many of the requests that may run at once each priority level is configured to have. */
final class NominalSeats {
  private static final String GROUP = "flowcontrol.apiserver.k8s.io";

  private NominalSeats() {}

  static List<MultiGauge.Row<?>> rows(WatchCache cache, int seats) {
    Map<String, Long> shares = new LinkedHashMap<>();
    cache
        .of(GROUP, "prioritylevelconfigurations")
        .list(ListScope.all(""), each -> true)
        .items()
        .stream()
        .forEach(level -> shares.put(level.name(), shares(level.decode().path("spec"))));
    long all = Math.max(1, shares.values().stream().mapToLong(Long::longValue).sum());
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    shares.forEach(
        (level, own) ->
            rows.add(
                MultiGauge.Row.of(
                    Tags.of("priority_level", level), Math.ceil((double) seats * own / all))));
    return rows;
  }

  private static long shares(JsonNode spec) {
    return spec.path("type").asText().equals("Exempt")
        ? spec.at("/exempt/nominalConcurrencyShares").asLong(0)
        : spec.at("/limited/nominalConcurrencyShares").asLong(30);
  }
}
