package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the parts of the cluster are, as {@code kubectl get componentstatuses} shows it. */
class ComponentStatusesTest extends ServedTest {
  private static final String PATH = "/api/v1/componentstatuses";
  private static final String DEPRECATED = "299 - \"v1 ComponentStatus is deprecated in v1.19+\"";

  private static JsonNode healthy(String name, String more) throws Exception {
    return TestServer.JSON.readTree(
        """
        {%s"metadata":{"name":"%s","creationTimestamp":null},
         "conditions":[{"type":"Healthy","status":"True","message":"ok"}]}
        """
            .formatted(more, name));
  }

  @Test
  void listsThem() throws Exception {
    TestServer.Reply list = server.get(PATH);

    assertEquals(DEPRECATED, list.header("Warning"));
    String type = "\"apiVersion\":\"v1\",\"kind\":\"ComponentStatus\",";
    assertEquals(
        TestServer.JSON.readTree(
            "{\"kind\":\"ComponentStatusList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":["
                + healthy("controller-manager", type)
                + ","
                + healthy("etcd-0", type)
                + ","
                + healthy("scheduler", type)
                + "]}"),
        list.json());
    assertEquals(
        "etcd-0",
        server.get(PATH + "?fieldSelector=metadata.name%3Detcd-0").at("/items/0/metadata/name"));
  }

  @Test
  void showsOne() throws Exception {
    TestServer.Reply one = server.get(PATH + "/etcd-0");

    assertEquals(DEPRECATED, one.header("Warning"));
    assertEquals(
        healthy("etcd-0", "\"apiVersion\":\"v1\",\"kind\":\"ComponentStatus\","), one.json());
    assertEquals(404, server.get(PATH + "/kubelet").status());
    assertEquals(405, server.post(PATH, "{\"metadata\":{\"name\":\"more\"}}").status());
    assertEquals(405, server.delete(PATH + "/etcd-0", "{}").status());
    assertEquals(405, server.get(PATH + "?watch=1").status());
  }

  @Test
  void showsTables() {
    TestServer.Reply table =
        server.get(PATH, "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");

    assertEquals(
        List.of("Name", "Status", "Message", "Error"),
        table.json().path("columnDefinitions").findValuesAsText("name"));
    assertEquals(
        "[\"controller-manager\",\"Healthy\",\"ok\",\"\"]",
        table.json().at("/rows/0/cells").toString());
  }

  @Test
  void writesProtobuf() throws InvalidProtocolBufferException {
    byte[] body =
        server.get(PATH, "Accept", "application/vnd.kubernetes.protobuf").response().body();

    Runtime.Unknown envelope = Runtime.Unknown.parseFrom(Arrays.copyOfRange(body, 4, body.length));
    V1.ComponentStatusList list = V1.ComponentStatusList.parseFrom(envelope.getRaw());
    assertEquals("ComponentStatusList", envelope.getTypeMeta().getKind());
    assertEquals(3, list.getItemsCount());
    assertEquals("scheduler", list.getItems(2).getMetadata().getName());
    assertEquals("ok", list.getItems(2).getConditions(0).getMessage());
  }

  @Test
  void areTold() {
    JsonNode resources = server.get("/api/v1").json().path("resources");
    boolean found = false;
    for (JsonNode resource : resources) {
      if (resource.path("name").asText().equals("componentstatuses")) {
        found = true;
        assertEquals("[\"get\",\"list\"]", resource.path("verbs").toString());
        assertEquals("[\"cs\"]", resource.path("shortNames").toString());
      }
    }
    assertTrue(found);
  }
}
