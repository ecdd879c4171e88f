package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.catalog.ResourceType.Origin;
import java.util.List;

/**
 * The operations on one resource. Clients look for the kind of a path, for the parameters of its
 * PATCH and for the patch types it takes.
 */
final class ResourcePaths {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String JSON_TYPE = "application/json";
  private static final List<String> LIST_PARAMETERS =
      List.of(
          "allowWatchBookmarks",
          "continue",
          "fieldSelector",
          "labelSelector",
          "limit",
          "resourceVersion",
          "resourceVersionMatch",
          "sendInitialEvents",
          "timeoutSeconds",
          "watch");
  private static final List<String> WRITE_PARAMETERS =
      List.of("dryRun", "fieldManager", "fieldValidation");
  private static final List<String> PATCH_PARAMETERS =
      List.of("dryRun", "fieldManager", "fieldValidation", "force");
  private static final List<String> DELETE_PARAMETERS =
      List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");

  private final ResourceType type;
  private final GroupVersionKind kind;
  private final String schema;
  private final ObjectNode paths;

  /**
   * Operations on a resource.
   *
   * @param kind kind of what is read and written: that of the resource or of a subresource
   * @param schema name of the schema of its objects
   * @param paths where operations are put
   */
  ResourcePaths(ResourceType type, GroupVersionKind kind, String schema, ObjectNode paths) {
    this.type = type;
    this.kind = kind;
    this.schema = schema;
    this.paths = paths;
  }

  void add() {
    String root = root();
    String collection = collection();
    addCollection(collection);
    if (type.namespaced() && type.verbs().contains("list")) {
      ObjectNode everywhere = paths.putObject(root + "/" + type.plural());
      operation(everywhere, "get", "list", "listForAllNamespaces", LIST_PARAMETERS);
    }
    if (type.verbs().contains("get")) {
      addObject(collection + "/{name}", "");
    }
    for (String subresource : type.subresources()) {
      // Subresources of other content are told by discovery only.
      if (subresource.equals("status")) {
        addObject(collection + "/{name}/status", "Status");
      }
    }
  }

  /** Adds the operations on {@code scale}, which has a kind of its own. */
  void addScale() {
    addObject(collection() + "/{name}/scale", "Scale");
  }

  private String root() {
    return type.kind().group().isEmpty()
        ? "/api/" + type.kind().version()
        : "/apis/" + type.kind().group() + "/" + type.kind().version();
  }

  private String collection() {
    return root() + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
  }

  private void addCollection(String path) {
    ObjectNode item = paths.putObject(path);
    if (type.verbs().contains("list")) {
      operation(item, "get", "list", "list", LIST_PARAMETERS);
    }
    if (type.verbs().contains("create")) {
      ObjectNode create = operation(item, "post", "post", "create", WRITE_PARAMETERS);
      body(create, List.of(JSON_TYPE), schema);
    }
    if (type.verbs().contains("deletecollection")) {
      operation(item, "delete", "deletecollection", "deleteCollection", DELETE_PARAMETERS);
    }
    item.set("parameters", pathParameters(path));
  }

  private void addObject(String path, String suffix) {
    ObjectNode item = paths.putObject(path);
    operation(item, "get", "get", "read" + suffix, List.of());
    if (type.verbs().contains("update")) {
      ObjectNode replace = operation(item, "put", "put", "replace" + suffix, WRITE_PARAMETERS);
      body(replace, List.of(JSON_TYPE), schema);
    }
    if (type.verbs().contains("patch")) {
      ObjectNode patch = operation(item, "patch", "patch", "patch" + suffix, PATCH_PARAMETERS);
      body(patch, patchTypes(), OpenApiV3.PATCH_SCHEMA);
    }
    if (suffix.isEmpty() && type.verbs().contains("delete")) {
      operation(item, "delete", "delete", "delete", DELETE_PARAMETERS);
    }
    item.set("parameters", pathParameters(path));
  }

  private List<String> patchTypes() {
    List<String> types =
        List.of(
            "application/apply-patch+yaml",
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json");
    return type.origin() == Origin.CUSTOM ? types.subList(0, types.size() - 1) : types;
  }

  private ObjectNode operation(
      ObjectNode item, String method, String action, String name, List<String> parameters) {
    ObjectNode operation = item.putObject(method);
    operation.put("operationId", operationId(name));
    operation.put("x-kubernetes-action", action);
    operation.set("x-kubernetes-group-version-kind", TypeSchemas.gvk(kind));
    ArrayNode list = operation.putArray("parameters");
    parameters.forEach(parameter -> list.add(queryParameter(parameter)));
    ObjectNode answer = operation.putObject("responses").putObject("200").put("description", "OK");
    boolean isList = action.equals("list");
    String answered = isList ? OpenApiV3.listSchema(schema) : schema;
    boolean deletes = action.startsWith("delete");
    answer
        .putObject("content")
        .putObject(JSON_TYPE)
        .set("schema", TypeSchemas.reference(deletes ? OpenApiV3.STATUS_SCHEMA : answered));
    return operation;
  }

  private String operationId(String name) {
    StringBuilder id = new StringBuilder(name);
    String group = type.kind().group().isEmpty() ? "core" : type.kind().group();
    for (String part : List.of(group.replaceAll("\\..*", ""), type.kind().version())) {
      id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    boolean everywhere = name.endsWith("ForAllNamespaces");
    id.append(type.namespaced() && !everywhere ? "Namespaced" : "").append(type.kind().kind());
    return id.toString();
  }

  private static void body(ObjectNode operation, List<String> mediaTypes, String schema) {
    ObjectNode content = operation.putObject("requestBody").putObject("content");
    for (String mediaType : mediaTypes) {
      content.putObject(mediaType).set("schema", TypeSchemas.reference(schema));
    }
  }

  private static ObjectNode queryParameter(String name) {
    String valueType =
        switch (name) {
          case "allowWatchBookmarks", "sendInitialEvents", "watch", "force", "orphanDependents" ->
              "boolean";
          case "limit", "timeoutSeconds", "gracePeriodSeconds" -> "integer";
          default -> "string";
        };
    ObjectNode parameter = JSON.objectNode().put("name", name).put("in", "query");
    parameter.putObject("schema").put("type", valueType).put("uniqueItems", true);
    return parameter;
  }

  private static ArrayNode pathParameters(String path) {
    ArrayNode parameters = JSON.arrayNode();
    for (String name : List.of("name", "namespace")) {
      if (path.contains("{" + name + "}")) {
        ObjectNode parameter =
            parameters.addObject().put("name", name).put("in", "path").put("required", true);
        parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
      }
    }
    return parameters;
  }
}
