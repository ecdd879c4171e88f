package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.PathElement;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The merge types of custom resources, from the schema in their definition. */
public final class DefinedMergeTypes {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private DefinedMergeTypes() {}

  /** Reads {@code openAPIV3Schema} of one version of a definition. */
  public static MergeType of(ObjectNode schema) {
    return object(schema, true);
  }

  private static MergeType of(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return MergeType.Scalar.UNTYPED;
    }
    return switch (schema.path("type").asText()) {
      case "string" -> MergeType.Scalar.STRING;
      case "boolean" -> MergeType.Scalar.BOOLEAN;
      case "integer", "number" -> MergeType.Scalar.NUMERIC;
      case "array" -> items(schema);
      case "object" -> object(schema, schema.path("x-kubernetes-embedded-resource").asBoolean());
      default ->
          schema.path(PRESERVE).asBoolean() ? MergeType.Unknown.DEDUCED : MergeType.Unknown.WHOLE;
    };
  }

  private static MergeType object(JsonNode schema, boolean whole) {
    Map<String, MergeType.Field> fields = new HashMap<>();
    for (var property : schema.path("properties").properties()) {
      put(fields, property.getKey(), of(property.getValue()));
    }
    if (whole) {
      put(fields, "apiVersion", MergeType.Scalar.STRING);
      put(fields, "kind", MergeType.Scalar.STRING);
      put(fields, "metadata", BuiltInMergeTypes.of(BuiltInTypes.get().named("meta.v1.ObjectMeta")));
    }
    boolean atomic = schema.path("x-kubernetes-map-type").asText().equals("atomic");
    return new Declared(Map.copyOf(fields), others(schema, fields.isEmpty()), atomic);
  }

  /** An object of which nothing is said may hold anything. */
  private static @Nullable MergeType others(JsonNode schema, boolean empty) {
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      return of(additional);
    }
    boolean anything = schema.path(PRESERVE).asBoolean() || additional.asBoolean() || empty;
    return anything ? MergeType.Unknown.DEDUCED : null;
  }

  private static void put(Map<String, MergeType.Field> fields, String name, MergeType type) {
    fields.put(name, new MergeType.Field(PathElement.field(name), type));
  }

  private static MergeType items(JsonNode schema) {
    JsonNode element = schema.path("items");
    List<String> keys = new ArrayList<>();
    Map<String, JsonNode> defaults = new HashMap<>();
    for (JsonNode key : schema.path("x-kubernetes-list-map-keys")) {
      keys.add(key.asText());
      JsonNode value = element.path("properties").path(key.asText()).get("default");
      if (value != null) {
        defaults.put(key.asText(), value);
      }
    }
    MergeType.Items.Kind kind =
        switch (schema.path("x-kubernetes-list-type").asText()) {
          case "set" -> MergeType.Items.Kind.SET;
          case "map" -> MergeType.Items.Kind.MAP;
          default -> MergeType.Items.Kind.ATOMIC;
        };
    return new MergeType.Items(of(element), kind, keys, defaults);
  }

  private record Declared(
      Map<String, MergeType.Field> fields, @Nullable MergeType others, boolean atomic)
      implements MergeType.Fields {
    @Override
    public MergeType.@Nullable Field field(String name) {
      return fields.get(name);
    }
  }
}
