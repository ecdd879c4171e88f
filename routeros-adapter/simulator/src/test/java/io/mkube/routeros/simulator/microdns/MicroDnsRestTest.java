package io.mkube.routeros.simulator.microdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.json.JsonException;
import io.mkube.routeros.simulator.microdns.fault.MicroDnsFault;
import io.mkube.routeros.simulator.microdns.zone.Dialect;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroDnsRestTest {
  private static final Clock STILL =
      Clock.fixed(Instant.parse("2026-02-27T10:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private MicroDnsSimulator simulator;
  private ZoneClient client;

  @BeforeEach
  void start() {
    restart(MicroDnsConfig.defaults());
  }

  private void restart(MicroDnsConfig config) {
    stop();
    simulator = MicroDnsSimulator.start(config.withClock(STILL));
    client = new ZoneClient(simulator);
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
      simulator.close();
    }
  }

  private long serial(String zone) throws IOException {
    Object soa = ZoneClient.object(client.send("GET", "/zones/" + zone, null)).get("soa");
    return soa instanceof Map<?, ?> map ? Long.parseLong(String.valueOf(map.get("serial"))) : -1;
  }

  @Test
  void fillsInWhatANewZoneLeavesOut() throws IOException {
    HttpResponse<String> created = client.send("POST", "/zones", Map.of("name", "gt.lo."));
    assertEquals(201, created.statusCode());
    Map<String, ?> zone = ZoneClient.object(created);
    assertEquals("gt.lo", zone.get("name"));
    assertEquals("300", String.valueOf(zone.get("default_ttl")));
    assertTrue(created.body().contains("\"mname\":\"ns1.gt.lo\""), created.body());
    assertTrue(created.body().contains("\"serial\":2026022700"), created.body());
    assertEquals("2026-02-27T10:00:00.000000000+00:00", zone.get("created_at"));

    HttpResponse<String> again = client.send("POST", "/zones", Map.of("name", "gt.lo"));
    assertEquals(409, again.statusCode());
    assertEquals("duplicate zone: gt.lo", again.body());
  }

  @Test
  void returnsAnIdenticalRecordInsteadOfAddingIt() throws IOException {
    String zone = client.addZone("gt.lo");
    Map<String, ?> body =
        Map.of("name", "web", "ttl", 60, "data", Map.of("type", "A", "data", "192.168.200.10"));
    HttpResponse<String> first = client.send("POST", "/zones/" + zone + "/records", body);
    HttpResponse<String> second = client.send("POST", "/zones/" + zone + "/records", body);
    assertEquals(201, first.statusCode());
    assertEquals(200, second.statusCode());
    assertEquals(ZoneClient.id(first), ZoneClient.id(second));
    assertEquals(2026022701L, serial(zone));
    client.addRecord(zone, "web", "A", "192.168.200.11");
    assertEquals(
        2, ZoneClient.list(client.send("GET", "/zones/" + zone + "/records", null)).size());
  }

  @Test
  void changesOnlyWhatAPutNames() throws IOException {
    String zone = client.addZone("gt.lo");
    String id = client.addRecord(zone, "web", "A", "192.168.200.10");
    String path = "/zones/" + zone + "/records/" + id;
    Map<String, ?> changed = ZoneClient.object(client.send("PUT", path, Map.of("ttl", 5)));
    assertEquals("5", String.valueOf(changed.get("ttl")));
    assertEquals("web", changed.get("name"));
    assertEquals(204, client.send("DELETE", path, null).statusCode());
    HttpResponse<String> gone = client.send("DELETE", path, null);
    assertEquals(404, gone.statusCode());
    assertEquals("record not found", gone.body());
  }

  @Test
  void pagesByAHundredAndNeverMoreThanAThousand() throws IOException {
    String zone = client.addZone("gt.lo");
    for (int i = 0; i < 1050; i++) {
      client.addRecord(zone, "h" + i, "A", "10.0." + i / 250 + "." + i % 250);
    }
    String records = "/zones/" + zone + "/records";
    assertEquals(100, ZoneClient.list(client.send("GET", records, null)).size());
    assertEquals(1000, ZoneClient.list(client.send("GET", records + "?limit=5000", null)).size());
    assertEquals(
        50, ZoneClient.list(client.send("GET", records + "?limit=1000&offset=1000", null)).size());
    assertEquals(0, ZoneClient.list(client.send("GET", records + "?limit=0", null)).size());
    assertEquals(400, client.send("GET", records + "?limit=x", null).statusCode());
  }

  @Test
  void refusesBadInputWithPlainText() throws IOException {
    String zone = client.addZone("gt.lo");
    String records = "/zones/" + zone + "/records";
    Map<String, ?> data = Map.of("type", "A", "data", "10.0.0.1");
    assertEquals(
        "name cannot be empty",
        client.send("POST", records, Map.of("name", "", "data", data)).body());
    assertEquals(
        "invalid characters in label: a b",
        client.send("POST", records, Map.of("name", "a b", "data", data)).body());
    assertEquals(
        "label exceeds 63 characters",
        client.send("POST", records, Map.of("name", "a".repeat(64), "data", data)).body());
    assertEquals(
        "empty label in name",
        client.send("POST", records, Map.of("name", "a..b", "data", data)).body());
    assertEquals(422, client.send("POST", records, Map.of("name", "x")).statusCode());
    assertEquals(
        422,
        client
            .send("POST", records, Map.of("name", "x", "data", Map.of("type", "A", "data", "x")))
            .statusCode());
    assertEquals(400, client.raw("POST", records, "{", "application/json").statusCode());
    assertEquals(415, client.raw("POST", records, "{}", "text/plain").statusCode());
    assertEquals(400, client.send("GET", "/zones/not-a-uuid", null).statusCode());
    assertEquals(405, client.send("PUT", "/zones", Map.of()).statusCode());
    assertEquals(404, client.send("GET", "/nothing", null).statusCode());
    assertEquals(
        "zone not found", client.send("GET", "/zones/" + new UUID(1, 2) + "/records", null).body());
  }

  @Test
  void acceptsAllTypesOfRecords() throws IOException {
    String zone = client.addZone("gt.lo");
    client.addRecord(zone, "@", "MX", Map.of("preference", 10, "exchange", "mail.gt.lo"));
    client.addRecord(
        zone,
        "_api._tcp",
        "SRV",
        Map.of("priority", 0, "weight", 5, "port", 6443, "target", "api.gt.lo"));
    client.addRecord(zone, "*.app", "CNAME", "web.gt.lo");
    client.addRecord(zone, "_mkube.web", "TXT", "mkube/1 c1 Pod default/web u1");
    client.addRecord(zone, "web", "AAAA", "fd00::10");
    assertEquals(5, simulator.records().size());
  }

  @Test
  void removesTheRecordsOfAZoneWithIt() throws IOException {
    String zone = client.addZone("gt.lo");
    String id = client.addRecord(zone, "web", "A", "10.0.0.1");
    assertEquals(204, client.send("DELETE", "/zones/" + zone, null).statusCode());
    String other = client.addZone("other.lo");
    assertEquals(404, client.send("GET", "/zones/" + other + "/records/" + id, null).statusCode());
    assertEquals(0, simulator.records().size());
  }

  @Test
  void wantsTheKeyForChangesOnly() throws IOException {
    restart(MicroDnsConfig.defaults().withApiKey("secret"));
    assertEquals(200, client.send("GET", "/zones", null).statusCode());
    HttpResponse<String> refused = client.send("POST", "/zones", Map.of("name", "gt.lo"));
    assertEquals(401, refused.statusCode());
    assertEquals("", refused.body());
  }

  @Test
  void hidesLaterEndpointsAndFieldsInTheFirstDialect() throws IOException {
    assertEquals(200, client.send("GET", "/dhcp/pools", null).statusCode());
    restart(MicroDnsConfig.defaults().withDialect(Dialect.FEBRUARY));
    assertEquals(404, client.send("GET", "/dhcp/pools", null).statusCode());
    String zone = client.addZone("gt.lo");
    client.addRecord(zone, "web", "A", "10.0.0.1");
    assertFalse(
        client.send("GET", "/zones/" + zone + "/records", null).body().contains("\"source\""));
    assertEquals("0.1.0", ZoneClient.object(client.send("GET", "/health", null)).get("version"));
  }

  @Test
  void failsAsTold() throws IOException {
    String zone = client.addZone("gt.lo");
    client.addRecord(zone, "web", "A", "10.0.0.1");
    simulator.faults().set(MicroDnsFault.TRUNCATED_LIST, 1);
    String half = client.send("GET", "/zones", null).body();
    assertThrows(JsonException.class, () -> Json.parse(half.getBytes(StandardCharsets.UTF_8)));
    simulator.faults().set(MicroDnsFault.UNHEALTHY, 1);
    assertEquals(503, client.send("GET", "/health", null).statusCode());
    simulator.faults().set(MicroDnsFault.LOST_REPLY, 1);
    assertThrows(IOException.class, () -> client.addZone("lost.lo"));
    assertEquals(2, simulator.zones().size());
    simulator.faults().set(MicroDnsFault.INTERNAL_ERROR, 1);
    assertEquals("internal server error", client.send("GET", "/zones", null).body());
  }

  @Test
  void keepsZonesRecordsAndPortsAcrossRestarts() throws IOException {
    restart(MicroDnsConfig.defaults().withDataDirectory(folder));
    String zone = client.addZone("gt.lo");
    String kept = client.addRecord(zone, "web", "A", "10.0.0.1");
    String gone = client.addRecord(zone, "old", "A", "10.0.0.2");
    client.send("DELETE", "/zones/" + zone + "/records/" + gone, null);
    long serial = serial(zone);
    List<Object> ports = List.of(simulator.url(), simulator.dns());

    restart(MicroDnsConfig.defaults().withDataDirectory(folder));
    assertEquals(ports, List.of(simulator.url(), simulator.dns()));
    assertEquals(serial, serial(zone));
    assertEquals(List.of(kept), simulator.records().stream().map(row -> row.id()).toList());
  }
}
