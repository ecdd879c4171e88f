package io.mkube.apiserver.schema;

import static io.mkube.apiserver.schema.Schemas.object;
import static io.mkube.apiserver.schema.Schemas.schema;
import static io.mkube.apiserver.schema.Schemas.schemaOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with an object by its schema, in the words of Kubernetes. */
final class SchemaFindingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: integer, maximum: 10} | 11 | spec.v: Invalid value: 11: spec.v in body should be"
            + " less than or equal to 10",
        "{type: integer, maximum: 10, exclusiveMaximum: true} | 10 | spec.v: Invalid value: 10:"
            + " spec.v in body should be less than 10",
        "{type: number, minimum: 0.5} | 0.25 | spec.v: Invalid value: 0.25: spec.v in body should"
            + " be greater than or equal to 0.5",
        "{type: integer, multipleOf: 5} | 12 | spec.v: Invalid value: 12: spec.v in body should"
            + " be a multiple of 5",
        "{type: integer} | \"x\" | spec.v: Invalid value: \"string\": spec.v in body must be of"
            + " type integer: \"string\"",
        "{type: integer} | 1.5 | spec.v: Invalid value: \"number\": spec.v in body must be of"
            + " type integer: \"number\"; <nil>: Invalid value: \"\": Checked value must be of"
            + " type integer (default format) in spec.v",
        "{type: integer, format: int64} | 9223372036854775808 | spec.v: Invalid value:"
            + " \"float64\": spec.v in body must be of type int64: \"float64\"; <nil>: Invalid"
            + " value: \"\": Checked value must be of type integer with format int64 in spec.v",
        "{type: number, format: float} | 1e39 | <nil>: Invalid value: \"\": Checked value must be"
            + " of type number with format float in spec.v",
        "{type: number, maximum: 9.5, exclusiveMaximum: true} | 9 | spec.v: Invalid value: 9:"
            + " spec.v in body should be less than 9",
        "{type: number, multipleOf: 0.5} | 2 | spec.v: Invalid value: 0: factor MultipleOf"
            + " declared for spec.v must be positive: 0",
        "{type: string, enum: [a]} | 5 | spec.v: Invalid value: \"integer\": spec.v in body must"
            + " be of type string: \"integer\"; spec.v: Unsupported value: 5: supported values:"
            + " \"a\"",
        "{type: string, minLength: 2, pattern: '^a'} | \"b\" | spec.v: Invalid value: \"b\":"
            + " spec.v in body should be at least 2 chars long",
        "{type: string, format: date-time} | 5 | spec.v: Invalid value: \"int64\": spec.v in body"
            + " must be of type date-time: \"int64\"",
        "{type: string, format: hostname} | \"a.b\" | spec.v: Invalid value: \"a.b\": spec.v in"
            + " body must be of type hostname: \"a.b\"",
        "{type: string, format: byte} | \"\" | spec.v: Invalid value: \"\": spec.v in body must"
            + " be of type byte: \"\"",
        "{type: string, allOf: [{minLength: 3}, {pattern: '^x'}]} | \"a\" | spec.v: Invalid"
            + " value: \"a\": spec.v in body should be at least 3 chars long; spec.v: Invalid"
            + " value: \"a\": spec.v in body should match '^x'; <nil>: Invalid value: \"\":"
            + " \"spec.v\" must validate all the schemas (allOf). None validated",
        "{type: object, x-kubernetes-embedded-resource: true, properties: {kind: {type: string,"
            + " enum: [Pod]}, metadata: {type: object, properties: {labels: {type: object,"
            + " additionalProperties: {type: string, enum: [x]}}}}}} |"
            + " {\"apiVersion\":\"v1\",\"kind\":\"Pot\",\"metadata\":{\"labels\":{\"a\":\"y\"}}}"
            + " | spec.v.kind: Unsupported value: \"Pot\": supported values: \"Pod\";"
            + " spec.v.metadata.labels.a: Unsupported value: \"y\": supported values: \"x\"",
        "{type: string} | null | spec.v: Invalid value: \"null\": spec.v in body must be of type"
            + " string: \"null\"",
        "{type: string, enum: [x, y]} | \"z\" | spec.v: Unsupported value: \"z\": supported"
            + " values: \"x\", \"y\"",
        "{type: string, maxLength: 2} | \"abc\" | spec.v: Too long: may not be more than 2 bytes",
        "{type: string, minLength: 2} | \"ü\" | spec.v: Invalid value: \"ü\": spec.v in body"
            + " should be at least 2 chars long",
        "{type: string, pattern: '^a+$'} | \"ab\" | spec.v: Invalid value: \"ab\": spec.v in body"
            + " should match '^a+$'",
        "{type: string, pattern: '^a+$'} | \"a\\n\" | spec.v: Invalid value: \"a\\n\": spec.v in"
            + " body should match '^a+$'",
        "{type: string, format: ipv4} | \"1.2.3\" | spec.v: Invalid value: \"1.2.3\": spec.v in"
            + " body must be of type ipv4: \"1.2.3\"",
        "{type: array, maxItems: 1, items: {type: integer}} | [1,2] | spec.v: Too many: 2: must"
            + " have at most 1 items",
        "{type: array, minItems: 2, items: {type: integer}} | [1] | spec.v: Invalid value: 1:"
            + " spec.v in body should have at least 2 items",
        "{type: array, x-kubernetes-list-type: set, items: {type: string}} | [\"a\",\"b\",\"a\"]"
            + " | spec.v[2]: Duplicate value: \"a\"",
        "{type: object, required: [q], properties: {q: {type: string}}} | {} | spec.v.q: Required"
            + " value",
        "{x-kubernetes-int-or-string: true} | true | spec.v: Invalid value: \"boolean\": spec.v"
            + " in body must be of type integer,string: \"boolean\"",
        "{type: number, multipleOf: 3} | 1e999 | spec.v: Invalid value: \"Infinity\": spec.v in"
            + " body should be in the range of float64",
        "{type: integer, not: {minimum: 3}} | 5 | <nil>: Invalid value: \"\": \"spec.v\" must"
            + " not validate the schema (not)",
        "{type: object, x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true} | {\"kind\":\"Pod\"} |"
            + " spec.v.apiVersion: Required value: must not be empty",
      })
  void saysWhatKubernetesSays(String field, String value, String message) throws Exception {
    assertEquals(List.of(message.split("; ")), findings(field, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: integer} | 3.0",
        "{type: integer} | 9223372036854775807",
        "{type: string, nullable: true} | null",
        "{type: string, pattern: 'b'} | \"abc\"",
        "{type: string, format: no-such-format} | \"abc\"",
        "{x-kubernetes-int-or-string: true} | \"80%\"",
        "{type: object, x-kubernetes-preserve-unknown-fields: true} | {\"a\":[1,null]}",
        "{type: string, maxLength: 1} | \"😀\"",
        "{type: number, maximum: 10} | 1.0e1",
        "{type: number, minimum: 1.5} | 1",
        "{type: string, format: ipv4} | \"010.0.0.1\"",
        "{type: string, format: hostname} | \"a.example.com\"",
        "{type: string, format: email} | \"A B <a@b.c>\"",
        "{type: string, format: duration} | \"P1D\"",
      })
  void acceptsWhatKubernetesAccepts(String field, String value) throws Exception {
    assertEquals(List.of(), findings(field, value));
  }

  @Test
  void matchesInTimeThatGrowsWithTheTextOnly() throws Exception {
    String many = "a".repeat(20_000);

    assertEquals(
        List.of(
            "spec.v: Invalid value: \"" + many + "\": spec.v in body should match '^(a+a+)+x$'"),
        findings("{type: string, pattern: '^(a+a+)+x$'}", "\"" + many + "\""));
    assertEquals(
        List.of(),
        findings("{type: string, pattern: '^(x|y)*$'}", "\"" + "xy".repeat(200_000) + "\""));
  }

  @Test
  void toleratesInvalidPartsThatDidNotChange() throws Exception {
    ObjectSchema schema =
        schema(
            """
            spec:
              type: object
              properties:
                old: {type: string, maxLength: 1}
                list:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items: {type: object, required: [name], properties: {name: {type: string}, v: {type: integer, maximum: 1}}}
            """);
    ObjectNode stored = object("{\"spec\":{\"old\":\"long\",\"list\":[{\"name\":\"a\",\"v\":9}]}}");
    ObjectNode changed =
        object(
            """
            {"spec":{"old":"long","list":[{"name":"b","v":8},{"name":"a","v":9}]}}
            """);

    assertEquals(
        List.of(
            "spec.list[0].v: Invalid value: 8: spec.list[0].v in body should be less than or"
                + " equal to 1"),
        schema.validate(changed, stored).stream().map(FieldError::text).toList());
  }

  @Test
  void reportsDuplicatesOfAListMapByTheirKeysAndTheirDefaults() throws Exception {
    List<String> found =
        findings(
            "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [port,"
                + " proto], items: {type: object, required: [port], properties: {port: {type:"
                + " integer}, proto: {type: string, default: TCP}}}}",
            "[{\"port\":1},{\"port\":1,\"proto\":\"UDP\"},{\"port\":1,\"proto\":\"TCP\"}]");

    assertEquals(
        List.of(
            "spec.v[2]: Duplicate value: map[string]interface {}{\"port\":1, \"proto\":\"TCP\"}"),
        found);
  }

  @Test
  void saysWhatTheAlternativeThatCameClosestLacks() throws Exception {
    String parts =
        "[{required: [x]}, {properties: {y: {minimum: 5}, z: {minimum: 5}}, required: [x, y,"
            + " z]}]";
    String type = "type: object, properties: {y: {type: integer}, z: {type: integer}}";

    assertEquals(
        List.of(
            "<nil>: Invalid value: \"\": \"spec.v\" must validate at least one schema (anyOf)",
            "spec.v.x: Required value"),
        findings("{" + type + ", anyOf: " + parts + "}", "{}"));
    assertEquals(
        List.of(
            "<nil>: Invalid value: \"\": \"spec.v\" must validate one and only one schema"
                + " (oneOf). Found none valid",
            "spec.v.x: Required value",
            "spec.v.z: Invalid value: 1: spec.v.z in body should be greater than or equal to 5"),
        findings("{" + type + ", oneOf: " + parts + "}", "{\"y\":7,\"z\":1}"));
  }

  @Test
  void refusesNumbersThatTheFormatCannotHold() throws Exception {
    String field = "{type: integer, format: int32}";

    assertEquals(List.of(), findings(field, "-2147483648"));
    assertEquals(
        List.of(
            "<nil>: Invalid value: \"\": Checked value must be of type integer with format int32"
                + " in spec.v"),
        findings(field, "2147483648"));
    assertEquals(List.of(), findings("{type: integer, format: int64}", "9223372036854775807"));
  }

  @Test
  void checksTheNameThatTheSchemaRestricts() throws Exception {
    ObjectSchema schema =
        schemaOf(
            """
            type: object
            properties:
              metadata: {type: object, properties: {name: {type: string, maxLength: 3}}}
            """);

    assertEquals(
        List.of("metadata.name: Too long: may not be more than 3 bytes"),
        schema.validate(object("{\"metadata\":{\"name\":\"long\",\"labels\":{}}}"), null).stream()
            .map(FieldError::text)
            .toList());
  }

  private List<String> findings(String field, String value) throws Exception {
    ObjectSchema schema = schema("spec: {type: object, properties: {v: " + field + "}}");
    ObjectNode object = object("{\"spec\":{\"v\":" + value + "}}");
    return schema.validate(object, null).stream().map(FieldError::text).toList();
  }
}
