package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields that a kind does not have, in the three modes of field validation. */
class UnknownFieldsTest extends NamespacedTest {
  private static final String BODY = "{\"metadata\":{\"name\":\"a\"},\"datta\":{\"k\":\"v\"}}";

  @Test
  void areRefusedWithoutDetailsWhenStrict() {
    TestServer.Reply reply = server.post(configMaps + "?fieldValidation=Strict", BODY);

    assertEquals(400, reply.status());
    assertTrue(
        reply.at("/message").endsWith("strict decoding error: unknown field \"datta\""),
        reply.text());
    assertTrue(reply.json().path("details").isMissingNode(), reply.text());
  }

  @Test
  void areWarnedOfOtherwise() {
    TestServer.Reply reply = server.post(configMaps, BODY);

    assertEquals(201, reply.status());
    assertEquals("299 - \"unknown field \\\"datta\\\"\"", reply.header("Warning"));
    assertTrue(reply.json().path("datta").isMissingNode());
  }

  @Test
  void areWarnedOfInARefusalToo() {
    TestServer.Reply reply =
        server.post(configMaps, "{\"metadata\":{\"name\":\"A_\"},\"datta\":{\"k\":\"v\"}}");

    assertEquals(422, reply.status());
    assertEquals("299 - \"unknown field \\\"datta\\\"\"", reply.header("Warning"));
  }

  @Test
  void areDroppedSilentlyWhenIgnored() {
    TestServer.Reply reply = server.post(configMaps + "?fieldValidation=Ignore", BODY);

    assertEquals(201, reply.status());
    assertEquals("", reply.header("Warning"));
  }

  @Test
  void thatOccurTwiceAreRefusedWhenStrict() {
    TestServer.Reply reply =
        server.post(
            configMaps + "?fieldValidation=Strict",
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\",\"k\":\"w\"}}");

    assertEquals(400, reply.status());
    assertTrue(reply.at("/message").contains("duplicate field \"data.k\""), reply.text());
  }

  @Test
  void areToldInTheOrderOfTheTextWithThoseThatOccurTwice() {
    TestServer.Reply reply =
        server.post(
            configMaps,
            """
            {"datta":{"a":1,"a":2},"metadata":{"name":"a"},"datta":1,
             "data":{"k":"v","k":"w"},"more":[{"b":1,"b":2}],"data":{"l":"x"}}
            """);

    assertEquals(201, reply.status(), reply.text());
    assertEquals(
        List.of(
            "unknown field \"datta\"",
            "duplicate field \"data.k\"",
            "unknown field \"more\"",
            "duplicate field \"data\""),
        warnings(reply));
  }

  @Test
  void ofYamlAreToldAfterItsRepeatedLines() {
    String yaml =
        """
        metadata: {name: a}
        zzz: 1
        data:
          k: v
          k: w
        yyy: 1
        yyy: 2
        """;
    TestServer.Reply refused =
        server.send("POST", configMaps + "?fieldValidation=Strict", "application/yaml", yaml);
    TestServer.Reply warned = server.send("POST", configMaps, "application/yaml", yaml);

    assertEquals(400, refused.status());
    assertTrue(
        refused
            .at("/message")
            .endsWith(
                "strict decoding error: yaml: unmarshal errors:\n"
                    + "  line 5: key \"k\" already set in map\n"
                    + "  line 7: key \"yyy\" already set in map,"
                    + " unknown field \"yyy\", unknown field \"zzz\""),
        refused.text());
    assertEquals(201, warned.status(), warned.text());
    assertEquals(
        List.of(
            "line 5: key \"k\" already set in map",
            "line 7: key \"yyy\" already set in map",
            "unknown field \"yyy\"",
            "unknown field \"zzz\""),
        warnings(warned));
  }

  @Test
  void ofAConfigurationInJsonAreToldByLine() {
    String json =
        """

        {
        \t"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},
        \t"data": {
        \t\t"k": "v",
        \t\t"k": "w"
        \t}
        }
        """;
    String url = configMaps + "/a?fieldManager=m";
    TestServer.Reply refused =
        server.send("PATCH", url + "&fieldValidation=Strict", "application/apply-patch+yaml", json);
    TestServer.Reply applied = server.send("PATCH", url, "application/apply-patch+yaml", json);

    assertEquals(400, refused.status());
    assertTrue(
        refused.at("/message").endsWith("\n  line 6: key \"k\" already set in map"),
        refused.text());
    assertEquals(201, applied.status(), applied.text());
    assertEquals(List.of("line 6: key \"k\" already set in map"), warnings(applied));
    assertEquals("w", applied.at("/data/k"));
  }

  private static List<String> warnings(TestServer.Reply reply) {
    return reply.response().headers().allValues("Warning").stream()
        .map(text -> text.substring("299 - \"".length(), text.length() - 1).replace("\\\"", "\""))
        .toList();
  }
}
