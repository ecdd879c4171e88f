package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** OpenAPI 3.0 documents, one for each group and version. */
public final class OpenApiV3 {
  static final String PATCH_SCHEMA = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";
  static final String DELETE_SCHEMA = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
  static final String STATUS_SCHEMA = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Kinds of subresources that are not those of their resource. */
  private static final Map<String, GroupVersionKind> ACTIONS =
      Map.of(
          "binding", new GroupVersionKind("", "v1", "Binding"),
          "eviction", new GroupVersionKind("policy", "v1", "Eviction"),
          "token", new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"));

  private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");

  private OpenApiV3() {}

  /**
   * The document of one group and version. Equal arguments give equal documents, so that a hash of
   * the bytes is a version of the document.
   *
   * @param group API group, {@code ""} for the core group
   * @param version version
   * @param types what is served in it, in any order
   */
  public static ObjectNode document(String group, String version, List<PublishedType> types) {
    TypeSchemas schemas = new TypeSchemas();
    ObjectNode paths = JSON.objectNode();
    types.stream()
        .sorted(Comparator.comparing(type -> type.type().plural()))
        .forEach(type -> add(type, schemas, paths));
    BuiltInTypes builtIn = BuiltInTypes.get();
    schemas.add(builtIn.named("meta.v1.Status"));
    schemas.addKind(
        builtIn.named("meta.v1.DeleteOptions"),
        new GroupVersionKind(group, version, "DeleteOptions"));
    schemas.put(
        PATCH_SCHEMA,
        JSON.objectNode()
            .put(
                "description",
                "Patch is provided to give a concrete name and type to the Kubernetes PATCH request"
                    + " body.")
            .put("type", "object"));
    ObjectNode document = JSON.objectNode().put("openapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Kubernetes API of mkube")
        .put("version", group.isEmpty() ? version : group + "/" + version);
    document.set("paths", paths);
    document.putObject("components").set("schemas", schemas.finishedSchemas());
    return document;
  }

  /** The name of the schema of lists of what {@code schema} describes. */
  static String listSchema(String schema) {
    return schema + "List";
  }

  private static void add(PublishedType published, TypeSchemas schemas, ObjectNode paths) {
    GroupVersionKind kind = published.type().kind();
    String metadata = schemas.add(BuiltInTypes.get().named("meta.v1.ObjectMeta"));
    ObjectNode custom = published.customSchema();
    String schema;
    if (custom == null) {
      schema =
          schemas.addKind(
              BuiltInTypes.get()
                  .ofKind(kind)
                  .orElseThrow(() -> new IllegalArgumentException(kind + " is not built in")),
              kind);
    } else {
      schema = CustomSchemas.nameOf(kind);
      ObjectNode shown = CustomSchemas.published(custom, metadata);
      TypeSchemas.mark(shown, kind);
      if (!published.selectable().isEmpty()) {
        ArrayNode fields = shown.putArray("x-kubernetes-selectable-fields");
        published.selectable().forEach(field -> fields.addObject().put("fieldPath", field));
      }
      schemas.put(schema, shown);
    }
    if (published.type().verbs().contains("list")) {
      schemas.put(listSchema(schema), list(published, schema, schemas));
    }
    new ResourcePaths(published.type(), kind, schema, paths).add();
    if (published.type().subresources().contains("scale")) {
      BuiltInTypes.get()
          .ofKind(SCALE)
          .ifPresent(
              type ->
                  new ResourcePaths(published.type(), SCALE, schemas.addKind(type, SCALE), paths)
                      .addScale());
    }
    for (String subresource : published.type().subresources()) {
      GroupVersionKind action = ACTIONS.get(subresource);
      if (action != null && custom == null) {
        String taken = schemas.addKind(BuiltInTypes.get().ofKind(action).orElseThrow(), action);
        new ResourcePaths(published.type(), action, taken, paths).addAction(subresource);
      }
    }
  }

  private static ObjectNode list(PublishedType published, String schema, TypeSchemas schemas) {
    GroupVersionKind kind = published.type().kind();
    ObjectNode list = JSON.objectNode();
    list.put("description", published.type().listKind() + " is a list of " + kind.kind());
    list.put("type", "object");
    list.putArray("required").add("items");
    ObjectNode properties = list.putObject("properties");
    properties
        .putObject("apiVersion")
        .put("description", CustomSchemas.API_VERSION)
        .put("type", "string");
    ObjectNode items = properties.putObject("items").put("type", "array");
    items.put("description", "List of " + published.type().plural());
    items.set("items", TypeSchemas.allOf(schema));
    properties.putObject("kind").put("description", CustomSchemas.KIND).put("type", "string");
    String listMeta = schemas.add(BuiltInTypes.get().named("meta.v1.ListMeta"));
    properties
        .putObject("metadata")
        .put("description", "Standard list metadata.")
        .setAll(TypeSchemas.allOf(listMeta));
    TypeSchemas.mark(
        list, new GroupVersionKind(kind.group(), kind.version(), published.type().listKind()));
    return list;
  }
}
