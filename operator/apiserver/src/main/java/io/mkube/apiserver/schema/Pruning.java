package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.schema.typed.GoEncoding;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes what a structural schema does not specify, and nulls where it knows none. */
final class Pruning {
  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "metadata");

  private final List<String> fields = new ArrayList<>();
  private final List<String> inMetadata = new ArrayList<>();

  private Pruning() {}

  /**
   * Prunes a whole object; returns the paths of what was removed in the order of kube-apiserver:
   * from its own metadata, by the schema, from the metadata of objects inside it.
   */
  static List<String> prune(SchemaNode schema, ObjectNode object) {
    Pruning pruning = new Pruning();
    List<String> removed = new ArrayList<>(metadata(object, ""));
    pruning.fields(schema, object, "", IDENTITY);
    pruning.fields.sort(null);
    pruning.inMetadata.sort(null);
    removed.addAll(pruning.fields);
    removed.addAll(pruning.inMetadata);
    return List.copyOf(removed);
  }

  /** Whether a value that stands alone has fields that the schema does not specify. */
  static boolean wouldRemove(SchemaNode schema, JsonNode value) {
    Pruning pruning = new Pruning();
    pruning.value(schema, value.deepCopy(), "");
    return !pruning.fields.isEmpty();
  }

  private static List<String> metadata(ObjectNode object, String path) {
    return object.get("metadata") instanceof ObjectNode metadata
        ? GoEncoding.normalise(
            BuiltInTypes.get().named("meta.v1.ObjectMeta"), metadata, below(path, "metadata"))
        : List.of();
  }

  private void value(SchemaNode schema, JsonNode value, String path) {
    switch (value) {
      case ObjectNode object when schema.embedded() -> {
        if (object.path("metadata").isNull()) {
          object.remove("metadata");
        }
        inMetadata.addAll(metadata(object, path));
        fields(schema, object, path, IDENTITY);
      }
      case ObjectNode object -> fields(schema, object, path, Set.of());
      case ArrayNode array -> {
        SchemaNode items = schema.items();
        for (int i = 0; items != null && i < array.size(); i++) {
          value(items, array.get(i), path + "[" + i + "]");
        }
      }
      default -> {}
    }
  }

  private void fields(SchemaNode schema, ObjectNode object, String path, Set<String> kept) {
    Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      String name = member.getKey();
      if (kept.contains(name)) {
        continue;
      }
      SchemaNode field = schema.field(name);
      if (field != null && isUnset(field, member.getValue())) {
        members.remove();
      } else if (field != null) {
        value(field, member.getValue(), below(path, name));
      } else if (!schema.knows(name) && !schema.preserveUnknown()) {
        fields.add(below(path, name));
        members.remove();
      }
    }
  }

  /** Clients written in Go send null for what is not set; it is no unknown field either. */
  private static boolean isUnset(SchemaNode schema, JsonNode value) {
    return value.isNull() && !schema.nullable() && schema.defaultValue() == null;
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
