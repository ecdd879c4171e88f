package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a definition of widgets in a group of their own. */
abstract class WidgetsTest extends ServedTest {
  static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final AtomicInteger GROUPS = new AtomicInteger();
  String namespace = "";
  String group = "";
  String widgets = "";

  @BeforeEach
  void makeNames() {
    namespace = server.namespace();
    group = "g" + GROUPS.incrementAndGet() + ".example.com";
    widgets = "/apis/" + group + "/v1/namespaces/" + namespace + "/widgets";
  }

  String definition(String plural, String kind) {
    return """
    {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
     "metadata":{"name":"%1$s.%3$s"},
     "spec":{"group":"%3$s","scope":"Namespaced",
      "names":{"plural":"%1$s","kind":"%2$s","shortNames":["x%1$s"],"categories":["all"]},
      "versions":[
       {"name":"v1","served":true,"storage":true,
        "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas",
          "statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}},
        "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"}],
        "schema":{"openAPIV3Schema":{"type":"object","properties":{
          "spec":{"type":"object","properties":{
            "size":{"type":"integer","maximum":10,"default":3},
            "replicas":{"type":"integer"},"color":{"type":"string"}}},
          "status":{"type":"object","properties":{
            "replicas":{"type":"integer"},"selector":{"type":"string"}}}}}}},
       {"name":"v2","served":true,"storage":false,"deprecated":true,
        "schema":{"openAPIV3Schema":{"type":"object","properties":{
          "spec":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}}
    """
        .formatted(plural, kind, group);
  }

  void define() {
    TestServer.Reply reply = server.post(DEFINITIONS, definition("widgets", "Widget"));
    assertEquals(201, reply.status(), reply.text());
  }

  TestServer.Reply create(String name, String spec) {
    return server.post(
        widgets,
        "{\"apiVersion\":\""
            + group
            + "/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\""
            + name
            + "\"},\"spec\":"
            + spec
            + "}");
  }

  static String condition(JsonNode object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + " " + condition.path("reason").asText();
      }
    }
    return "none";
  }
}
