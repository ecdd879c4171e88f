package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What the status of a policy says of its expressions, as kube-controller-manager writes it. */
class PolicyTypesTest extends ServedTest {
  private static final String POLICIES =
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";

  private static JsonNode checked(String name, String rule, String more) {
    TestServer.Reply reply =
        server.post(
            POLICIES,
            """
            {"metadata":{"name":"%s"},"spec":{"matchConstraints":{"resourceRules":[
             {"operations":["CREATE"],%s}]},%s}}
            """
                .formatted(name, rule, more));
    assertEquals(201, reply.status(), reply.text());
    return seen(name, 1);
  }

  private static JsonNode seen(String name, long generation) {
    await()
        .until(
            () ->
                server.get(POLICIES + "/" + name).json().at("/status/observedGeneration").asLong()
                    == generation);
    return server.get(POLICIES + "/" + name).json().path("status");
  }

  private static JsonNode json(String text) throws Exception {
    return TestServer.JSON.readTree(text);
  }

  @Test
  void warnsOfWhatAKindDoesNotHave() throws Exception {
    JsonNode status =
        checked(
            "fields",
            "\"apiGroups\":[\"apps\"],\"apiVersions\":[\"v1\"],"
                + "\"resources\":[\"deployments\",\"daemonsets\",\"deployments/status\"]",
            """
            "variables":[{"name":"number","expression":"object.spec.replicas"}],
            "validations":[
             {"expression":"object.spec.replicas > '1'"},
             {"expression":"object.metadata.labels['a'] == 'b'"},
             {"expression":"variables.number > 1","messageExpression":"'a' + string(object.spec.nothing)"}]
            """);

    assertEquals(
        json(
            """
            {"observedGeneration":1,"typeChecking":{"expressionWarnings":[
             {"fieldRef":"spec.validations[0].expression","warning":
              "apps/v1, Kind=DaemonSet: ERROR: <input>:1:12: undefined field 'replicas'\\n | object.spec.replicas > '1'\\n | ...........^\\n\\napps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_>_' applied to '(int, string)'\\n | object.spec.replicas > '1'\\n | .....................^\\n"},
             {"fieldRef":"spec.validations[2].messageExpression","warning":
              "apps/v1, Kind=DaemonSet: ERROR: <input>:1:25: undefined field 'nothing'\\n | 'a' + string(object.spec.nothing)\\n | ........................^\\n\\napps/v1, Kind=Deployment: ERROR: <input>:1:25: undefined field 'nothing'\\n | 'a' + string(object.spec.nothing)\\n | ........................^\\n"}]}}
            """),
        status);
  }

  @Test
  void looksAgainWhenThePolicyChanges() throws Exception {
    checked(
        "changing",
        "\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"resources\":[\"configmaps\"]",
        "\"validations\":[{\"expression\":\"object.nothing == 'a'\"}]");

    server.merge(
        POLICIES + "/changing",
        "{\"spec\":{\"validations\":[{\"expression\":\"object.data.size() > 1\"}]}}");

    assertEquals(json("{\"observedGeneration\":2,\"typeChecking\":{}}"), seen("changing", 2));
  }

  @Test
  void passesOverWildcards() throws Exception {
    assertEquals(
        json("{\"observedGeneration\":1,\"typeChecking\":{}}"),
        checked(
            "wild",
            "\"apiGroups\":[\"*\"],\"apiVersions\":[\"v1\"],\"resources\":[\"deployments\"]",
            "\"validations\":[{\"expression\":\"object.nothing == 1\"}]"));
  }

  @Test
  void knowsTheFieldsOfDefinitionsAndOfParameters() throws Exception {
    server.post(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        """
        {"metadata":{"name":"checks.types.example.com"},"spec":{"group":"types.example.com",
         "scope":"Namespaced","names":{"plural":"checks","singular":"check","kind":"Check"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{
          "type":"object","properties":{"spec":{"type":"object","properties":{
           "count":{"type":"integer"}}}}}}}]}}
        """);
    await().until(() -> server.get("/apis/types.example.com/v1/checks").status() == 200);

    JsonNode status =
        checked(
            "custom",
            "\"apiGroups\":[\"types.example.com\"],\"apiVersions\":[\"v1\"],\"resources\":[\"checks\"]",
            """
            "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},
            "validations":[{"expression":"object.spec.count == params.data['a']"},
             {"expression":"object.metadata.uid == params.metadata.name"}]
            """);

    assertEquals(
        json(
            """
            {"observedGeneration":1,"typeChecking":{"expressionWarnings":[
             {"fieldRef":"spec.validations[0].expression","warning":
              "types.example.com/v1, Kind=Check: ERROR: <input>:1:19: found no matching overload for '_==_' applied to '(int, string)'\\n | object.spec.count == params.data['a']\\n | ..................^\\n"}]}}
            """),
        status);
  }
}
