package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The OpenAPI 2.0 document, which is one for all groups. Made of the 3.0 documents, without what
 * the older version cannot express.
 */
public final class OpenApiV2 {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");
  private static final Set<String> COPIED =
      Set.of(
          "description",
          "operationId",
          "tags",
          "x-kubernetes-action",
          "x-kubernetes-group-version-kind");

  private final ObjectNode paths = JSON.objectNode();
  private final ObjectNode definitions = JSON.objectNode();

  private OpenApiV2() {}

  /**
   * Joins documents.
   *
   * @param documents 3.0 documents as {@link OpenApiV3#document} makes them; not changed
   * @param version version of Kubernetes that is spoken
   */
  public static ObjectNode document(Iterable<ObjectNode> documents, String version) {
    OpenApiV2 joined = new OpenApiV2();
    documents.forEach(joined::add);
    ObjectNode document = JSON.objectNode().put("swagger", "2.0");
    document.putObject("info").put("title", "Kubernetes").put("version", version);
    document.set("paths", joined.paths);
    document.set("definitions", joined.definitions);
    ObjectNode security = document.putObject("securityDefinitions");
    security
        .putObject("BearerToken")
        .put("description", "Bearer Token authentication")
        .put("type", "apiKey")
        .put("name", "authorization")
        .put("in", "header");
    document.putArray("security").addObject().putArray("BearerToken");
    return document;
  }

  private void add(ObjectNode document) {
    for (var schema : document.path("components").path("schemas").properties()) {
      if (!definitions.has(schema.getKey())) {
        definitions.set(schema.getKey(), SchemasV2.of(schema.getKey(), schema.getValue()));
      }
    }
    for (var path : document.path("paths").properties()) {
      ObjectNode item = paths.putObject(path.getKey());
      for (String method : METHODS) {
        if (path.getValue().get(method) instanceof ObjectNode operation) {
          item.set(method, operation(operation));
        }
      }
      ArrayNode parameters = parameters(path.getValue().path("parameters"));
      if (!parameters.isEmpty()) {
        item.set("parameters", parameters);
      }
    }
  }

  private static ObjectNode operation(ObjectNode source) {
    ObjectNode operation = JSON.objectNode();
    ArrayNode consumes = operation.putArray("consumes");
    ArrayNode parameters = parameters(source.path("parameters"));
    JsonNode content = source.path("requestBody").path("content");
    if (content.isEmpty()) {
      consumes.add("*/*");
    } else {
      ObjectNode body = parameters.insertObject(0).put("name", "body").put("in", "body");
      if (source.path("requestBody").path("required").asBoolean()) {
        body.put("required", true);
      }
      for (var media : content.properties()) {
        consumes.add(media.getKey());
        body.set("schema", SchemasV2.of("", media.getValue().path("schema")));
      }
    }
    ArrayNode produces = operation.putArray("produces");
    produced(source.path("responses")).forEach(produces::add);
    operation.putArray("schemes").add("https");
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    ObjectNode responses = operation.putObject("responses");
    for (var response : source.path("responses").properties()) {
      ObjectNode answer = responses.putObject(response.getKey());
      answer.set("description", response.getValue().path("description"));
      for (JsonNode media : response.getValue().path("content")) {
        answer.set("schema", SchemasV2.of("", media.path("schema")));
      }
    }
    COPIED.stream()
        .sorted()
        .filter(source::has)
        .forEach(field -> operation.set(field, source.get(field)));
    return operation;
  }

  private static Set<String> produced(JsonNode responses) {
    Set<String> types = new TreeSet<>();
    for (JsonNode response : responses) {
      response.path("content").fieldNames().forEachRemaining(types::add);
    }
    return types;
  }

  /** In the older version the type of a parameter stands beside its name. */
  private static ArrayNode parameters(JsonNode source) {
    ArrayNode parameters = JSON.arrayNode();
    for (JsonNode parameter : source) {
      ObjectNode copy = parameters.addObject();
      for (var field : parameter.properties()) {
        if (field.getValue() instanceof ObjectNode schema && field.getKey().equals("schema")) {
          copy.setAll(schema);
        } else {
          copy.set(field.getKey(), field.getValue());
        }
      }
    }
    return parameters;
  }
}
