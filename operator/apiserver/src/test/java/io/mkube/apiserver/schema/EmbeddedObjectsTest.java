package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedObjectsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String SCHEMA =
      """
      type: object
      properties:
        pod:
          type: object
          x-kubernetes-embedded-resource: true
          x-kubernetes-preserve-unknown-fields: true
          properties: {inner: *whole}
        pods: {type: array, items: *whole}
        named: {type: object, additionalProperties: *whole}
      """
          .replace(
              "*whole",
              "{type: object, x-kubernetes-embedded-resource: true,"
                  + " x-kubernetes-preserve-unknown-fields: true}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{} ~ apiVersion: Required value: must not be empty | kind: Required value: must not be"
            + " empty",
        "{apiVersion: '', kind: 5} ~ apiVersion: Invalid value: \"\": must not be empty | kind:"
            + " Invalid value: 5: must be a string",
        "{apiVersion: a/b/c, kind: Pod} ~ apiVersion: Invalid value: \"a/b/c\": unexpected"
            + " GroupVersion string: a/b/c",
        "{apiVersion: v1, kind: Pod, metadata: {name: a/b, namespace: _}} ~ metadata.name: Invalid"
            + " value: \"a/b\": may not contain '/' | metadata.namespace: Invalid value: \"_\": a"
            + " lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
            + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
            + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
        "{apiVersion: v1, kind: '%'} ~ kind: Invalid value: \"%\": may have mixed case, but should"
            + " otherwise match: a DNS-1035 label must consist of lower case alphanumeric"
            + " characters or '-', start with an alphabetic character, and end with an alphanumeric"
            + " character (e.g. 'my-name',  or 'abc-123', regex used for validation is"
            + " '[a-z]([-a-z0-9]*[a-z0-9])?')",
        "{apiVersion: v1, kind: Pod} ~ ``",
      })
  void haveAnIdentityWhereverTheyStand(String object, String findings) throws Exception {
    for (String[] place :
        List.of(
            new String[] {"{pod: %s}", "pod."},
            new String[] {"{pods: [{apiVersion: v1, kind: A}, %s]}", "pods[1]."},
            new String[] {"{named: {x: %s}}", "named[x]."},
            new String[] {"{pod: {apiVersion: v1, kind: A, inner: %s}}", "pod.inner."})) {
      List<String> wanted =
          findings.isEmpty()
              ? List.of()
              : List.of(findings.split(" \\| ")).stream().map(text -> place[1] + text).toList();

      assertEquals(wanted, findings(place[0].formatted(object), null));
    }
  }

  @Test
  void areNotExcusedBecauseTheyWereInvalidBefore() throws Exception {
    assertEquals(
        List.of("pod.kind: Required value: must not be empty"),
        findings("{pod: {apiVersion: v1, a: 1}}", "{pod: {apiVersion: v1}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{metadata: {labels: {a: 1}}} ~ json: cannot unmarshal number into Go struct field"
            + " ObjectMeta.labels of type string",
        "{metadata: [1]} ~ json: cannot unmarshal array into Go value of type v1.ObjectMeta",
        "{pods: [{metadata: {name: x}}, {metadata: {namespace: 42}}]} ~ pods[1].metadata: Invalid"
            + " value: map[string]interface {}{\"namespace\":42}: json: cannot unmarshal number"
            + " into Go struct field ObjectMeta.namespace of type string",
      })
  void cannotBeDecodedWithMetadataOfAnotherType(String object, String reason) throws Exception {
    ObjectNode sent = object(object).put("apiVersion", "example.com/v1").put("kind", "Widget");

    assertEquals(
        "Widget in version \"v1\" cannot be handled as a Widget: " + reason,
        schema().typeMismatch(sent).orElseThrow());
  }

  @Test
  void mayHaveNullMetadata() throws Exception {
    assertTrue(schema().typeMismatch(object("{metadata: null, pod: {metadata: null}}")).isEmpty());
  }

  private static List<String> findings(String object, @Nullable String old) throws Exception {
    return schema().validate(object(object), old == null ? null : object(old)).stream()
        .map(FieldError::text)
        .toList();
  }

  private static ObjectSchema schema() throws Exception {
    return ObjectSchema.ofCustomResource(object(SCHEMA));
  }

  private static ObjectNode object(String yaml) throws Exception {
    return (ObjectNode) YAML.readTree(yaml);
  }
}
