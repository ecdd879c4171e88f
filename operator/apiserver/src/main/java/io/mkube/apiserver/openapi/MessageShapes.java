package io.mkube.apiserver.openapi;

import io.mkube.apiserver.openapi.MessageShape.Field;
import io.mkube.apiserver.openapi.MessageShape.Kind;
import io.mkube.apiserver.openapi.MessageShape.ShapeBuilder;
import java.util.Map;

/**
 * The messages of {@code openapi.v2} that a document of Kubernetes uses, with their field numbers.
 *
 * @see <a href="https://github.com/google/gnostic/blob/main/openapiv2/OpenAPIv2.proto">the
 *     definition</a>
 */
final class MessageShapes {
  static final String DOCUMENT = "Document";
  static final String SCHEMA = "Schema";
  static final String BODY = "BodyParameter";
  static final String QUERY = "QueryParameterSubSchema";
  static final String PATH = "PathParameterSubSchema";
  static final String RESPONSE = "Response";
  static final String API_KEY = "ApiKeySecurity";

  private static final Map<String, MessageShape> ALL =
      Map.ofEntries(
          Map.entry(
              DOCUMENT,
              new ShapeBuilder()
                  .add(1, "swagger", Kind.TEXT)
                  .message(2, "info", "Info")
                  .message(8, "paths", "Paths")
                  .message(9, "definitions", "Definitions")
                  .message(12, "security", "SecurityRequirement")
                  .message(13, "securityDefinitions", "SecurityDefinitions")
                  .extended(16)),
          Map.entry(
              "Info",
              new ShapeBuilder()
                  .add(1, "title", Kind.TEXT)
                  .add(2, "version", Kind.TEXT)
                  .extended(7)),
          Map.entry("Paths", ShapeBuilder.map(2, new Field(2, Kind.MESSAGE, "PathItem"))),
          Map.entry(
              "PathItem",
              new ShapeBuilder()
                  .message(2, "get", "Operation")
                  .message(3, "put", "Operation")
                  .message(4, "post", "Operation")
                  .message(5, "delete", "Operation")
                  .message(8, "patch", "Operation")
                  .add(9, "parameters", Kind.PARAMETER)
                  .extended(10)),
          Map.entry(
              "Operation",
              new ShapeBuilder()
                  .add(1, "tags", Kind.TEXT)
                  .add(3, "description", Kind.TEXT)
                  .add(5, "operationId", Kind.TEXT)
                  .add(6, "produces", Kind.TEXT)
                  .add(7, "consumes", Kind.TEXT)
                  .add(8, "parameters", Kind.PARAMETER)
                  .message(9, "responses", "Responses")
                  .add(10, "schemes", Kind.TEXT)
                  .extended(13)),
          Map.entry("Responses", ShapeBuilder.map(1, new Field(2, Kind.RESPONSE, null))),
          Map.entry(
              RESPONSE,
              new ShapeBuilder()
                  .add(1, "description", Kind.TEXT)
                  .add(2, "schema", Kind.WRAPPED_SCHEMA)
                  .extended(5)),
          Map.entry(
              BODY,
              new ShapeBuilder()
                  .add(1, "description", Kind.TEXT)
                  .add(2, "name", Kind.TEXT)
                  .add(3, "in", Kind.TEXT)
                  .add(4, "required", Kind.BOOL)
                  .message(5, "schema", SCHEMA)
                  .extended(6)),
          Map.entry(
              QUERY,
              new ShapeBuilder()
                  .add(2, "in", Kind.TEXT)
                  .add(3, "description", Kind.TEXT)
                  .add(4, "name", Kind.TEXT)
                  .add(6, "type", Kind.TEXT)
                  .add(20, "uniqueItems", Kind.BOOL)
                  .extended(23)),
          Map.entry(
              PATH,
              new ShapeBuilder()
                  .add(1, "required", Kind.BOOL)
                  .add(2, "in", Kind.TEXT)
                  .add(3, "description", Kind.TEXT)
                  .add(4, "name", Kind.TEXT)
                  .add(5, "type", Kind.TEXT)
                  .add(19, "uniqueItems", Kind.BOOL)
                  .extended(22)),
          Map.entry("Definitions", ShapeBuilder.map(1, new Field(2, Kind.MESSAGE, SCHEMA))),
          Map.entry("Properties", ShapeBuilder.map(1, new Field(2, Kind.MESSAGE, SCHEMA))),
          Map.entry("SecurityDefinitions", ShapeBuilder.map(1, new Field(2, Kind.SECURITY, null))),
          Map.entry(
              "SecurityRequirement", ShapeBuilder.map(1, new Field(2, Kind.TYPE_NAMES, null))),
          Map.entry(
              API_KEY,
              new ShapeBuilder()
                  .add(1, "type", Kind.TEXT)
                  .add(2, "name", Kind.TEXT)
                  .add(3, "in", Kind.TEXT)
                  .add(4, "description", Kind.TEXT)
                  .extended(5)),
          Map.entry(SCHEMA, schema()));

  private MessageShapes() {}

  /** A message of this version, or of version 3 under its prefix. */
  static MessageShape named(String name) {
    if (name.startsWith(MessageShapesV3.PREFIX)) {
      return MessageShapesV3.named(name);
    }
    MessageShape shape = ALL.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no message " + name);
    }
    return shape;
  }

  private static MessageShape schema() {
    return new ShapeBuilder()
        .add(1, "$ref", Kind.TEXT)
        .add(2, "format", Kind.TEXT)
        .add(3, "title", Kind.TEXT)
        .add(4, "description", Kind.TEXT)
        .add(5, "default", Kind.ANY)
        .add(6, "multipleOf", Kind.DOUBLE)
        .add(7, "maximum", Kind.DOUBLE)
        .add(8, "exclusiveMaximum", Kind.BOOL)
        .add(9, "minimum", Kind.DOUBLE)
        .add(10, "exclusiveMinimum", Kind.BOOL)
        .add(11, "maxLength", Kind.INT)
        .add(12, "minLength", Kind.INT)
        .add(13, "pattern", Kind.TEXT)
        .add(14, "maxItems", Kind.INT)
        .add(15, "minItems", Kind.INT)
        .add(16, "uniqueItems", Kind.BOOL)
        .add(17, "maxProperties", Kind.INT)
        .add(18, "minProperties", Kind.INT)
        .add(19, "required", Kind.TEXT)
        .add(20, "enum", Kind.ANY)
        .add(21, "additionalProperties", Kind.SCHEMA_OR_BOOL)
        .add(22, "type", Kind.TYPE_NAMES)
        .add(23, "items", Kind.WRAPPED_SCHEMA)
        .message(25, "properties", "Properties")
        .add(30, "example", Kind.ANY)
        .extended(31);
  }
}
