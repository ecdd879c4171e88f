package io.mkube.routeros.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.RawSocket.RawReply;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.routeros.simulator.fault.FaultProfile;
import io.mkube.routeros.simulator.journal.Call;
import java.io.IOException;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Clock STILL =
      Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);

  private RouterOsSimulator simulator;
  private Rest rest;

  @BeforeEach
  void start() {
    simulator =
        RouterOsSimulator.start(
            SimulatorConfig.defaults().withClock(STILL).withTimeLimit(Duration.ofMillis(20)));
    rest = new Rest(simulator);
  }

  @AfterEach
  void stop() {
    rest.close();
    simulator.close();
  }

  private void only(Fault fault) {
    simulator.faults(FaultPlan.off().with(fault, 1));
  }

  private int veths() {
    return simulator.world().getOrDefault("/interface/veth", List.of()).size();
  }

  private RawReply raw(String method, String path, String body) throws IOException {
    try (RawSocket socket = new RawSocket(simulator.url())) {
      return socket.send(method, path, body);
    }
  }

  @Test
  void resetsTheConnectionWithoutDoingAnything() {
    only(Fault.RESET);
    assertThrows(
        SocketException.class, () -> raw("PUT", "/rest/interface/veth", "{\"name\":\"v1\"}"));
    assertEquals(0, veths());
  }

  @Test
  void doesTheWorkAndLosesTheReply() {
    only(Fault.LOST_REPLY);
    assertThrows(
        SocketException.class, () -> raw("PUT", "/rest/interface/veth", "{\"name\":\"v1\"}"));
    assertEquals(1, veths());
    List<Call> calls = simulator.calls();
    assertEquals(0, calls.getLast().status());
  }

  @Test
  void doesTheWorkAndSaysThatTheSessionWasClosed() throws IOException {
    only(Fault.SESSION_CLOSED);
    Rest.Reply reply = rest.put("/interface/veth", Map.of("name", "v1"));
    assertEquals(400, reply.status());
    assertEquals("Session closed", reply.detail());
    assertEquals(1, veths());
  }

  @Test
  void answers500WithoutDetail() throws IOException {
    only(Fault.INTERNAL_ERROR);
    Rest.Reply reply = rest.put("/interface/veth", Map.of("name", "v1"));
    assertEquals(500, reply.status());
    assertEquals("", reply.detail());
    assertEquals(0, veths());
  }

  @Test
  void leavesOnePropertyOfAPatchUndone() throws IOException {
    rest.add("/interface/veth", Map.of("name", "v1"));
    only(Fault.PARTIAL_PATCH);
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("gateway", "192.168.1.1");
    arguments.put("comment", "wanted");
    Rest.Reply reply = rest.patch("/interface/veth/v1", arguments);
    assertEquals(200, reply.status());
    assertEquals("192.168.1.1", reply.object().get("gateway"));
    assertFalse(reply.object().containsKey("comment"));
  }

  @Test
  void printsRawControlCharactersInComments() throws IOException {
    rest.add("/interface/veth", Map.of("name", "v1", "comment", "plain"));
    only(Fault.CONTROL_CHARACTERS);
    assertTrue(rest.get("/interface/veth").text().contains("plain\u000b\""));
  }

  @Test
  void refusesContainersWhenDeviceModeForbidsThem() throws IOException {
    only(Fault.DEVICE_MODE_OFF);
    Rest.Reply reply = rest.put("/container", Map.of("remote-image", "nginx"));
    assertTrue(reply.detail().startsWith("failure: not allowed by device-mode"), reply::toString);
    assertEquals(200, rest.get("/container").status());
  }

  @Test
  void hasNoContainerMenuWithoutThePackage() throws IOException {
    only(Fault.CONTAINER_PACKAGE_MISSING);
    assertEquals(404, rest.get("/container").status());
    assertEquals(200, rest.get("/interface/veth").status());
  }

  @Test
  void keepsSessionsOfClosedConnectionsWhenTheyLeak() throws IOException {
    only(Fault.SESSION_LEAK);
    for (int i = 0; i < 3; i++) {
      raw("GET", "/rest/user/active", "");
    }
    assertTrue(rest.get("/user/active").list().size() >= 4);
  }

  @Test
  void goesThroughTheStagesOfABoot() throws IOException {
    simulator.faults(FaultPlan.parse("profile=realistic,reset=0,internal-error=0"));
    rest.add("/interface/veth", Map.of("name", "v1"));
    simulator.reboot();
    assertThrows(IOException.class, () -> rest.get("/interface/veth"));

    simulator.advance(Duration.ofSeconds(46));
    assertEquals(503, rest.get("/interface/veth").status());

    simulator.advance(Duration.ofSeconds(3));
    assertEquals("MikroTik", rest.get("/interface/veth").object().get("platform"));

    simulator.advance(Duration.ofSeconds(2));
    assertEquals("v1", rest.get("/interface/veth").list().getFirst().get("name"));
    assertEquals("6s", rest.get("/system/resource").object().get("uptime"));
  }

  @Test
  void decidesTheSameForTheSameSeed() {
    assertEquals(outcomes(7), outcomes(7));
    assertFalse(outcomes(7).equals(outcomes(8)));
  }

  private List<Integer> outcomes(long seed) {
    simulator.faults(FaultPlan.off().withSeed(seed).with(Fault.INTERNAL_ERROR, 0.5));
    List<Integer> outcomes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      try {
        outcomes.add(rest.get("/system/identity").status());
      } catch (IOException e) {
        outcomes.add(0);
      }
    }
    return outcomes;
  }

  @Test
  void readsSpecifications() {
    FaultPlan plan = FaultPlan.parse("profile=hostile,seed=9,lost-reply=0.5");
    assertEquals(FaultProfile.HOSTILE, plan.profile());
    assertEquals(9, plan.seed());
    assertEquals(0.5, plan.probability(Fault.LOST_REPLY));
    assertEquals(0.05, plan.probability(Fault.EXTRACTION_FAILURE), 1e-9);
    assertEquals(0, FaultPlan.parse("profile=demo").probability(Fault.RESET));
  }

  @Test
  void saysWhatIsWrongWithASpecification() {
    for (String wrong :
        List.of("", "profile", "profile=odd", "seed=x", "no-such=1", "reset=2", "reset=x")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> FaultPlan.parse(wrong));
      assertTrue(String.valueOf(e.getMessage()).startsWith("fault specification: "), wrong);
    }
  }
}
