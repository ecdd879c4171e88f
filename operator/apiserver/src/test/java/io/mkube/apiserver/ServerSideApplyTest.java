package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Server-side apply over the wire. */
class ServerSideApplyTest extends ApplyTest {
  @Test
  void createsWhatDoesNotExistAndOwnsWhatItSays() {
    TestServer.Reply created = apply("a", "m1", config("a", "x: '1'"));
    assertEquals(201, created.status(), created.text());
    assertEquals(
        """
        [{"manager":"m1","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1",\
        "fieldsV1":{"f:data":{"f:x":{}}}}]\
        """,
        owners(created.json()));
  }

  /** As every cluster shows it: a struct of Go is there before anything is written. */
  @Test
  void whoCreatesAnObjectOwnsNoStructs() throws Exception {
    String path = configMaps.replace("/api/v1", "/apis/apps/v1").replace("configmaps", "");
    JsonNode created =
        server
            .post(
                path + "deployments",
                """
                {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
                 "template":{"metadata":{"labels":{"a":"b"}},
                  "spec":{"containers":[{"name":"c","image":"i",
                   "resources":{"limits":{"cpu":"1"}}}]}}}}
                """)
            .json();

    JsonNode spec = created.at("/metadata/managedFields/0/fieldsV1/f:spec");
    JsonNode container = spec.at("/f:template/f:spec/f:containers/k:{\"name\":\"c\"}");
    assertEquals(
        TestServer.JSON.readTree(
            "{\"f:rollingUpdate\":{\".\":{},\"f:maxSurge\":{},\"f:maxUnavailable\":{}},\"f:type\":{}}"),
        spec.path("f:strategy"));
    assertEquals(
        "{\"f:labels\":{\".\":{},\"f:a\":{}}}", spec.at("/f:template/f:metadata").toString());
    assertFalse(spec.has("."), spec::toString);
    assertFalse(spec.at("/f:template/f:spec/f:containers").has("."), spec::toString);
    assertTrue(container.has("."), spec::toString);
    assertTrue(container.path("f:resources").has("."), spec::toString);
  }

  @Test
  void appliesTheSameAgainWithoutAnyChange() {
    String revision = apply("a", "m1", config("a", "x: '1'")).at("/metadata/resourceVersion");
    TestServer.Reply again = apply("a", "m1", config("a", "x: '1'"));
    assertEquals(200, again.status());
    assertEquals(revision, again.at("/metadata/resourceVersion"));
  }

  @Test
  void removesWhatIsNoLongerSaidUnlessAnotherOwnsIt() {
    apply("a", "m1", config("a", "x: '1', 'y': '2', z: '3'"));
    apply("a", "m2", config("a", "'y': '2'"));
    JsonNode after = apply("a", "m1", config("a", "z: '3'")).json();
    assertEquals("{\"y\":\"2\",\"z\":\"3\"}", after.path("data").toString());
    assertEquals(
        "{\"z\":\"3\"}", apply("a", "m2", config("a", "{}")).json().path("data").toString());
  }

  @Test
  void refusesToChangeWhatAnotherApplierOwns() {
    apply("a", "m1", config("a", "x: '1', 'y': '1'"));
    TestServer.Reply one = apply("a", "m2", config("a", "x: '2'"));
    assertEquals(409, one.status());
    assertEquals("Apply failed with 1 conflict: conflict with \"m1\": .data.x", one.at("/message"));
    assertEquals("Conflict", one.at("/reason"));
    assertEquals(
        "{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"m1\\\"\","
            + "\"field\":\".data.x\"}",
        one.json().at("/details/causes/0").toString());
    assertEquals(
        "Apply failed with 2 conflicts: conflicts with \"m1\":\n- .data.x\n- .data.y",
        apply("a", "m2", config("a", "x: '2', 'y': '2'")).at("/message"));
  }

  @Test
  void namesTheVersionOfManagersThatUpdate() {
    server.post(
        configMaps + "?fieldManager=poster",
        "{\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"1\"}}");
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"poster\" using v1: .data.x",
        apply("a", "m2", config("a", "x: '2'")).at("/message"));
  }

  @Test
  void takesFieldsOverByForce() {
    apply("a", "m1", config("a", "x: '1', 'y': '1'"));
    TestServer.Reply forced = apply("a", "m2", config("a", "x: '2'"), "&force=true");
    assertEquals(200, forced.status());
    assertEquals("2", forced.at("/data/x"));
    assertEquals(
        """
        [{"manager":"m1","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1",\
        "fieldsV1":{"f:data":{"f:y":{}}}},\
        {"manager":"m2","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1",\
        "fieldsV1":{"f:data":{"f:x":{}}}}]\
        """,
        owners(forced.json()));
  }

  @Test
  void sharesFieldsWithTheSameValue() {
    apply("a", "m1", config("a", "x: '1'"));
    assertEquals(200, apply("a", "m2", config("a", "x: '1'")).status());
    TestServer.Reply conflict = apply("a", "m2", config("a", "x: '2'"));
    assertEquals(409, conflict.status());
  }

  @Test
  void tracksWhoUpdatesWhatByTheProgramsName() {
    TestServer.Reply created =
        server.send(
            server
                .request(configMaps)
                .header("Content-Type", "application/json")
                .header("User-Agent", "curl/7.88 (x86)")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"metadata\":{\"name\":\"a\",\"labels\":{\"l\":\"1\"}},"
                            + "\"data\":{\"x\":\"1\"}}"))
                .build());
    assertEquals(
        """
        [{"manager":"curl","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1",\
        "fieldsV1":{"f:data":{".":{},"f:x":{}},\
        "f:metadata":{"f:labels":{".":{},"f:l":{}}}}}]\
        """,
        owners(created.json()));
    TestServer.Reply patched =
        server.send(
            "PATCH",
            configMaps + "/a?fieldManager=other",
            "application/merge-patch+json",
            "{\"data\":{\"x\":\"2\"}}");
    assertEquals(
        """
        [{"manager":"curl","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1",\
        "fieldsV1":{"f:data":{},"f:metadata":{"f:labels":{".":{},"f:l":{}}}}},\
        {"manager":"other","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1",\
        "fieldsV1":{"f:data":{"f:x":{}}}}]\
        """,
        owners(patched.json()));
  }

  @Test
  void resetsTrackingForAnEmptyEntryOnly() {
    apply("a", "m1", config("a", "x: '1'"));
    TestServer.Reply kept =
        server.merge(configMaps + "/a", "{\"metadata\":{\"managedFields\":[]}}");
    assertEquals(1, kept.json().at("/metadata/managedFields").size());
    TestServer.Reply reset =
        server.merge(configMaps + "/a", "{\"metadata\":{\"managedFields\":[{}]}}");
    assertTrue(reset.json().at("/metadata/managedFields").isMissingNode(), reset.text());
    JsonNode applied = apply("a", "m2", config("a", "'y': '1'")).json();
    assertEquals(
        List.of("m2", "before-first-apply"),
        applied.at("/metadata/managedFields").findValuesAsText("manager"));
  }

  @Test
  void storesNothingInADryRun() {
    TestServer.Reply reply = apply("a", "m1", config("a", "x: '1'"), "&dryRun=All");
    assertEquals(201, reply.status());
    assertEquals(1, reply.json().at("/metadata/managedFields").size());
    assertEquals(404, server.get(configMaps + "/a").status());
  }

  @Test
  void appliesStatusApart() {
    String path = "/apis/apps/v1/namespaces/" + namespace + "/deployments/web";
    String spec =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec: {containers: [{name: c, image: i}]}
        """;
    String status =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
         "spec":{"replicas":7},"status":{"replicas":2}}\
        """;
    assertEquals(404, apply(path + "/status?fieldManager=s", status).status());
    assertEquals(201, apply(path + "?fieldManager=m", spec).status());
    JsonNode applied = apply(path + "/status?fieldManager=s&force=true", status).json();
    assertEquals(2, applied.at("/spec/replicas").asInt());
    assertEquals(2, applied.at("/status/replicas").asInt());
    assertEquals(
        "{\"f:status\":{\"f:replicas\":{}}}",
        applied.at("/metadata/managedFields/1/fieldsV1").toString());
    assertEquals("status", applied.at("/metadata/managedFields/1/subresource").asText());
    assertEquals(
        "{\"f:spec\":{\"f:replicas\":{},\"f:selector\":{},\"f:template\":{\"f:metadata\":"
            + "{\"f:labels\":{\"f:a\":{}}},\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"c\\\"}\":"
            + "{\".\":{},\"f:image\":{},\"f:name\":{}}}}}}}",
        applied.at("/metadata/managedFields/0/fieldsV1").toString());
  }

  @Test
  void movesTheNumberOfReplicasToWhoScales() {
    String path = "/apis/apps/v1/namespaces/" + namespace + "/deployments/web";
    String spec =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
         "spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},
          "template":{"metadata":{"labels":{"a":"b"}},
           "spec":{"containers":[{"name":"c","image":"i"}]}}}}\
        """;
    apply(path + "?fieldManager=m", spec);
    assertEquals(
        200,
        server.merge(path + "/scale?fieldManager=scaler", "{\"spec\":{\"replicas\":5}}").status());
    JsonNode scaled = server.get(path).json();
    assertEquals(
        "{\"f:spec\":{\"f:replicas\":{}}}",
        scaled.at("/metadata/managedFields/1/fieldsV1").toString());
    assertEquals("scale", scaled.at("/metadata/managedFields/1/subresource").asText());
    assertEquals("apps/v1", scaled.at("/metadata/managedFields/1/apiVersion").asText());
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"scaler\" with subresource \"scale\" using"
            + " apps/v1: .spec.replicas",
        apply(path + "?fieldManager=m", spec).at("/message"));
    TestServer.Reply applied =
        apply(
            path + "/scale?fieldManager=applier&force=true",
            "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"metadata\":{\"name\":\"web\"},"
                + "\"spec\":{\"replicas\":3}}");
    assertEquals(200, applied.status(), applied.text());
    assertEquals(3, server.get(path).json().at("/spec/replicas").asInt());
    assertFalse(server.get(path).text().contains("scaler"));
  }

  @Test
  void worksWithTheFabric8Client() {
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("a")
            .withNamespace(namespace)
            .endMetadata()
            .withData(Map.of("x", "1"))
            .build();
    ConfigMap applied = server.client.resource(wanted).serverSideApply();
    ManagedFieldsEntry entry = applied.getMetadata().getManagedFields().getFirst();
    assertEquals("fabric8", entry.getManager());
    ConfigMap other = new ConfigMapBuilder(wanted).withData(Map.of("x", "2")).build();
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("else")
            .withForce(false)
            .build();
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class, () -> server.client.resource(other).patch(context));
    assertEquals(409, refused.getCode());
    ConfigMap forced =
        server.client.resource(other).fieldManager("else").forceConflicts().serverSideApply();
    assertEquals("2", forced.getData().get("x"));
    Deployment none = server.client.apps().deployments().withName("none").get();
    assertEquals(null, none);
  }

  /** The managed fields without their times. */
  private static String owners(JsonNode object) {
    JsonNode entries = object.at("/metadata/managedFields").deepCopy();
    entries.forEach(entry -> ((ObjectNode) entry).remove("time"));
    return entries.toString();
  }
}
