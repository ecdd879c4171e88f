package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BuiltInSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectSchema DEPLOYMENT =
      ObjectSchema.ofBuiltIn(new GroupVersionKind("apps", "v1", "Deployment"));
  private static final ObjectSchema POD =
      ObjectSchema.ofBuiltIn(new GroupVersionKind("", "v1", "Pod"));

  @Test
  void removesUnknownFieldsAndTellsWhere() throws Exception {
    ObjectNode object =
        object(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","lables":{}},"spec":{
             "replica":1,"template":{"spec":{"containers":[{"name":"a"},{"name":"b","img":"x",
              "env":[{"name":"X","valu":"1"}]}]}}},"extra":true}
            """);

    assertEquals(
        List.of(
            "metadata.lables",
            "spec.replica",
            "spec.template.spec.containers[1].img",
            "spec.template.spec.containers[1].env[0].valu",
            "extra"),
        DEPLOYMENT.prune(object));
    assertEquals(List.of(), DEPLOYMENT.prune(object));
  }

  @Test
  void writesValuesAsGoWouldWriteThem() throws Exception {
    ObjectNode object =
        object(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","creationTimestamp":null,
              "labels":{},"namespace":"","deletionTimestamp":"2026-01-01T02:00:00+02:00"},
             "spec":{"hostNetwork":false,"nodeSelector":{"a":""},"volumes":null,
              "containers":[{"name":"a","command":[],"env":[{"name":"X","value":""}],
               "resources":{"limits":{"cpu":0.5,"memory":"1048576Ki","x/y":"1500m","z/a":"1e3"}},
               "securityContext":{"runAsNonRoot":false}}]}}
            """);

    assertEquals(List.of(), POD.prune(object));

    assertEquals(
        object(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a",
              "deletionTimestamp":"2026-01-01T00:00:00Z"},
             "spec":{"nodeSelector":{"a":""},
              "containers":[{"name":"a","env":[{"name":"X"}],
               "resources":{"limits":{"cpu":"500m","memory":"1Gi","x/y":"1500m","z/a":"1e3"}},
               "securityContext":{"runAsNonRoot":false}}]}}
            """),
        object);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"spec\":{\"replicas\":\"3\"}} | json: cannot unmarshal string into Go struct field"
            + " DeploymentSpec.spec.replicas of type int32",
        "{\"spec\":{\"replicas\":1.5}} | json: cannot unmarshal number 1.5 into Go struct field"
            + " DeploymentSpec.spec.replicas of type int32",
        "{\"spec\":{\"replicas\":9999999999}} | json: cannot unmarshal number 9999999999 into Go"
            + " struct field DeploymentSpec.spec.replicas of type int32",
        "{\"spec\":[]} | json: cannot unmarshal array into Go struct field Deployment.spec of type"
            + " v1.DeploymentSpec",
        "{\"metadata\":{\"labels\":{\"a\":true}}} | json: cannot unmarshal bool into Go struct"
            + " field ObjectMeta.metadata.labels of type string",
        "{\"metadata\":{\"labels\":[]}} | json: cannot unmarshal array into Go struct field"
            + " ObjectMeta.metadata.labels of type map[string]string",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":{}}}}} | json: cannot unmarshal object"
            + " into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"args\":[1]}]}}}} | json: cannot"
            + " unmarshal number into Go struct field Container.spec.template.spec.containers.args"
            + " of type string",
        "{\"metadata\":{\"creationTimestamp\":\"now\"}} | parsing time \"now\" as"
            + " \"2006-01-02T15:04:05Z07:00\": cannot parse \"now\" as \"2006\"",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":"
            + "\"lots\"}}}]}}}} | quantities must match the regular expression"
            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      })
  void refusesWhatGoRefuses(String json, String message) throws Exception {
    assertEquals(
        "Deployment in version \"v1\" cannot be handled as a Deployment: " + message,
        DEPLOYMENT.typeMismatch(object(json)).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"spec\":{\"replicas\":null}}",
        "{\"spec\":{\"strategy\":{\"rollingUpdate\":{\"maxSurge\":\"25%\",\"maxUnavailable\":1}}}}",
        "{\"metadata\":{\"creationTimestamp\":null,\"managedFields\":[{\"fieldsV1\":{\"f:a\":{}}}]}}",
        "{\"unknown\":{\"a\":[1]}}",
      })
  void takesWhatGoTakes(String json) throws Exception {
    assertEquals(Optional.empty(), DEPLOYMENT.typeMismatch(object(json)));
  }

  @Test
  void refusesSecretsThatAreNotBase64() throws Exception {
    ObjectSchema secret = ObjectSchema.ofBuiltIn(new GroupVersionKind("", "v1", "Secret"));

    assertEquals(
        "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte"
            + " 3",
        secret.typeMismatch(object("{\"data\":{\"a\":\"abc!\"}}")).orElseThrow());
  }

  @Test
  void knowsOnlyBuiltInKinds() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ObjectSchema.ofBuiltIn(new GroupVersionKind("example.com", "v1", "Widget")));
  }

  private static ObjectNode object(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json);
  }
}
