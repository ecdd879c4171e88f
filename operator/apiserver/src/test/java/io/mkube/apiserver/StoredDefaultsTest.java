package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Defaults and versions that a definition got after an object was stored. */
class StoredDefaultsTest extends ServedTest {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static String versions(String color, boolean firstIsStored) {
    return """
    [{"name":"v1","served":true,"storage":%2$s,"schema":{"openAPIV3Schema":{"type":"object",
       "properties":{"color":{"type":"string"%1$s}}}}},
     {"name":"v2","served":true,"storage":%3$s,"schema":{"openAPIV3Schema":{"type":"object",
       "properties":{"color":{"type":"string"}}}}}]\
    """
        .formatted(color, firstIsStored, !firstIsStored);
  }

  private static String define(String group) {
    TestServer.Reply reply =
        server.post(
            DEFINITIONS,
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"lamps.%1$s"},"spec":{"group":"%1$s","scope":"Cluster",
              "names":{"plural":"lamps","kind":"Lamp"},"versions":%2$s}}\
            """
                .formatted(group, versions("", true)));
    assertEquals(201, reply.status(), reply.text());
    return "/apis/" + group + "/v1/lamps";
  }

  private static void redefine(String group, String versions) {
    TestServer.Reply reply =
        server.merge(DEFINITIONS + "/lamps." + group, "{\"spec\":{\"versions\":" + versions + "}}");
    assertEquals(200, reply.status(), reply.text());
  }

  private static String create(String lamps, String group) {
    String lamp =
        "{\"apiVersion\":\"%s/v1\",\"kind\":\"Lamp\",\"metadata\":{\"name\":\"a\"}}"
            .formatted(group);
    assertEquals(201, server.post(lamps, lamp).status());
    return lamps + "/a";
  }

  @Test
  void areKeptByWhoWritesThemBack() {
    String group = "defaults.example.com";
    String lamp = create(define(group), group);
    redefine(group, versions(",\"default\":\"blue\"", true));

    JsonNode seen = server.get(lamp).json();
    JsonNode written = server.put(lamp, seen.toString()).json();
    JsonNode again = server.put(lamp, written.toString()).json();
    redefine(group, versions("", true));

    assertEquals("blue", seen.path("color").asText());
    assertNotEquals(seen.at("/metadata/resourceVersion"), written.at("/metadata/resourceVersion"));
    assertEquals(written, again);
    assertEquals("blue", server.get(lamp).at("/color"));
  }

  @Test
  void areStoredInTheNewVersionByAWriteThatChangesNothing() {
    String group = "versions.example.com";
    String lamp = create(define(group), group);
    redefine(group, versions("", false));

    JsonNode seen = server.get(lamp).json();
    JsonNode written = server.merge(lamp, "{}").json();
    JsonNode again = server.merge(lamp, "{}").json();

    assertNotEquals(seen.at("/metadata/resourceVersion"), written.at("/metadata/resourceVersion"));
    assertEquals(written, again);
  }
}
