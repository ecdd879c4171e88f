package io.mkube.apiserver.openapi;

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
  private static final List<String> JSON_TYPES = List.of("application/json", "application/yaml");
  private static final List<String> LIST_TYPES =
      List.of("application/json", "application/json;stream=watch", "application/yaml");
  private static final List<String> TEXT_TYPES = List.of("text/plain");

  private final ResourceType type;
  private final GroupVersionKind kind;
  private final String schema;
  private final ObjectNode paths;
  private final OperationNames names;

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
    this.names = OperationNames.of(type.kind());
  }

  /** Adds the operations on the resource and on those subresources that are of its kind. */
  void add() {
    addCollection(collection());
    if (type.namespaced() && type.verbs().contains("list")) {
      String path = root() + "/" + type.plural();
      ObjectNode list = operation(item(path), "get", "list", QueryParameters.LIST);
      name(list, names.id("list", type.kind().kind() + "ForAllNamespaces"), "list or watch");
      answers(list, OpenApiV3.listSchema(schema), LIST_TYPES, "200");
    }
    String path = collection() + "/{name}";
    if (type.verbs().contains("get")) {
      addObject(path, "");
    }
    for (String subresource : type.subresources()) {
      switch (subresource) {
        case "status", "approval", "ephemeralcontainers" ->
            addObject(path + "/" + subresource, subresource);
        case "finalize" -> replace(item(path + "/finalize"), subresource);
        case "log" -> log(item(path + "/log"));
        default -> {
          // Those of other kinds are added apart; streams are told by discovery only.
        }
      }
    }
  }

  /** Adds the operations on {@code scale}, which has a kind of its own. */
  void addScale() {
    addObject(collection() + "/{name}/scale", "scale");
  }

  /** Adds a subresource that only takes objects of a kind of its own. */
  void addAction(String subresource) {
    ObjectNode item = item(collection() + "/{name}/" + subresource);
    ObjectNode create = operation(item, "post", "post", QueryParameters.WRITE);
    String what = what() + OperationNames.capital(subresource);
    name(create, names.id("create", what), "create " + subresource + " of");
    body(create, List.of("application/json"), schema).put("required", true);
    answers(create, schema, JSON_TYPES, "200", "201", "202");
  }

  private String root() {
    return type.kind().group().isEmpty()
        ? "/api/" + type.kind().version()
        : "/apis/" + type.kind().group() + "/" + type.kind().version();
  }

  private String collection() {
    return root() + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
  }

  private ObjectNode item(String path) {
    ObjectNode item = paths.putObject(path);
    item.set("parameters", QueryParameters.ofPath(path));
    return item;
  }

  private void addCollection(String path) {
    ObjectNode item = item(path);
    if (type.verbs().contains("list")) {
      ObjectNode list = operation(item, "get", "list", QueryParameters.LIST);
      name(list, names.id("list", what()), "list or watch objects of kind");
      answers(list, OpenApiV3.listSchema(schema), LIST_TYPES, "200");
    }
    if (type.verbs().contains("create")) {
      ObjectNode create = operation(item, "post", "post", QueryParameters.WRITE);
      name(create, names.id("create", what()), "create a");
      body(create, List.of("application/json"), schema).put("required", true);
      answers(create, schema, JSON_TYPES, "200", "201", "202");
    }
    if (type.verbs().contains("deletecollection")) {
      ObjectNode delete =
          operation(item, "delete", "deletecollection", QueryParameters.DELETE_COLLECTION);
      name(delete, names.id("delete", "Collection" + what()), "delete collection of");
      body(delete, List.of("application/json"), OpenApiV3.DELETE_SCHEMA);
      answers(delete, OpenApiV3.STATUS_SCHEMA, JSON_TYPES, "200");
    }
  }

  private void addObject(String path, String subresource) {
    ObjectNode item = item(path);
    String whole = subresource.isEmpty() ? "" : subresource + " of ";
    String what = what() + OperationNames.capital(subresource);
    ObjectNode get = operation(item, "get", "get", QueryParameters.NONE);
    name(get, names.id("read", what), "read " + whole + "the specified");
    answers(get, schema, JSON_TYPES, "200");
    if (type.verbs().contains("update")) {
      replace(item, subresource);
    }
    if (type.verbs().contains("patch")) {
      ObjectNode patch = operation(item, "patch", "patch", QueryParameters.PATCH);
      name(patch, names.id("patch", what), "partially update " + whole + "the specified");
      body(patch, patchTypes(), OpenApiV3.PATCH_SCHEMA).put("required", true);
      answers(patch, schema, JSON_TYPES, "200", "201");
    }
    if (subresource.isEmpty() && type.verbs().contains("delete")) {
      ObjectNode delete = operation(item, "delete", "delete", QueryParameters.DELETE);
      name(delete, names.id("delete", what), "delete a");
      body(delete, List.of("application/json"), OpenApiV3.DELETE_SCHEMA);
      answers(delete, OpenApiV3.STATUS_SCHEMA, JSON_TYPES, "200", "202");
    }
  }

  private void replace(ObjectNode item, String subresource) {
    String whole = subresource.isEmpty() ? "" : subresource + " of ";
    ObjectNode replace = operation(item, "put", "put", QueryParameters.WRITE);
    String what = what() + OperationNames.capital(subresource);
    name(replace, names.id("replace", what), "replace " + whole + "the specified");
    body(replace, List.of("application/json"), schema).put("required", true);
    answers(replace, schema, JSON_TYPES, "200", "201");
  }

  private void log(ObjectNode item) {
    ObjectNode log = operation(item, "get", "get", QueryParameters.LOG);
    name(log, names.id("read", what() + "Log"), "read log of the specified");
    ObjectNode answer = log.putObject("responses").putObject("200").put("description", "OK");
    ObjectNode content = answer.putObject("content");
    TEXT_TYPES.forEach(media -> content.putObject(media).putObject("schema").put("type", "string"));
  }

  private String what() {
    return (type.namespaced() ? "Namespaced" : "") + type.kind().kind();
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
      ObjectNode item, String method, String action, List<String> parameters) {
    ObjectNode operation = item.putObject(method);
    operation.putArray("tags").add(names.tag());
    operation.put("x-kubernetes-action", action);
    operation.set("x-kubernetes-group-version-kind", TypeSchemas.gvk(kind));
    operation.set("parameters", QueryParameters.of(parameters));
    return operation;
  }

  private void name(ObjectNode operation, String id, String verb) {
    operation.put("operationId", id).put("description", verb + " " + type.kind().kind());
  }

  private static ObjectNode body(ObjectNode operation, List<String> mediaTypes, String schema) {
    ObjectNode body = operation.putObject("requestBody");
    ObjectNode content = body.putObject("content");
    for (String mediaType : mediaTypes) {
      content.putObject(mediaType).set("schema", TypeSchemas.reference(schema));
    }
    return body;
  }

  private static void answers(
      ObjectNode operation, String schema, List<String> mediaTypes, String... codes) {
    ObjectNode responses = operation.putObject("responses");
    for (String code : codes) {
      String description =
          switch (code) {
            case "201" -> "Created";
            case "202" -> "Accepted";
            default -> "OK";
          };
      ObjectNode content =
          responses.putObject(code).put("description", description).putObject("content");
      for (String mediaType : mediaTypes) {
        content.putObject(mediaType).set("schema", TypeSchemas.reference(schema));
      }
    }
    responses.putObject("401").put("description", "Unauthorized");
  }
}
