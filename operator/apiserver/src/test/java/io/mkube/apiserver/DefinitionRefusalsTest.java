package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What definitions may not say, told with the causes that kube-apiserver 1.32 gives. */
class DefinitionRefusalsTest extends ServedTest {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final String LABEL =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

  private static ObjectNode definition(String group, String plural) {
    return json(
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "metadata":{"name":"%1$s.%2$s"},
         "spec":{"group":"%2$s","scope":"Namespaced","names":{"plural":"%1$s","kind":"Thing"},
          "versions":[{"name":"v1","served":true,"storage":true,
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
            "spec":{"type":"object","properties":{"a":{"type":"string"}}}}}}}]}}
        """
            .formatted(plural, group));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) TestServer.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static List<String> causes(TestServer.Reply reply) {
    assertEquals(422, reply.status(), reply.text());
    return StreamSupport.stream(reply.json().at("/details/causes").spliterator(), false)
        .map(
            cause ->
                cause.path("reason").asText().substring("FieldValue".length())
                    + " "
                    + cause.path("field").asText()
                    + ": "
                    + cause.path("message").asText())
        .toList();
  }

  /** A merge of the definition with {@code change} has exactly these causes, divided by bars. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
{"group":"thing"} ~ Invalid metadata.name: Invalid value: "things.g.io": must be spec.names.plural+"."+spec.group | Invalid spec.group: Invalid value: "thing": should be a domain with at least one dot
{"scope":null} ~ Required spec.scope: Required value
{"scope":"World"} ~ NotSupported spec.scope: Unsupported value: "World": supported values: "Cluster", "Namespaced"
{"names":{"kind":"a b","singular":"s","listKind":"L"}} ~ Invalid spec.names.kind: Invalid value: "a b": may have mixed case, but should otherwise match: LABEL
{"names":{"listKind":"Thing"}} ~ Invalid spec.names.listKind: Invalid value: "Thing": kind and listKind may not be the same
{"names":{"shortNames":["T_"]}} ~ Invalid spec.names.shortNames[0]: Invalid value: "T_": LABEL
{"names":{"categories":["T_"]}} ~ Invalid spec.names.categories[0]: Invalid value: "T_": LABEL
{"versions":null} ~ Invalid spec.versions: Invalid value: null: must have exactly one version marked as storage version | Invalid status.storedVersions: Invalid value: []: must have at least one stored version
{"conversion":{"strategy":"Hook"}} ~ NotSupported spec.conversion.strategy: Unsupported value: "Hook": supported values: "None", "Webhook"
{"conversion":{"strategy":"Webhook"}} ~ Required spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook | Required spec.conversion.conversionReviewVersions: Required value
{"conversion":{"strategy":"None","webhook":{"conversionReviewVersions":["v1"]}}} ~ Forbidden spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook
{"conversion":{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v2","v2"],"clientConfig":{"url":"http://u@h/p?q#f"}}}} ~ Invalid spec.conversion.webhookClientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path] | Invalid spec.conversion.webhookClientConfig.url: Invalid value: "u": user information is not permitted in the URL | Invalid spec.conversion.webhookClientConfig.url: Invalid value: "f": fragments are not permitted in the URL | Invalid spec.conversion.webhookClientConfig.url: Invalid value: "q": query parameters are not permitted in the URL | Invalid spec.conversion.conversionReviewVersions[1]: Invalid value: "v2": duplicate version | Invalid spec.conversion.conversionReviewVersions: Invalid value: ["v2","v2"]: must include at least one of v1, v1beta1
{"conversion":{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"service":{"path":"/a//b","port":0}}}}} ~ Required spec.conversion.webhookClientConfig.service.name: Required value: service name is required | Required spec.conversion.webhookClientConfig.service.namespace: Required value: service namespace is required | Invalid spec.conversion.webhookClientConfig.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive | Invalid spec.conversion.webhookClientConfig.service.path: Invalid value: "/a//b": segment[1] may not be empty
{"preserveUnknownFields":true} ~ Invalid spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead
""")
  void areToldWithTheirCauses(String change, String expected) throws Exception {
    ObjectNode definition = definition("g.io", "things");
    TestServer.JSON.readerForUpdating(definition.path("spec")).readValue(json(change));

    List<String> causes = causes(server.post(DEFINITIONS, definition.toString()));

    assertEquals(List.of(expected.replace("LABEL", LABEL).split(" \\| ")), causes);
  }

  /** The only version, merged with {@code change}, has exactly these causes. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
{"name":"V1"} ~ Invalid spec.versions[0].name: Invalid value: "V1": LABEL
{"schema":null} ~ Required spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required
{"deprecationWarning":"w"} ~ Invalid spec.versions[0].deprecationWarning: Invalid value: "w": can only be set for deprecated versions
{"additionalPrinterColumns":[{"name":"","type":"text","jsonPath":"a","format":"f"}]} ~ Required spec.additionalPrinterColumns[0].name: Required value | Invalid spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string | Invalid spec.additionalPrinterColumns[0].format: Invalid value: "f": must be one of byte,date,date-time,double,float,int32,int64,password | Invalid spec.additionalPrinterColumns[0].JSONPath: Invalid value: "a": must be a simple json path starting with .
{"subresources":{"scale":{"specReplicasPath":".x.y","labelSelectorPath":".z"}}} ~ Invalid spec.subresources.scale.specReplicasPath: Invalid value: ".x.y": should be a json path under .spec | Required spec.subresources.scale.statusReplicasPath: Required value | Invalid spec.subresources.scale.labelSelectorPath: Invalid value: ".z": should be a json path under either .spec or .status
{"selectableFields":[{"jsonPath":".spec"},{"jsonPath":""},{"jsonPath":".spec.a"},{"jsonPath":".spec.a"}]} ~ Invalid spec.selectableFields[0].jsonPath: Invalid value: ".spec": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed. | Required spec.selectableFields[1].jsonPath: Required value | Duplicate spec.selectableFields[3].jsonPath: Duplicate value: ".spec.a"
""")
  void ofVersionsAreToldWithTheirCauses(String change, String expected) throws Exception {
    ObjectNode definition = definition("g.io", "things");
    TestServer.JSON.readerForUpdating(definition.at("/spec/versions/0")).readValue(json(change));

    List<String> causes = causes(server.post(DEFINITIONS, definition.toString()));

    assertEquals(List.of(expected.replace("LABEL", LABEL).split(" \\| ")), causes);
  }

  @Test
  void keepNothingBesideTheStatus() {
    ObjectNode definition = definition("g.io", "things");
    definition.withObject("/spec/versions/0/subresources/status");
    definition
        .withObject("/spec/versions/0/schema/openAPIV3Schema")
        .putArray("oneOf")
        .addObject()
        .putArray("required")
        .add("spec");

    List<String> causes = causes(server.post(DEFINITIONS, definition.toString()));

    assertEquals(1, causes.size(), causes::toString);
    assertEquals(
        true,
        causes
            .getFirst()
            .endsWith(
                "fields are allowed at the root of the schema if the status subresource is"
                    + " enabled"));
  }

  @Test
  void guardGroupsOfKubernetes() {
    ObjectNode definition = definition("guarded.k8s.io", "things");
    ObjectNode annotations = definition.withObject("/metadata/annotations");
    String path = "metadata.annotations[api-approved.kubernetes.io]";

    List<String> missing = causes(server.post(DEFINITIONS, definition.toString()));
    annotations.put("api-approved.kubernetes.io", "yes");
    List<String> invalid = causes(server.post(DEFINITIONS, definition.toString()));
    annotations.put("api-approved.kubernetes.io", "unapproved, a test");
    TestServer.Reply bypassed = server.post(DEFINITIONS, definition.toString());
    annotations.put("api-approved.kubernetes.io", "https://example.com/1");
    TestServer.Reply approved =
        server.merge(
            DEFINITIONS + "/things.guarded.k8s.io",
            "{\"metadata\":{\"annotations\":" + annotations + "}}");

    assertEquals(
        List.of(
            "Required "
                + path
                + ": Required value: protected groups must have approval annotation"
                + " \"api-approved.kubernetes.io\", see"
                + " https://github.com/kubernetes/enhancements/pull/1111"),
        missing);
    assertEquals(
        List.of(
            "Invalid "
                + path
                + ": Invalid value: \"yes\": protected groups must have approval annotation"
                + " \"api-approved.kubernetes.io\" with either a URL or a reason starting with"
                + " \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"),
        invalid);
    assertEquals("False UnapprovedAnnotation", approval(bypassed));
    assertEquals("True ApprovedAnnotation", approval(approved));
  }

  private static String approval(TestServer.Reply reply) {
    for (JsonNode condition : reply.json().at("/status/conditions")) {
      if (condition.path("type").asText().equals("KubernetesAPIApprovalPolicyConformant")) {
        return condition.path("status").asText() + " " + condition.path("reason").asText();
      }
    }
    return reply.text();
  }
}
