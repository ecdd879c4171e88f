package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Runtime;
import io.mkube.apiserver.protobuf.SimpleProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients learn about the server before they use it. */
class DiscoveryTest extends ServedTest {
  private static final Descriptor AGGREGATED =
      SimpleProto.message(SimpleProto.class, "apidiscovery.proto", "APIGroupDiscoveryList");

  private static final String PROTOBUF =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v2beta1"})
  void aggregatesAllGroupsInTheVersionThatIsAskedFor(String version) {
    String type =
        "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";

    TestServer.Reply reply = server.get("/apis", "Accept", type + ",application/json");

    assertEquals(type, reply.header("Content-Type"));
    assertEquals("apidiscovery.k8s.io/" + version, reply.at("/apiVersion"));
    assertEquals("Accept", reply.header("Vary"));
    TestServer.Reply again =
        server.get("/apis", "Accept", type, "If-None-Match", reply.header("ETag"));
    assertEquals(304, again.status());
    assertEquals(0, again.response().body().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v2beta1"})
  void aggregatesAsYamlAndProtobufToo(String version) throws IOException {
    String form = ";g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
    JsonNode json = server.get("/apis", "Accept", "application/json" + form).json();
    TestServer.Reply yaml = server.get("/apis", "Accept", "application/yaml" + form);
    String go = "application/vnd.kubernetes.protobuf" + form;
    TestServer.Reply protobuf = server.get("/apis", "Accept", go + ",application/json");

    assertEquals("application/yaml" + form, yaml.header("Content-Type"));
    assertEquals(json, new YAMLMapper().readTree(yaml.text()));
    assertEquals(go, protobuf.header("Content-Type"));
    byte[] body = protobuf.response().body();
    Runtime.Unknown envelope = Runtime.Unknown.parseFrom(Arrays.copyOfRange(body, 4, body.length));
    assertEquals("apidiscovery.k8s.io/" + version, envelope.getTypeMeta().getApiVersion());
    assertEquals("APIGroupDiscoveryList", envelope.getTypeMeta().getKind());
    DynamicMessage list = DynamicMessage.parseFrom(AGGREGATED, envelope.getRaw());
    assertEquals(without(json, "kind", "apiVersion"), told(list));
  }

  /** What a message says; fields that JSON leaves out when they are empty are left out. */
  private static JsonNode told(Message message) {
    assertTrue(message.getUnknownFields().asMap().isEmpty());
    ObjectNode object = TestServer.JSON.createObjectNode();
    boolean whole = message.getDescriptorForType().getName().equals("GroupVersionKind");
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              JsonNode node =
                  switch (value) {
                    case Message child -> told(child);
                    case List<?> list -> {
                      var array = TestServer.JSON.createArrayNode();
                      list.forEach(
                          element ->
                              array.add(
                                  element instanceof Message child
                                      ? told(child)
                                      : TestServer.JSON.valueToTree(element)));
                      yield array;
                    }
                    default -> TestServer.JSON.valueToTree(value);
                  };
              boolean empty = node.isTextual() ? node.asText().isEmpty() : node.asLong(1) == 0;
              if (field.getName().equals("creationTimestamp")) {
                object.putNull("creationTimestamp");
              } else if (whole || !empty) {
                object.set(field.getName(), node);
              }
            });
    return object;
  }

  private static JsonNode without(JsonNode document, String... fields) {
    return ((ObjectNode) document.deepCopy()).without(List.of(fields));
  }

  @Test
  void tellsItsAddressWithTheVersionsOfTheCoreGroup() {
    TestServer.Reply reply = server.get("/api");

    assertEquals("0.0.0.0/0", reply.at("/serverAddressByClientCIDRs/0/clientCIDR"));
    String address = reply.at("/serverAddressByClientCIDRs/0/serverAddress");
    assertTrue(address.matches("(\\S+\\.\\S+|\\[\\S+:\\S+]):" + server.server.port()), address);
  }

  @Test
  void ordersGroupsByPriority() {
    List<String> groups = new ArrayList<>();
    server
        .get("/apis")
        .json()
        .path("groups")
        .forEach(group -> groups.add(group.path("name").asText()));

    assertEquals(
        List.of("apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io"),
        groups.subList(0, 4));
    assertTrue(groups.indexOf("batch") < groups.indexOf("networking.k8s.io"));
  }

  @Test
  void hashesHowObjectsAreStored() {
    JsonNode resources = server.get("/apis/apps/v1").json().path("resources");

    String hash = "";
    for (JsonNode resource : resources) {
      if (resource.path("name").asText().equals("deployments")) {
        hash = resource.path("storageVersionHash").asText();
      }
    }
    // The value that every kube-apiserver gives for apps/v1 Deployment.
    assertEquals("8aSe+NMegvE=", hash);
  }

  @Test
  void sendsTheOlderDocumentAsJsonAndProtobuf() {
    TestServer.Reply json = server.get("/openapi/v2");
    TestServer.Reply protobuf = server.get("/openapi/v2", "Accept", PROTOBUF);

    assertEquals("2.0", json.at("/swagger"));
    assertEquals("application/json", json.header("Content-Type"));
    assertEquals(
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
        protobuf.header("Content-Type"));
    assertEquals(
        "\n\u00032.0", new String(protobuf.response().body(), 0, 5, StandardCharsets.UTF_8));
    assertEquals(
        304,
        server
            .get("/openapi/v2", "Accept", PROTOBUF, "If-None-Match", protobuf.header("ETag"))
            .status());
    assertEquals(406, server.get("/openapi/v2", "Accept", "text/html").status());
  }

  @Test
  void compressesGreatDocuments() throws IOException {
    TestServer.Reply plain = server.get("/openapi/v2");
    TestServer.Reply packed = server.get("/openapi/v2", "Accept-Encoding", "gzip");

    assertEquals("gzip", packed.header("Content-Encoding"));
    assertTrue(packed.response().body().length < plain.response().body().length / 3);
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed.response().body()))) {
      assertEquals(plain.text(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void letsClientsKeepADocumentUnderItsHashForEver() {
    JsonNode index = server.get("/openapi/v3").json();
    String url = index.at("/paths/apis~1apps~1v1/serverRelativeURL").asText();

    TestServer.Reply document = server.get(url);
    TestServer.Reply old = server.get("/openapi/v3/apis/apps/v1?hash=OLD");
    TestServer.Reply without = server.get("/openapi/v3/apis/apps/v1");

    assertEquals(200, document.status());
    assertEquals("public, immutable", document.header("Cache-Control"));
    assertFalse(document.header("Expires").isEmpty());
    assertTrue(url.endsWith(document.header("ETag").replace("\"", "")));
    assertEquals(301, old.status());
    assertEquals(url, old.header("Location"));
    assertEquals("no-cache, private", without.header("Cache-Control"));
    assertEquals(304, server.get(url, "If-None-Match", document.header("ETag")).status());
    assertEquals(200, server.get(index.at("/paths/version/serverRelativeURL").asText()).status());
    assertEquals(404, server.get("/openapi/v3/apis/none/v1").status());
    TestServer.Reply protobuf =
        server.get(url, "Accept", "application/com.github.proto-openapi.spec.v3@v1.0+protobuf");
    assertEquals(
        "application/com.github.proto-openapi.spec.v3.v1.0+protobuf",
        protobuf.header("Content-Type"));
    assertEquals(document.header("ETag"), protobuf.header("ETag"));
    assertEquals(
        "\n\u00053.0.0", new String(protobuf.response().body(), 0, 7, StandardCharsets.UTF_8));
    assertEquals(406, server.get(url, "Accept", "text/html").status());
    assertEquals(200, server.get("/openapi/v3", "Accept", "text/html").status());
  }

  @Test
  void publishesWhatLiesBesideTheResources() {
    JsonNode paths = server.get("/openapi/v3").json().path("paths");
    for (String name :
        List.of(
            ".well-known/openid-configuration",
            "api",
            "apis",
            "apis/apps",
            "apis/rbac.authorization.k8s.io",
            "openid/v1/jwks",
            "version")) {
      String link = paths.path(name).path("serverRelativeURL").asText();
      TestServer.Reply document = server.get(link);

      assertEquals(200, document.status(), name);
      assertEquals("3.0.0", document.at("/openapi"));
      assertEquals(
          "/" + name + "/", document.json().path("paths").fieldNames().next(), document.text());
    }
    assertEquals(
        "getAppsAPIGroup",
        server.get("/openapi/v3/apis/apps").at("/paths/~1apis~1apps~1/get/operationId"));
    assertEquals(404, server.get("/openapi/v3/apis/none").status());
  }
}
