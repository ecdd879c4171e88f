package io.mkube.routeros.microdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.DnsZones.DnsZone;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicroDnsTest {
  private static final String ZONE = "{\"id\":\"z1\",\"name\":\"lab.example\"}";
  // As version 0.1 prints it, and as 0.9 does with its additions.
  private static final String FEBRUARY =
      "{\"id\":\"r1\",\"zone_id\":\"z1\",\"name\":\"web\",\"ttl\":60,\"type\":\"A\","
          + "\"data\":{\"type\":\"A\",\"data\":\"192.0.2.10\"},\"enabled\":true,"
          + "\"health_check\":null,\"created_at\":\"2026-02-27T10:00:00.123456789+00:00\","
          + "\"updated_at\":\"2026-02-27T10:00:00.123456789+00:00\"}";
  private static final String LATER =
      FEBRUARY.replace(
          "\"health_check\":null",
          "\"source\":\"k8s\",\"origin\":null,\"health_check\":{\"probe_type\":\"tcp_half_open\"}");

  private MockWebServer server;
  private MicroDns dns;

  @BeforeEach
  void connect() {
    server = new MockWebServer();
    server.start();
    dns = MicroDns.connect(URI.create("http://127.0.0.1:" + server.getPort()));
  }

  @AfterEach
  void close() throws IOException {
    dns.close();
    server.close();
  }

  @Nested
  class WhenReading {
    @Test
    void readsTheRecordsOfBothVersions() {
      answer(200, "[" + FEBRUARY + "]");
      answer(200, "[" + LATER + "]");

      DnsRecord expected = new DnsRecord("r1", "web", 60, new RecordData.A("192.0.2.10"));
      assertEquals(List.of(expected), dns.records("z1"));
      assertEquals(List.of(expected), dns.records("z1"));
    }

    @Test
    void asksForTheLargestPage() throws Exception {
      answer(200, "[]");

      assertEquals(List.of(), dns.zones());
      assertEquals("/api/v1/zones?limit=1000&offset=0", server.takeRequest().getPath());
    }

    @Test
    void readsOnUntilAShortPage() throws Exception {
      answer(200, page(0, 1000));
      answer(200, page(999, 1999));
      answer(200, page(1998, 2005));

      assertEquals(2005, dns.records("z1").stream().map(DnsRecord::id).distinct().count());
      assertEquals("/api/v1/zones/z1/records?limit=1000&offset=0", path());
      assertEquals("/api/v1/zones/z1/records?limit=1000&offset=999", path());
      assertEquals("/api/v1/zones/z1/records?limit=1000&offset=1998", path());
    }

    @Test
    void readsAgainWhenTheListMovedBetweenPages() {
      answer(200, page(0, 1000));
      // Record 5 has gone: what was 1000 is now 999.
      answer(200, page(1000, 1500));
      List<Integer> left = new ArrayList<>(IntStream.range(0, 1500).boxed().toList());
      left.remove(Integer.valueOf(5));
      answer(200, page(left.subList(0, 1000)));
      answer(200, page(left.subList(999, 1499)));

      assertEquals(1499, dns.records("z1").size());
    }

    @Test
    void givesUpOnAServerThatRepeatsItsFirstPage() {
      for (int i = 0; i < 8; i++) {
        answer(200, page(0, 1000));
      }

      DeviceException thrown =
          assertThrows(DeviceException.Unintelligible.class, () -> dns.records("z1"));
      assertTrue(String.valueOf(thrown.getMessage()).contains("changed while it was read"));
    }

    @Test
    void leavesDisabledRecordsOut() {
      answer(200, "[" + FEBRUARY.replace("\"enabled\":true", "\"enabled\":false") + "]");

      assertEquals(List.of(), dns.records("z1"));
    }

    @Test
    void keepsAZoneReadableWithRecordsOfOtherTypes() {
      String mx =
          FEBRUARY.replace(
              "{\"type\":\"A\",\"data\":\"192.0.2.10\"}",
              "{\"type\":\"MX\",\"data\":{\"preference\":10,\"exchange\":\"mail\"}}");
      answer(200, "[" + mx + "," + FEBRUARY.replace("\"r1\"", "\"r2\"") + "]");

      List<DnsRecord> records = dns.records("z1");

      assertEquals(
          new RecordData.Other("MX", "{\"exchange\":\"mail\",\"preference\":10}"),
          records.getFirst().data());
      assertEquals(2, records.size());
    }

    @Test
    void neverTakesNonsenseForAnEmptyList() {
      for (String body :
          List.of("", "null", "{}", "<html></html>", "[{\"id\":\"r1\"}]", "[{", "[] x")) {
        answer(200, body);

        assertThrows(DeviceException.class, () -> dns.records("z1"), body);
      }
    }

    @Test
    void givesUpAfterThreeSeconds() {
      server.enqueue(
          new MockResponse().setResponseCode(200).setBody("[]").setBodyDelay(20, TimeUnit.SECONDS));

      DeviceException thrown = assertThrows(DeviceException.Unreachable.class, () -> dns.zones());
      assertTrue(String.valueOf(thrown.getMessage()).contains("no answer within 3 s"));
    }

    private String path() throws InterruptedException {
      return server.takeRequest().getPath();
    }
  }

  @Nested
  class WhenMakingZones {
    @Test
    void takesTheExistingOne() {
      answer(200, "[{\"id\":\"z0\",\"name\":\"Lab.Example\"}," + ZONE + "]");

      assertEquals(new DnsZone("z0", "Lab.Example"), dns.ensureZone("lab.example."));
      assertEquals(1, server.getRequestCount());
    }

    @Test
    void makesALowerCaseOne() throws Exception {
      answer(200, "[]");
      answer(201, ZONE);

      assertEquals(new DnsZone("z1", "lab.example"), dns.ensureZone("LAB.example."));
      server.takeRequest();
      RecordedRequest request = server.takeRequest();
      assertEquals("POST /api/v1/zones", request.getMethod() + " " + request.getPath());
      assertEquals("{\"name\":\"lab.example\"}", request.getUtf8Body());
    }

    @Test
    void takesTheOneOfAFasterWriter() {
      answer(200, "[]");
      answer(409, "duplicate zone: lab.example");
      answer(200, "[" + ZONE + "]");

      assertEquals("z1", dns.ensureZone("lab.example").id());
    }

    @Test
    void makesNoneWhenTheListCannotBeRead() {
      answer(500, "internal server error");

      assertThrows(DeviceException.Unreachable.class, () -> dns.ensureZone("lab.example"));
      assertEquals(1, server.getRequestCount());
    }
  }

  @Nested
  class WhenWritingRecords {
    @Test
    void sendsLowerCaseNamesAndReadsTheAnswer() throws Exception {
      answer(201, FEBRUARY);

      DnsRecord record = dns.addRecord("z1", "Web", 60, new RecordData.A("192.0.2.10"));

      assertEquals("r1", record.id());
      RecordedRequest request = server.takeRequest();
      assertEquals("/api/v1/zones/z1/records", request.getPath());
      assertEquals(
          "{\"name\":\"web\",\"ttl\":60,\"data\":{\"type\":\"A\",\"data\":\"192.0.2.10\"}}",
          request.getUtf8Body());
      assertNull(request.getHeader("x-api-key"));
    }

    @Test
    void returnsTheIdenticalOneThatWasThere() {
      answer(200, LATER);

      assertEquals("r1", dns.addRecord("z1", "web", 60, new RecordData.A("192.0.2.10")).id());
    }

    @Test
    void takesAGoneOneForRemoved() {
      answer(204, "");
      answer(404, "record not found");
      answer(404, "zone not found");

      dns.removeRecord("z1", "r1");
      dns.removeRecord("z1", "r1");
      dns.removeZone("z1");
      assertEquals(3, server.getRequestCount());
    }

    @Test
    void sendsTheKeyWhenThereIsOne() throws Exception {
      answer(204, "");
      URI endpoint = URI.create("http://127.0.0.1:" + server.getPort() + "/api/v1/");

      try (MicroDns keyed = MicroDns.connect(endpoint, "k3y")) {
        keyed.removeRecord("z1", "r1");
      }

      RecordedRequest request = server.takeRequest();
      assertEquals("k3y", request.getHeader("x-api-key"));
      assertEquals("/api/v1/zones/z1/records/r1", request.getPath());
    }

    @ParameterizedTest
    @CsvSource({
      "400,empty label in name,Rejected",
      "401,'',Unauthorized",
      "404,zone not found,Missing",
      "405,'',Unsupported",
      "409,conflict,Duplicate",
      "413,too large,Rejected",
      "415,no JSON type,Rejected",
      "422,missing field,Rejected",
      "429,slow down,Unreachable",
      "500,internal server error,Unreachable",
      "503,unavailable,Unreachable"
    })
    void tellsWhatTheServerSaid(int status, String said, String type) {
      answer(status, said);

      DeviceException thrown =
          assertThrows(
              DeviceException.class,
              () -> dns.addRecord("z1", "web", 60, new RecordData.A("192.0.2.10")));

      assertEquals(type, thrown.getClass().getSimpleName());
      assertEquals(
          "add record web on 127.0.0.1:"
              + server.getPort()
              + ": server answered "
              + status
              + (said.isEmpty() ? "" : " (" + said + ")"),
          thrown.getMessage());
      assertEquals(1, server.getRequestCount());
    }
  }

  @Test
  void refusesAnEndpointThatIsNone() {
    for (String endpoint : List.of("dns", "ftp://192.0.2.1", "http://u:p@192.0.2.1")) {
      assertThrows(
          IllegalArgumentException.class, () -> MicroDns.connect(URI.create(endpoint)), endpoint);
    }
  }

  private void answer(int status, String body) {
    server.enqueue(
        new MockResponse()
            .setResponseCode(status)
            .addHeader("Content-Type", status < 300 ? "application/json" : "text/plain")
            .setBody(body));
  }

  private static String page(int from, int to) {
    return page(IntStream.range(from, to).boxed().toList());
  }

  private static String page(List<Integer> numbers) {
    return "["
        + String.join(
            ",",
            numbers.stream()
                .map(
                    n ->
                        "{\"id\":\"r"
                            + n
                            + "\",\"name\":\"h"
                            + n
                            + "\",\"ttl\":60,\"data\":{\"type\":\"TXT\",\"data\":\"x\"}}")
                .toList())
        + "]";
  }
}
