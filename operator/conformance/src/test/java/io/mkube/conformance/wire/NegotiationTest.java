package io.mkube.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.apiserver.junit.MkubeApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accept and Content-Type as client-go, Argo CD, k9s and browsers send them. */
@MkubeApiServer(freshNamespace = true, crds = "crds/shops.yaml")
final class NegotiationTest {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=%s;as=APIGroupDiscoveryList";

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  Config config;

  private Wire wire;
  private String maps = "";

  @BeforeEach
  void connect() {
    wire = new Wire(config);
    maps = "/api/v1/namespaces/" + client.getNamespace() + "/configmaps";
    wire.post(
        maps, "{\"metadata\":{\"name\":\"a\",\"labels\":{\"k\":\"v\"}},\"data\":{\"x\":\"1\"}}");
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @ParameterizedTest
  @CsvSource({"v2", "v2beta1"})
  void discoveryIsOneDocument(String version) {
    Wire.Reply reply =
        wire.get("/apis", "Accept", AGGREGATED.formatted(version) + ",application/json");

    assertEquals(200, reply.code());
    assertEquals("APIGroupDiscoveryList", reply.at("/kind"));
    assertEquals("apidiscovery.k8s.io/" + version, reply.at("/apiVersion"));
    assertTrue(reply.header("Content-Type").contains("as=APIGroupDiscoveryList"));
    assertTrue(reply.header("Content-Type").contains("v=" + version));
    assertFalse(reply.header("ETag").isEmpty());
    assertEquals(
        304,
        wire.get(
                "/apis",
                "Accept",
                AGGREGATED.formatted(version),
                "If-None-Match",
                reply.header("ETag"))
            .code());
  }

  @Test
  void newestClientsAskForDiscoveryWithAProfile() {
    Wire.Reply reply =
        wire.get(
            "/api",
            "Accept",
            AGGREGATED.formatted("v2")
                + ";profile=nopeer,"
                + AGGREGATED.formatted("v2")
                + ",application/json");

    assertEquals("APIGroupDiscoveryList", reply.at("/kind"), reply.text());
  }

  @ParameterizedTest
  @CsvSource({"v1", "v1beta1"})
  void tablesInBothVersions(String version) {
    Wire.Reply reply =
        wire.get(
            maps,
            "Accept",
            "application/json;as=Table;g=meta.k8s.io;v=" + version + ",application/json");

    assertEquals("Table", reply.at("/kind"));
    assertEquals("meta.k8s.io/" + version, reply.at("/apiVersion"));
    assertEquals("a", reply.at("/rows/0/cells/0"));
  }

  @Test
  void rowsCarryTheObjectThatWasAskedFor() {
    String table = "application/json;as=Table;g=meta.k8s.io;v=v1";
    assertEquals(
        "PartialObjectMetadata", wire.get(maps, "Accept", table).at("/rows/0/object/kind"));
    assertEquals(
        "1", wire.get(maps + "?includeObject=Object", "Accept", table).at("/rows/0/object/data/x"));
    assertTrue(
        wire.get(maps + "?includeObject=None", "Accept", table)
            .json()
            .at("/rows/0/object")
            .isNull());
    assertEquals(400, wire.get(maps + "?includeObject=Odd", "Accept", table).code());
  }

  @Test
  void metadataClientsReadTheFormThatTheyPrefer() {
    String metadata = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    String protobuf = "application/vnd.kubernetes.protobuf" + metadata;
    String json = "application/json" + metadata;

    JsonNode list = wire.get(maps, "Accept", json + "," + protobuf).json();

    assertEquals("PartialObjectMetadataList", list.path("kind").asText());
    assertEquals("PartialObjectMetadata", list.at("/items/0/kind").asText());
    assertEquals("v", list.at("/items/0/metadata/labels/k").asText());
    assertTrue(list.at("/items/0/data").isMissingNode());
    assertProtobuf(wire.get(maps, "Accept", protobuf + "," + json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.kubernetes.protobuf",
        "application/vnd.kubernetes.protobuf,application/json",
        "application/json;q=0.5,application/vnd.kubernetes.protobuf",
        "application/cbor,application/vnd.kubernetes.protobuf,*/*",
      })
  void answersProtobufToWhoPrefersIt(String accept) {
    assertProtobuf(wire.get(maps + "/a", "Accept", accept));
    assertProtobuf(wire.get(maps, "Accept", accept));
  }

  private static void assertProtobuf(Wire.Reply reply) {
    assertEquals(200, reply.code());
    assertEquals("application/vnd.kubernetes.protobuf", reply.header("Content-Type"));
    assertTrue(reply.text().startsWith("k8s\0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1",
        "application/cbor",
        "text/html",
        "application/json;as=Odd;g=meta.k8s.io;v=v1",
        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
      })
  void refusesWhatItCannotAnswer(String accept) {
    Wire.Reply reply = wire.get(maps, "Accept", accept);

    assertEquals(406, reply.code(), reply.text());
    assertEquals("NotAcceptable", reply.at("/reason"));
    assertTrue(
        reply.at("/message").startsWith("only the following media types are accepted: "),
        reply.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json,application/vnd.kubernetes.protobuf",
        "*/*",
        "application/*",
        "application/yaml;q=0.1,application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/cbor,application/json",
      })
  void answersJsonWhereItMay(String accept) {
    Wire.Reply reply = wire.get(maps + "/a", "Accept", accept);

    assertEquals(200, reply.code(), reply.text());
    assertTrue(reply.header("Content-Type").startsWith("application/json"));
    assertEquals("ConfigMap", reply.at("/kind"));
  }

  @Test
  void answersYaml() {
    Wire.Reply reply = wire.get(maps + "/a", "Accept", "application/yaml");

    assertTrue(reply.header("Content-Type").startsWith("application/yaml"));
    assertEquals(
        "1",
        Serialization.unmarshal(reply.text(), ConfigMap.class).getData().get("x"),
        reply.text());
  }

  @ParameterizedTest
  @CsvSource({
    "POST,application/x-www-form-urlencoded",
    "POST,application/cbor",
    "POST,text/plain",
    "PATCH,application/json",
    "PATCH,application/apply-patch+cbor",
  })
  void refusesBodiesOfUnknownForm(String method, String type) {
    Wire.Reply reply =
        wire.send(method, maps + (method.equals("POST") ? "" : "/a"), "{}", "Content-Type", type);

    assertEquals(415, reply.code(), reply.text());
    assertEquals("UnsupportedMediaType", reply.at("/reason"));
    assertTrue(
        reply
            .at("/message")
            .startsWith(
                method.equals("PATCH")
                    ? "415: Unsupported Media Type"
                    : "the body of the request was in an unknown format - accepted media types"
                        + " include: "),
        reply.text());
  }

  @Test
  void reviewsAreNoTables() {
    Wire.Reply reply =
        wire.send(
            "POST",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}",
            "Content-Type",
            "application/json",
            "Accept",
            "application/json;as=Table;g=meta.k8s.io;v=v1");

    assertEquals(406, reply.code(), reply.text());
  }

  @Test
  void customResourcesAreNeverProtobuf() {
    String shops =
        "/apis/conformance.example.com/v1/namespaces/" + client.getNamespace() + "/shops";
    assertEquals(
        415,
        wire.send("POST", shops, "k8s\0", "Content-Type", "application/vnd.kubernetes.protobuf")
            .code());
    assertEquals(406, wire.get(shops, "Accept", "application/vnd.kubernetes.protobuf").code());
    assertEquals(
        "ShopList",
        wire.get(shops, "Accept", "application/vnd.kubernetes.protobuf,application/json")
            .at("/kind"));
  }
}
