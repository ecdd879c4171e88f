package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/**
 * A status that has a default, as that of the Gateway API's classes: they wait for a controller as
 * soon as they exist.
 */
class StatusDefaultsTest extends ServedTest {
  private static final String DEFINITION =
      """
      {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
       "metadata": {"name": "lanes.status.example.com"},
       "spec": {"group": "status.example.com", "scope": "Cluster",
        "names": {"plural": "lanes", "kind": "Lane"},
        "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
         "schema": {"openAPIV3Schema": {"type": "object", "properties": {
          "spec": {"type": "object", "properties": {"width": {"type": "integer"}}},
          "status": {"type": "object", "default": {"phase": "Waiting"}, "properties": {
           "phase": {"type": "string"}, "seen": {"type": "integer", "default": 0}}}}}}}]}}
      """;
  private static final String LANES = "/apis/status.example.com/v1/lanes";

  @Test
  void isThereFromTheBeginningAndNobodys() {
    assertEquals(
        201,
        server
            .post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION)
            .status());

    JsonNode created =
        server
            .post(
                LANES,
                """
                {"apiVersion": "status.example.com/v1", "kind": "Lane", "metadata": {"name": "a"},
                 "spec": {"width": 3}, "status": {"phase": "Mine"}}
                """)
            .json();
    JsonNode read = server.get(LANES + "/a").json();
    JsonNode written = server.merge(LANES + "/a", "{\"spec\": {\"width\": 3}}").json();

    assertEquals("{\"phase\":\"Waiting\",\"seen\":0}", created.path("status").toString());
    assertEquals(created, read);
    assertTrue(created.at("/metadata/managedFields/0/fieldsV1").has("f:spec"));
    assertFalse(created.at("/metadata/managedFields/0/fieldsV1").has("f:status"));
    assertEquals(read.at("/metadata/resourceVersion"), written.at("/metadata/resourceVersion"));
  }
}
