package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.TypeDescriptions;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.TypeField.Merge;
import io.mkube.apiserver.types.TypeField.Patch.Strategy;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The schemas of built-in types and of all that they refer to. Not thread-safe. */
final class TypeSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REF_PREFIX = "#/components/schemas/";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /** Packages that are not below {@code io.k8s.api}. */
  private static final Map<String, String> PREFIXES =
      Map.of(
          "meta", "io.k8s.apimachinery.pkg.apis.meta",
          "apiextensions", "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions",
          "apiregistration", "io.k8s.kube-aggregator.pkg.apis.apiregistration");

  private final TypeDescriptions descriptions = TypeDescriptions.read();
  private final Map<String, ObjectNode> schemas = new TreeMap<>();
  private final Deque<ObjectType> open = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  /** Adds a schema that is not of a built-in type. */
  void put(String name, ObjectNode schema) {
    schemas.put(name, schema);
  }

  /** Adds the type of a kind, marked with the kind. Returns its name. */
  String addKind(ObjectType type, GroupVersionKind kind) {
    String name = add(type);
    finish();
    ObjectNode schema = schemas.get(name);
    if (schema != null) {
      mark(schema, kind);
    }
    return name;
  }

  /** All schemas, with those that they refer to. */
  ObjectNode finishedSchemas() {
    finish();
    ObjectNode all = JSON.objectNode();
    schemas.forEach(all::set);
    return all;
  }

  static void mark(ObjectNode schema, GroupVersionKind kind) {
    ArrayNode kinds = schema.withArray("x-kubernetes-group-version-kind");
    ObjectNode mark = gvk(kind);
    for (JsonNode known : kinds) {
      if (known.equals(mark)) {
        return;
      }
    }
    kinds.add(mark);
  }

  static ObjectNode gvk(GroupVersionKind kind) {
    return JSON.objectNode()
        .put("group", kind.group())
        .put("kind", kind.kind())
        .put("version", kind.version());
  }

  static ObjectNode reference(String name) {
    return JSON.objectNode().put("$ref", REF_PREFIX + name);
  }

  /** The name of a type in OpenAPI documents; the type is added with what it refers to. */
  String add(ObjectType type) {
    if (seen.add(type.name())) {
      open.add(type);
    }
    return nameOf(type);
  }

  private void finish() {
    while (!open.isEmpty()) {
      ObjectType type = open.remove();
      schemas.put(nameOf(type), schemaOf(type));
    }
  }

  private static String nameOf(ObjectType type) {
    int dot = type.name().indexOf('.');
    String folder = type.name().substring(0, dot);
    return PREFIXES.getOrDefault(folder, "io.k8s.api." + folder) + type.name().substring(dot);
  }

  private ObjectNode schemaOf(ObjectType type) {
    ObjectNode schema = described(descriptions.ofType(type));
    schema.put("type", "object");
    ArrayNode required = JSON.arrayNode();
    ObjectNode properties = JSON.objectNode();
    for (TypeField field : type.fields().values()) {
      properties.set(field.name(), fieldSchema(type, field));
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!properties.isEmpty()) {
      schema.set("properties", properties);
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (type.atomic()) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    return schema;
  }

  private ObjectNode fieldSchema(ObjectType type, TypeField field) {
    ObjectNode schema = described(description(type, field));
    schema.setAll(valueSchema(field.type()));
    boolean list = field.type() instanceof ValueType.ListOf;
    Merge merge = field.merge();
    switch (merge.kind()) {
      case DEFAULT -> {
        if (list) {
          schema.put("x-kubernetes-list-type", "atomic");
        }
      }
      case ATOMIC ->
          schema.put(list ? "x-kubernetes-list-type" : "x-kubernetes-map-type", "atomic");
      case GRANULAR -> schema.put("x-kubernetes-map-type", "granular");
      case SET -> schema.put("x-kubernetes-list-type", "set");
      case MAP -> {
        ArrayNode keys = schema.putArray("x-kubernetes-list-map-keys");
        merge.keys().forEach(keys::add);
        schema.put("x-kubernetes-list-type", "map");
      }
    }
    String keyDefault = type.keyDefault(field.name());
    if (keyDefault != null) {
      schema.put("default", keyDefault);
    }
    addPatch(schema, field.patch());
    return schema;
  }

  /** The models say nothing of fields that refer to a type: then the type speaks for them. */
  private String description(ObjectType type, TypeField field) {
    String said = descriptions.ofField(type, field.name());
    return said.isEmpty() && field.type() instanceof ValueType.Fields fields
        ? descriptions.ofType(fields.type())
        : said;
  }

  private static void addPatch(ObjectNode schema, TypeField.Patch patch) {
    if (patch.key() != null) {
      schema.put("x-kubernetes-patch-merge-key", patch.key());
    }
    String strategy =
        switch (patch.strategy()) {
          case DEFAULT -> "";
          case MERGE -> "merge";
          case REPLACE -> "replace";
        };
    if (patch.retainKeys()) {
      strategy = patch.strategy() == Strategy.MERGE ? "merge,retainKeys" : "retainKeys";
    }
    if (!strategy.isEmpty()) {
      schema.put("x-kubernetes-patch-strategy", strategy);
    }
  }

  private ObjectNode valueSchema(ValueType type) {
    return switch (type) {
      case ValueType.ListOf list -> {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", valueSchema(list.element()));
        yield schema;
      }
      case ValueType.MapOf map -> {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.set("additionalProperties", valueSchema(map.value()));
        yield schema;
      }
      case ValueType.Fields fields -> allOf(add(fields.type()));
      case Scalar scalar -> scalarSchema(scalar);
    };
  }

  /** As Kubernetes refers: beside a plain {@code $ref} no description could stand. */
  static ObjectNode allOf(String name) {
    ObjectNode schema = JSON.objectNode();
    schema.putArray("allOf").add(reference(name));
    return schema;
  }

  private ObjectNode scalarSchema(Scalar type) {
    return switch (type) {
      case STRING -> typed("string", "");
      case BOOL -> typed("boolean", "");
      case INT32 -> typed("integer", "int32");
      case INT64 -> typed("integer", "int64");
      case DOUBLE -> typed("number", "double");
      case BYTES -> typed("string", "byte");
      case QUANTITY -> shared("io.k8s.apimachinery.pkg.api.resource.Quantity", quantity());
      case INT_OR_STRING ->
          shared(
              "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
              described("IntOrString is a type that can hold an int32 or a string.")
                  .put("type", "string")
                  .put("format", "int-or-string"));
      case TIME -> shared(META + "Time", typed("string", "date-time"));
      case MICRO_TIME -> shared(META + "MicroTime", typed("string", "date-time"));
      case STRING_ITEMS -> {
        ObjectNode schema = typed("array", "");
        schema.set("items", typed("string", ""));
        yield schema;
      }
      case RAW_JSON, SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRING_ARRAY ->
          JSON.objectNode().put("x-kubernetes-preserve-unknown-fields", true);
    };
  }

  private static ObjectNode quantity() {
    ObjectNode schema =
        described("Quantity is a fixed-point representation of a number, such as 500m or 1Gi.");
    schema.putArray("oneOf").add(typed("string", "")).add(typed("number", ""));
    return schema;
  }

  private ObjectNode shared(String name, ObjectNode schema) {
    schemas.putIfAbsent(name, schema);
    return allOf(name);
  }

  private static ObjectNode typed(String type, String format) {
    ObjectNode schema = JSON.objectNode().put("type", type);
    return format.isEmpty() ? schema : schema.put("format", format);
  }

  private static ObjectNode described(String description) {
    ObjectNode schema = JSON.objectNode();
    return description.isEmpty() ? schema : schema.put("description", description);
  }
}
