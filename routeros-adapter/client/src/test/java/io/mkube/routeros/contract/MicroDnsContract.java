package io.mkube.routeros.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.DnsZones.DnsZone;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.microdns.RecordData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a microdns server does when it is used through the adapter. The zone {@link #ZONE} is
 * removed before and after each test; other zones are not touched.
 */
public abstract class MicroDnsContract {
  /** The zone that the tests use. */
  protected static final String ZONE = "mkct.example";

  private MicroDns dns;

  /** Connects to the server. */
  protected abstract MicroDns connect();

  @BeforeEach
  void open() {
    dns = connect();
    sweep();
  }

  @AfterEach
  void leaveNothing() {
    try {
      sweep();
    } finally {
      dns.close();
    }
  }

  @Test
  void makesAZoneOnce() {
    DnsZone made = dns.ensureZone(ZONE);
    DnsZone again = dns.ensureZone("MKCT.example.");

    assertEquals(ZONE, made.name());
    assertEquals(made, again);
    assertEquals(1, dns.zones().stream().filter(zone -> zone.name().equals(ZONE)).count());
  }

  @Test
  void letsManyCallersMakeTheSameZone() throws Exception {
    List<Future<DnsZone>> zones = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        zones.add(callers.submit(() -> dns.ensureZone(ZONE)));
      }
    }

    Set<DnsZone> distinct = new HashSet<>();
    for (Future<DnsZone> zone : zones) {
      distinct.add(zone.get());
    }
    assertEquals(1, distinct.size());
  }

  @Test
  void readsBackRecordsOfEveryType() {
    String zone = dns.ensureZone(ZONE).id();
    List<RecordData> all =
        List.of(
            new RecordData.A("192.0.2.10"),
            new RecordData.Aaaa("2001:db8::10"),
            new RecordData.Txt("mkube/1 c1 \"quoted\" ü"),
            new RecordData.Other("CNAME", "\"web.mkct.example\""),
            new RecordData.Other("MX", "{\"exchange\":\"mail.mkct.example\",\"preference\":10}"));

    for (RecordData data : all) {
      DnsRecord added = dns.addRecord(zone, "web", 60, data);
      assertEquals("web", added.name());
      assertEquals(60, added.ttlSeconds());
      assertEquals(data, added.data());
    }

    assertEquals(
        Set.copyOf(all), Set.copyOf(dns.records(zone).stream().map(DnsRecord::data).toList()));
  }

  @Test
  void returnsAnIdenticalRecordAsItIs() {
    String zone = dns.ensureZone(ZONE).id();
    DnsRecord first = dns.addRecord(zone, "Web", 60, new RecordData.A("192.0.2.10"));
    DnsRecord same = dns.addRecord(zone, "web", 60, new RecordData.A("192.0.2.10"));
    DnsRecord other = dns.addRecord(zone, "web", 60, new RecordData.A("192.0.2.11"));

    assertEquals("web", first.name());
    assertEquals(first, same);
    assertNotEquals(first.id(), other.id());
    assertEquals(2, dns.records(zone).size());
  }

  @Test
  void readsAllPages() {
    String zone = dns.ensureZone(ZONE).id();
    for (int i = 0; i < 1_003; i++) {
      dns.addRecord(zone, "h" + i, 60, new RecordData.A("192.0.2." + (i % 250 + 1)));
    }

    assertEquals(1_003, dns.records(zone).stream().map(DnsRecord::id).distinct().count());
  }

  @Test
  void takesAGoneRecordForRemoved() {
    String zone = dns.ensureZone(ZONE).id();
    DnsRecord record = dns.addRecord(zone, "@", 60, new RecordData.Txt("apex"));

    dns.removeRecord(zone, record.id());
    dns.removeRecord(zone, record.id());

    assertEquals(List.of(), dns.records(zone));
  }

  @Test
  void neverTakesAGoneZoneForAnEmptyOne() {
    String zone = dns.ensureZone(ZONE).id();
    dns.removeZone(zone);
    dns.removeZone(zone);

    assertThrows(DeviceException.Missing.class, () -> dns.records(zone));
    assertThrows(
        DeviceException.Missing.class,
        () -> dns.addRecord(zone, "web", 60, new RecordData.A("192.0.2.10")));
  }

  @Test
  void saysWhyANameIsRefused() {
    String zone = dns.ensureZone(ZONE).id();

    DeviceException thrown =
        assertThrows(
            DeviceException.Rejected.class,
            () -> dns.addRecord(zone, "a..b", 60, new RecordData.A("192.0.2.10")));
    assertTrue(String.valueOf(thrown.getMessage()).contains("empty label"), thrown::toString);
  }

  private void sweep() {
    dns.zones().stream()
        .filter(zone -> zone.name().equalsIgnoreCase(ZONE))
        .forEach(zone -> dns.removeZone(zone.id()));
  }
}
