package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ListChecksTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void elementsOfSetsAndMapsAreUniqueWhereverTheListIs() throws Exception {
    ObjectSchema schema =
        schema("type: object\nadditionalProperties:\n  " + ports("", "").replace("\n", "\n  "));

    assertEquals(
        List.of(
            "v[a][1]: Duplicate value: map[string]interface {}{\"name\":\"x\"}",
            "v[a][2]: Duplicate value: map[string]interface {}{\"name\":\"x\"}"),
        findings(schema, "{v: {a: [{name: x}, {name: x, port: 1}, {name: x}]}}", null));
  }

  @Test
  void anObjectThatHadEqualElementsMayKeepAndAddSome() throws Exception {
    ObjectSchema schema =
        schema("{type: array, x-kubernetes-list-type: set, items: {type: string}}");

    assertEquals(List.of(), findings(schema, "{v: [a, a, b, b]}", "{v: [a, a]}"));
    assertEquals(
        List.of("v[1]: Duplicate value: \"a\""), findings(schema, "{v: [a, a]}", "{v: [a, b]}"));
  }

  @Test
  void aMapInAnotherOrderIsNotCheckedAgain() throws Exception {
    ObjectSchema schema = schema(ports("maxItems: 1", ""));
    String old = "{v: [{name: a, port: 1}, {name: b, port: 2}]}";

    assertEquals(List.of(), findings(schema, "{v: [{port: 2, name: b}, {name: a, port: 1}]}", old));
    assertEquals(
        List.of("v: Too many: 2: must have at most 1 items"),
        findings(schema, "{v: [{name: b, port: 3}, {name: a, port: 1}]}", old));
    assertEquals(
        List.of("v: Too many: 2: must have at most 1 items"),
        findings(schema, "{v: [{name: c, port: 2}, {name: a, port: 1}]}", old));
  }

  @Test
  void onlyTheChangedElementOfAMapIsCheckedAgain() throws Exception {
    ObjectSchema schema = schema(ports("", "multipleOf: 2"));
    String old = "{v: [{name: a, port: 1}, {name: b, port: 3}]}";

    assertEquals(List.of(), findings(schema, "{v: [{name: b, port: 4}, {name: a, port: 1}]}", old));
    assertEquals(
        List.of("v[0].port: Invalid value: 5: v[0].port in body should be a multiple of 2"),
        findings(schema, "{v: [{name: b, port: 5}, {name: a, port: 1}]}", old));
  }

  private static String ports(String limit, String port) {
    return """
    type: array
    x-kubernetes-list-type: map
    x-kubernetes-list-map-keys: [name]
    %s
    items:
      type: object
      required: [name]
      properties: {name: {type: string}, port: {type: integer, %s}}
    """
        .formatted(limit, port);
  }

  private static List<String> findings(ObjectSchema schema, String object, @Nullable String old)
      throws Exception {
    return schema.validate(object(object), old == null ? null : object(old)).stream()
        .map(FieldError::text)
        .toList();
  }

  private static ObjectSchema schema(String value) throws Exception {
    return ObjectSchema.ofCustomResource(
        object("type: object\nproperties:\n  v:\n    " + value.replace("\n", "\n    ")));
  }

  private static ObjectNode object(String yaml) throws Exception {
    return (ObjectNode) YAML.readTree(yaml);
  }
}
