package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.PathElement;
import org.jspecify.annotations.Nullable;

/** Takes paths out of an object. */
public final class TreePruning {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TreePruning() {}

  /** The object without some paths and what lies below them; the object itself stays as it is. */
  public static ObjectNode remove(MergeType type, ObjectNode object, FieldSet paths) {
    JsonNode rest = rest(type, object, paths);
    return rest instanceof ObjectNode left ? left : JSON.objectNode();
  }

  /** What is left, {@code null} if nothing is. */
  private static @Nullable JsonNode rest(MergeType type, JsonNode value, FieldSet paths) {
    if (paths.isEmpty()) {
      return value;
    }
    return switch (type) {
      case MergeType.Fields fields when value instanceof ObjectNode object ->
          fields.atomic() ? null : fields(fields, object, paths);
      case MergeType.Items items when value.isArray() ->
          items.atomic() ? null : items(items, value, paths);
      case MergeType.Unknown unknown when value instanceof ObjectNode object ->
          unknown.atomic() ? null : deduced(object, paths);
      default -> value;
    };
  }

  private static @Nullable JsonNode fields(
      MergeType.Fields type, ObjectNode object, FieldSet paths) {
    ObjectNode left = JSON.objectNode();
    for (var entry : object.properties()) {
      MergeType.Field field = MergeType.fieldOf(type, entry.getKey());
      if (field == null) {
        left.set(entry.getKey(), entry.getValue());
      } else {
        keep(left, field, entry.getValue(), paths);
      }
    }
    return left.isEmpty() ? null : left;
  }

  private static @Nullable JsonNode deduced(ObjectNode object, FieldSet paths) {
    ObjectNode left = JSON.objectNode();
    for (var entry : object.properties()) {
      PathElement element = PathElement.field(entry.getKey());
      MergeType.Field field = new MergeType.Field(element, MergeType.Unknown.DEDUCED);
      keep(left, field, entry.getValue(), paths);
    }
    return left.isEmpty() ? null : left;
  }

  private static void keep(ObjectNode left, MergeType.Field field, JsonNode value, FieldSet paths) {
    if (paths.has(field.element())) {
      return;
    }
    JsonNode rest = rest(field.type(), value, paths.under(field.element()));
    if (rest != null) {
      left.set(field.element().name(), rest);
    }
  }

  private static @Nullable JsonNode items(MergeType.Items type, JsonNode array, FieldSet paths) {
    ArrayNode left = JSON.arrayNode();
    for (JsonNode item : array) {
      PathElement element = Elements.identifyOrNull(type, item);
      if (element == null) {
        left.add(item);
      } else if (!paths.has(element)) {
        JsonNode rest = rest(type.element(), item, paths.under(element));
        if (rest != null) {
          left.add(rest);
        }
      }
    }
    return left.isEmpty() ? null : left;
  }
}
