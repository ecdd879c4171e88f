package io.mkube.apiserver.openapi;

import io.mkube.apiserver.openapi.MessageShape.Field;
import io.mkube.apiserver.openapi.MessageShape.Kind;
import io.mkube.apiserver.openapi.MessageShape.ShapeBuilder;
import java.util.Map;

/**
 * The messages of {@code openapi.v3} that a document of Kubernetes uses, with their field numbers.
 * Their names begin with {@link #PREFIX}, because others of version 2 have the same.
 *
 * @see <a href="https://github.com/google/gnostic/blob/main/openapiv3/OpenAPIv3.proto">the
 *     definition</a>
 */
final class MessageShapesV3 {
  static final String PREFIX = "v3.";
  static final String DOCUMENT = PREFIX + "Document";
  static final String REFERENCE = PREFIX + "Reference";
  static final String SCHEMA = PREFIX + "Schema";
  private static final String OPERATION = PREFIX + "Operation";
  private static final String PARAMETER = PREFIX + "Parameter";
  private static final String RESPONSE = PREFIX + "Response";
  private static final String BODY = PREFIX + "RequestBody";
  private static final String CONTENT = PREFIX + "MediaTypes";

  private static final Map<String, MessageShape> ALL =
      Map.ofEntries(
          Map.entry(
              DOCUMENT,
              new ShapeBuilder()
                  .add(1, "openapi", Kind.TEXT)
                  .message(2, "info", PREFIX + "Info")
                  .message(4, "paths", PREFIX + "Paths")
                  .message(5, "components", PREFIX + "Components")
                  .extended(9)),
          Map.entry(
              PREFIX + "Info",
              new ShapeBuilder()
                  .add(1, "title", Kind.TEXT)
                  .add(2, "description", Kind.TEXT)
                  .add(6, "version", Kind.TEXT)
                  .extended(7)),
          Map.entry(
              PREFIX + "Paths",
              ShapeBuilder.map(1, new Field(2, Kind.MESSAGE, PREFIX + "PathItem"))),
          Map.entry(
              PREFIX + "PathItem",
              new ShapeBuilder()
                  .message(4, "get", OPERATION)
                  .message(5, "put", OPERATION)
                  .message(6, "post", OPERATION)
                  .message(7, "delete", OPERATION)
                  .message(10, "patch", OPERATION)
                  .referable(13, "parameters", PARAMETER)
                  .extended(14)),
          Map.entry(
              OPERATION,
              new ShapeBuilder()
                  .add(1, "tags", Kind.TEXT)
                  .add(3, "description", Kind.TEXT)
                  .add(5, "operationId", Kind.TEXT)
                  .referable(6, "parameters", PARAMETER)
                  .referable(7, "requestBody", BODY)
                  .message(8, "responses", PREFIX + "Responses")
                  .extended(13)),
          Map.entry(
              PARAMETER,
              new ShapeBuilder()
                  .add(1, "name", Kind.TEXT)
                  .add(2, "in", Kind.TEXT)
                  .add(3, "description", Kind.TEXT)
                  .add(4, "required", Kind.BOOL)
                  .referable(10, "schema", SCHEMA)
                  .extended(14)),
          Map.entry(
              BODY,
              new ShapeBuilder()
                  .add(1, "description", Kind.TEXT)
                  .message(2, "content", CONTENT)
                  .add(3, "required", Kind.BOOL)
                  .extended(4)),
          Map.entry(CONTENT, ShapeBuilder.map(1, new Field(2, Kind.MESSAGE, PREFIX + "MediaType"))),
          Map.entry(
              PREFIX + "MediaType", new ShapeBuilder().referable(1, "schema", SCHEMA).extended(5)),
          Map.entry(
              PREFIX + "Responses", ShapeBuilder.map(2, new Field(2, Kind.REFERABLE, RESPONSE))),
          Map.entry(
              RESPONSE,
              new ShapeBuilder()
                  .add(1, "description", Kind.TEXT)
                  .message(3, "content", CONTENT)
                  .extended(5)),
          Map.entry(
              PREFIX + "Components",
              new ShapeBuilder().message(1, "schemas", PREFIX + "Schemas").extended(10)),
          Map.entry(PREFIX + "Schemas", ShapeBuilder.map(1, new Field(2, Kind.REFERABLE, SCHEMA))),
          Map.entry(
              REFERENCE,
              new ShapeBuilder()
                  .add(1, "$ref", Kind.TEXT)
                  .add(3, "description", Kind.TEXT)
                  .extended(0)),
          Map.entry(SCHEMA, schema()));

  private MessageShapesV3() {}

  static MessageShape named(String name) {
    MessageShape shape = ALL.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no message " + name);
    }
    return shape;
  }

  private static MessageShape schema() {
    return new ShapeBuilder()
        .add(1, "nullable", Kind.BOOL)
        .add(7, "example", Kind.ANY)
        .add(9, "title", Kind.TEXT)
        .add(10, "multipleOf", Kind.DOUBLE)
        .add(11, "maximum", Kind.DOUBLE)
        .add(12, "exclusiveMaximum", Kind.BOOL)
        .add(13, "minimum", Kind.DOUBLE)
        .add(14, "exclusiveMinimum", Kind.BOOL)
        .add(15, "maxLength", Kind.INT)
        .add(16, "minLength", Kind.INT)
        .add(17, "pattern", Kind.TEXT)
        .add(18, "maxItems", Kind.INT)
        .add(19, "minItems", Kind.INT)
        .add(20, "uniqueItems", Kind.BOOL)
        .add(21, "maxProperties", Kind.INT)
        .add(22, "minProperties", Kind.INT)
        .add(23, "required", Kind.TEXT)
        .add(24, "enum", Kind.ANY)
        .add(25, "type", Kind.TEXT)
        .referable(26, "allOf", SCHEMA)
        .referable(27, "oneOf", SCHEMA)
        .referable(28, "anyOf", SCHEMA)
        .message(29, "not", SCHEMA)
        .add(30, "items", Kind.WRAPPED_REFERABLE_SCHEMA)
        .message(31, "properties", PREFIX + "Schemas")
        .add(32, "additionalProperties", Kind.REFERABLE_SCHEMA_OR_BOOL)
        .add(33, "default", Kind.SIMPLE_VALUE)
        .add(34, "description", Kind.TEXT)
        .add(35, "format", Kind.TEXT)
        .extended(36);
  }
}
