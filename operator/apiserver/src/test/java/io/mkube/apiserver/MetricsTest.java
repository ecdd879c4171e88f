package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus reads. */
class MetricsTest extends ServedTest {
  /** Value of the first sample whose line has all these parts. */
  private static double value(String... parts) {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> Arrays.stream(parts).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  @Test
  void countsRequestsByVerbResourceAndCode() {
    String namespace = server.namespace();
    String path = "/api/v1/namespaces/" + namespace + "/configmaps";
    for (int i = 0; i < 3; i++) {
      assertEquals(201, server.post(path, "{\"metadata\":{\"name\":\"c" + i + "\"}}").status());
    }
    server.get(path + "/none");
    server.get(path);
    server.get("/api/v1/configmaps");
    server.delete(path + "/c0", "{\"dryRun\":[\"All\"]}");
    server.send("PATCH", path + "/c1?dryRun=All", "application/merge-patch+json", "{}");

    String counted = "apiserver_request_total{";
    String all = "resource=\"configmaps\"";
    assertEquals(3, value(counted, all, "code=\"201\"", "verb=\"POST\"", "scope=\"resource\""));
    assertEquals(1, value(counted, all, "code=\"404\"", "verb=\"GET\"", "scope=\"resource\""));
    assertEquals(1, value(counted, all, "verb=\"LIST\"", "scope=\"namespace\""));
    assertEquals(1, value(counted, all, "verb=\"LIST\"", "scope=\"cluster\""));
    assertEquals(1, value(counted, all, "verb=\"PATCH\"", "dry_run=\"All\""));
    assertEquals(3, value("apiserver_request_duration_seconds_count", all, "verb=\"POST\""));
    assertEquals(
        3, value("apiserver_request_duration_seconds_bucket", all, "verb=\"POST\"", "le=\"60.0\""));
    assertTrue(value("apiserver_storage_objects{resource=\"configmaps\"}") >= 3);
  }

  @Test
  void countsUnknownPathsTogether() {
    for (int i = 0; i < 20; i++) {
      server.get("/nothing/" + i);
    }

    assertTrue(value("apiserver_request_total{", "code=\"404\"", "subresource=\"\"") >= 20);
    Set<String> paths = new HashSet<>();
    server.get("/metrics").text().lines().filter(l -> l.contains("/nothing/")).forEach(paths::add);
    assertEquals(Set.of(), paths);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiserver_current_inflight_requests{request_kind=\"mutating\"}",
        "apiserver_current_inflight_requests{request_kind=\"readOnly\"}",
        "apiserver_longrunning_requests{",
        "apiserver_registered_watchers",
        "apiserver_storage_objects{resource=\"namespaces\"}",
        "etcd_request_duration_seconds_bucket{operation=\"create\",type=\"namespaces\",le=\"0.005\"}",
        "etcd_requests_total{operation=\"create\",type=\"namespaces\"}",
        "process_resident_memory_bytes",
        "jvm_memory_used_bytes{",
        "jvm_threads_live_threads",
      })
  void hasTheNamesThatDashboardsAskFor(String name) {
    assertTrue(server.get("/metrics").text().contains("\n" + name), name);
  }

  @Test
  void countsTheBytesOfReadsAndTheEventsOfWatches() {
    String secrets = "/api/v1/namespaces/" + server.namespace() + "/secrets";
    server.post(
        secrets,
        "{\"metadata\":{\"name\":\"a\"},\"stringData\":{\"k\":\"" + "x".repeat(2000) + "\"}}");
    server.get(secrets + "/a");
    server.get(secrets + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Da");

    String text = server.get("/metrics").text();
    String read =
        "{component=\"apiserver\",group=\"\",resource=\"secrets\",scope=\"resource\","
            + "subresource=\"\",verb=\"GET\",version=\"v1\"";
    assertEquals(0, figure(text, "apiserver_response_sizes_bucket" + read + ",le=\"1000\"}"));
    assertEquals(1, figure(text, "apiserver_response_sizes_bucket" + read + ",le=\"10000\"}"));
    assertEquals(1, figure(text, "apiserver_response_sizes_count" + read + "}"));
    String kind = "{group=\"\",kind=\"Secret\",version=\"v1\"";
    assertEquals(1, figure(text, "apiserver_watch_events_total" + kind + "}"));
    assertEquals(0, figure(text, "apiserver_watch_events_sizes_bucket" + kind + ",le=\"2048\"}"));
    assertEquals(1, figure(text, "apiserver_watch_events_sizes_bucket" + kind + ",le=\"4096\"}"));
  }

  private static long figure(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }
}
