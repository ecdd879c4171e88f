package io.mkube.routeros.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.RawSocket.RawReply;
import io.mkube.routeros.simulator.SimulatorConfig.InitialBridge;
import io.mkube.routeros.simulator.journal.Call.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestSemanticsTest {
  private RouterOsSimulator simulator;
  private Rest rest;

  @BeforeEach
  void start() {
    simulator =
        RouterOsSimulator.start(
            SimulatorConfig.defaults()
                .withBridges(List.of(new InitialBridge("bridge-gt", "192.168.200.1/24"))));
    rest = new Rest(simulator);
  }

  @AfterEach
  void stop() {
    rest.close();
    simulator.close();
  }

  private void veths(String... names) throws IOException {
    for (String name : names) {
      rest.add("/interface/veth", Map.of("name", name, "comment", "c-" + name));
    }
  }

  @Test
  void printsEveryValueAsTextAndLeavesOutWhatIsUnset() throws IOException {
    Rest.Reply reply = rest.put("/interface/veth", Map.of("name", "v1", "disabled", false));
    assertEquals(201, reply.status());
    Map<?, ?> row = reply.object();
    row.forEach((name, value) -> assertTrue(value instanceof String, name + "=" + value));
    assertEquals("false", row.get("disabled"));
    assertFalse(row.containsKey("comment"));
    assertTrue(String.valueOf(row.get(".id")).matches("\\*[0-9A-F]+"));
  }

  @Test
  void answersEachVerbWithItsShape() throws IOException {
    assertTrue(
        rest.post("/interface/veth/add", Map.of("name", "v1"))
            .text()
            .matches("\\{\"ret\":\"\\*[0-9A-F]+\"}"));
    assertEquals(
        "[]", rest.post("/interface/veth/set", Map.of("numbers", "v1", "comment", "x")).text());
    assertEquals(
        "x", rest.patch("/interface/veth/v1", Map.of("disabled", "no")).object().get("comment"));
    Rest.Reply gone = rest.delete("/interface/veth/v1");
    assertEquals(204, gone.status());
    assertEquals(0, gone.body().length);
    assertEquals(404, rest.get("/interface/veth/v1").status());
    assertEquals("[]", rest.get("/interface/veth").text());
    assertEquals("MikroTik", rest.get("/system/identity").object().get("name"));
  }

  @Test
  void filtersByAllOfAndPrintsOnlyWhatIsAskedFor() throws IOException {
    veths("v1", "v2", "v3");
    assertEquals(
        List.of(Map.of("name", "v2")),
        rest.get("/interface/veth?name=v2&comment=c-v2&.proplist=name").list());
    assertEquals(List.of(), rest.get("/interface/veth?name=v2&comment=c-v1").list());
    assertEquals(2, rest.get("/interface/veth?name=v1,v3").list().size());
    assertEquals(List.of(), rest.get("/interface/veth?.id=*FFFF").list());
  }

  @Test
  void evaluatesQueryWordsAsAStack() throws IOException {
    veths("v1", "v2", "v3");
    rest.post("/interface/veth/set", Map.of("numbers", "v3", "comment", ""));
    assertEquals(List.of("v1", "v2"), names(List.of("name=v1", "name=v2", "#|")));
    assertEquals(List.of("v3"), names(List.of("name=v1", "name=v2", "#|!")));
    assertEquals(List.of("v3"), names(List.of("-comment")));
    assertEquals(List.of("v1"), names(List.of("comment", "<name=v2")));
    assertEquals(List.of("v2", "v3"), names(List.of(">name=v1")));
    assertEquals(
        400,
        rest.post("/interface/veth/print", Map.of(".query", List.of("name=v1", "#&"))).status());
  }

  private List<String> names(List<String> query) throws IOException {
    return rest
        .post("/interface/veth/print", Map.of(".query", query, ".proplist", List.of("name")))
        .list()
        .stream()
        .map(row -> row.getOrDefault("name", ""))
        .toList();
  }

  @Test
  void unsetsInThreeWays() throws IOException {
    for (String way : List.of("empty", "bang", "command")) {
      rest.add("/interface/veth", Map.of("name", way, "comment", "c"));
      switch (way) {
        case "empty" -> rest.patch("/interface/veth/" + way, Map.of("comment", ""));
        case "bang" -> rest.patch("/interface/veth/" + way, Map.of("!comment", ""));
        default ->
            rest.post("/interface/veth/unset", Map.of("numbers", way, "value-name", "comment"));
      }
      assertFalse(rest.get("/interface/veth/" + way).object().containsKey("comment"), way);
    }
  }

  @Test
  void saysWhatItRefuses() throws IOException {
    veths("v1");
    assertEquals("unknown parameter colour", refused("veth", Map.of("name", "x", "colour", "red")));
    assertEquals("missing =name=", refused("veth", Map.of()));
    assertEquals(
        "invalid value for argument address", refused("veth", Map.of("name", "x", "address", "x")));
    assertEquals(
        "input does not match any value of disabled",
        refused("veth", Map.of("name", "x", "disabled", "perhaps")));
    assertEquals(
        "value of pvid is out of range (1 .. 4094)",
        refused("bridge/port", Map.of("bridge", "bridge-gt", "interface", "v1", "pvid", 5000)));
    assertEquals(
        "value of pvid contains invalid trailing characters",
        refused("bridge/port", Map.of("bridge", "bridge-gt", "interface", "v1", "pvid", "1x")));
    assertEquals(
        "failure: already have interface with such name", refused("veth", Map.of("name", "v1")));
    assertEquals(
        "failure: already have interface with such name",
        refused("veth", Map.of("name", "bridge-gt")));
    assertEquals(
        "input does not match any value of bridge",
        refused("bridge/port", Map.of("bridge", "none", "interface", "v1")));
  }

  private String refused(String menu, Map<String, ?> arguments) throws IOException {
    Rest.Reply reply = rest.put("/interface/" + menu, arguments);
    assertEquals(400, reply.status());
    return reply.detail();
  }

  @Test
  void changesNothingWhenOneOfSeveralRowsIsRefused() throws IOException {
    veths("v1");
    assertEquals(
        404,
        rest.post("/interface/veth/set", Map.of("numbers", "v1,none", "comment", "new")).status());
    assertEquals("c-v1", rest.get("/interface/veth/v1").object().get("comment"));
  }

  @Test
  void tellsUnknownMenusVerbsAndMethodsApart() throws IOException {
    assertEquals(404, rest.get("/interface/nothing/here").status());
    assertEquals(404, rest.get("/no/such/menu").status());
    assertTrue(rest.post("/no/such/menu", Map.of()).detail().startsWith("no such command"));
    assertEquals("no such command", rest.post("/interface/veth/fly", Map.of()).detail());
    Rest.Reply verb = rest.delete("/system/identity");
    assertEquals(406, verb.status());
    assertEquals("no such command or directory (remove)", verb.detail());
    assertEquals(400, rest.patch("/system/identity", Map.of("name", "x")).status());
    assertEquals("[]", rest.post("/system/identity/set", Map.of("name", "rose1")).text());
    assertEquals("rose1", rest.get("/system/identity").object().get("name"));
    assertEquals(405, rest.send("OPTIONS", "/interface/veth", null).status());
  }

  @Test
  void followsARenamedInterface() throws IOException {
    veths("v1");
    rest.add("/interface/bridge/port", Map.of("bridge", "bridge-gt", "interface", "v1"));
    rest.patch("/interface/veth/v1", Map.of("name", "v9"));
    assertEquals("v9", rest.get("/interface/bridge/port").list().getFirst().get("interface"));
    assertEquals(
        "failure: device already added as bridge port",
        refused("bridge/port", Map.of("bridge", "bridge-gt", "interface", "v9")));
  }

  @Test
  void derivesTheNetworkOfAnAddress() throws IOException {
    Map<String, String> first = rest.get("/ip/address").list().getFirst();
    assertEquals("192.168.200.0", first.get("network"));
    assertEquals(
        "failure: already have such address",
        rest.put("/ip/address", Map.of("address", "192.168.200.1/24", "interface", "bridge-gt"))
            .detail());
    rest.add("/ip/address", Map.of("address", "FD00:0:0::1/64", "interface", "bridge-gt"));
    assertEquals("fd00::1/64", rest.get("/ip/address").list().getLast().get("address"));
  }

  @Test
  void keepsAFileTree() throws IOException {
    assertEquals(400, rest.put("/file", Map.of("name", "raid1/a/b", "type", "directory")).status());
    rest.add("/file", Map.of("name", "raid1/a", "type", "directory"));
    rest.add("/file", Map.of("name", "raid1/a/ü.txt", "contents", "grüße\n"));
    assertEquals("failure: already exists", rest.put("/file", Map.of("name", "raid1/a")).detail());
    rest.post("/file/set", Map.of("numbers", "raid1/a", "name", "raid1/b"));
    Map<String, String> file = rest.get("/file?name=raid1/b/%C3%BC.txt").list().getFirst();
    assertEquals("grüße\n", file.get("contents"));
    assertEquals("8", file.get("size"));
    assertEquals(400, rest.put("/file", Map.of("name", "raid1/../x")).status());
    assertEquals(
        400, rest.put("/file", Map.of("name", "raid1/x", "contents", "x".repeat(61441))).status());
    assertEquals(
        "grüße\n".getBytes(UTF_8).length,
        rest.post("/file/read", Map.of("file", "raid1/b/ü.txt", "chunk-size", 100))
            .list()
            .getFirst()
            .getOrDefault("data", "")
            .length());
    assertEquals("[]", rest.post("/file/remove", Map.of("numbers", "raid1/b")).text());
    assertEquals(List.of(), rest.get("/file?name=raid1/b/%C3%BC.txt").list());
  }

  @Test
  void wantsCredentialsForRestOnly() throws IOException {
    try (RawSocket socket = new RawSocket(simulator.url())) {
      RawReply page =
          socket.sendBytes("GET / HTTP/1.1\r\nHost: r\r\n\r\n".getBytes(UTF_8), new byte[0]);
      assertEquals(200, page.status());
      RawReply refused =
          socket.sendBytes(
              "GET /rest/interface HTTP/1.1\r\nHost: r\r\nAuthorization: Basic YWRtaW46eA==\r\n\r\n"
                  .getBytes(UTF_8),
              new byte[0]);
      assertEquals(401, refused.status());
      assertEquals("{\"error\":401,\"message\":\"Unauthorized\"}", refused.text());
    }
  }

  @Test
  void refusesBodiesThatAreNotJson() throws IOException {
    try (RawSocket socket = new RawSocket(simulator.url())) {
      assertEquals(400, socket.send("PUT", "/rest/interface/veth", "{\"name\":").status());
      assertEquals(400, socket.send("PUT", "/rest/interface/veth", "[1]").status());
      assertEquals(415, socket.send("PUT", "/rest/interface/veth", "").status());
      assertEquals(
          400, socket.send("PUT", "/rest/interface/veth", "{\"name\":{\"a\":1}}").status());
      assertEquals(400, socket.send("GET", "/rest/interface/veth/%zz", "").status());
    }
  }

  @Test
  void remembersEveryCallWithItsCommand() throws IOException {
    simulator.clearCalls();
    rest.add("/interface/veth", Map.of("name", "v1"));
    rest.get("/interface/veth?name=v1");
    rest.post("/interface/veth/print", Map.of());
    rest.post("/interface/veth/remove", Map.of("numbers", "v1"));
    assertEquals(
        List.of("add WRITE 201", "print READ 200", "print READ 200", "remove WRITE 200"),
        simulator.calls().stream()
            .map(call -> call.command() + " " + call.kind() + " " + call.status())
            .toList());
    assertEquals("/interface/veth", simulator.calls().getFirst().menu());
    assertEquals(2, simulator.calls().stream().filter(call -> call.kind() == Kind.WRITE).count());
  }

  @Test
  void sharesIdsAmongInterfaceMenus() throws IOException {
    String id = rest.add("/interface/veth", Map.of("name", "v1"));
    assertEquals("veth", rest.get("/interface/" + id).object().get("type"));
    assertEquals("bridge", rest.get("/interface/bridge-gt").object().get("type"));
  }

  @Test
  void knowsTheArgumentNamesOfEachRelease() throws IOException {
    checkNames("7.19.6", Map.of("name", "l", "key", "K", "value", "v"), 201);
    checkNames("7.20.8", Map.of("name", "l", "key", "K", "value", "v"), 400);
    checkNames("7.20.8", Map.of("list", "l", "key", "K", "value", "v"), 201);
    checkNames("7.24", Map.of("list", "l", "key", "K", "value", "v", "disabled", "yes"), 201);
  }

  private static void checkNames(String version, Map<String, String> arguments, int status)
      throws IOException {
    SimulatorConfig config = SimulatorConfig.defaults().withVersion(version);
    try (RouterOsSimulator other = RouterOsSimulator.start(config);
        Rest otherRest = new Rest(other)) {
      assertEquals(status, otherRest.put("/container/envs", arguments).status(), version);
    }
  }
}
