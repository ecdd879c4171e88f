package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.TypeField.Patch.Strategy;
import io.mkube.apiserver.types.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch: a merge patch in which lists of built-in kinds merge by the
 * keys of their types, with the directives {@code $patch}, {@code $deleteFromPrimitiveList}, {@code
 * $setElementOrder} and {@code $retainKeys}. Custom resources have no such keys: answer 415 for
 * them.
 */
public final class StrategicMergePatch {
  static final String PATCH = "$patch";
  static final String RETAIN_KEYS = "$retainKeys";
  static final String DELETE_FROM = "$deleteFromPrimitiveList/";
  static final String ORDER = "$setElementOrder/";

  private StrategicMergePatch() {}

  /**
   * Applies a strategic merge patch.
   *
   * @param kind a built-in kind, the type of {@code object}
   * @param object the object to patch; not changed
   * @param patch the patch document; not changed
   * @return the patched object, sharing nothing with the arguments
   * @throws PatchException when the patch is not an object or a directive has the wrong form
   */
  public static ObjectNode apply(GroupVersionKind kind, ObjectNode object, JsonNode patch)
      throws PatchException {
    if (patch.isNull()) {
      return object.deepCopy();
    }
    if (!(patch instanceof ObjectNode changes)) {
      throw PatchException.undecodable("", patch, MergePatch.GO_TYPE);
    }
    ObjectType type = BuiltInTypes.get().ofKind(kind).orElse(null);
    ObjectNode result = object.deepCopy();
    merge(type, result, changes);
    return result;
  }

  /** Merges into {@code target}. Without a type every list is replaced. */
  static void merge(@Nullable ObjectType type, ObjectNode target, ObjectNode patch)
      throws PatchException {
    JsonNode directive = patch.get(PATCH);
    if (directive != null) {
      switch (directive.asText()) {
        case "replace" -> {
          target.removeAll();
          target.setAll(withoutDirectives(patch));
          return;
        }
        case "delete" -> {
          target.removeAll();
          return;
        }
        default -> throw unknown(directive, patch);
      }
    }
    retainKeys(target, patch);
    for (var change : patch.properties()) {
      String name = change.getKey();
      if (name.startsWith(DELETE_FROM) || name.startsWith(ORDER)) {
        mergeByDirective(type, target, patch, name);
      } else if (!isDirective(name)) {
        mergeField(type, target, patch, name);
      }
    }
  }

  /** A list may be changed by its directives alone. */
  private static void mergeByDirective(
      @Nullable ObjectType type, ObjectNode target, ObjectNode patch, String directive)
      throws PatchException {
    if (!patch.path(directive).isArray()) {
      throw malformed(
          "invalid patch format of "
              + (directive.startsWith(ORDER) ? "setElementOrder list" : "primitive list"));
    }
    String name = directive.substring(directive.indexOf('/') + 1);
    boolean both = directive.startsWith(ORDER) && patch.has(DELETE_FROM + name);
    if (!patch.has(name) && !both) {
      mergeList(type, target, patch, name);
    }
  }

  private static void mergeField(
      @Nullable ObjectType type, ObjectNode target, ObjectNode patch, String name)
      throws PatchException {
    JsonNode value = patch.path(name);
    TypeField field = type == null ? null : type.field(name);
    if (value.isNull()) {
      target.remove(name);
    } else if (value.isArray()) {
      mergeList(type, target, patch, name);
    } else if (value instanceof ObjectNode object) {
      boolean replaced = field != null && field.patch().strategy() == Strategy.REPLACE;
      boolean deleted = object.path(PATCH).asText().equals("delete");
      if (deleted || replaced) {
        target.remove(name);
      }
      if (!deleted) {
        ObjectNode child =
            target.get(name) instanceof ObjectNode old ? old : target.putObject(name);
        merge(typeOf(field), child, object);
      }
    } else {
      target.set(name, value);
    }
  }

  private static void mergeList(
      @Nullable ObjectType type, ObjectNode target, ObjectNode patch, String name)
      throws PatchException {
    TypeField field = type == null ? null : type.field(name);
    if (field == null || field.patch().strategy() != Strategy.MERGE) {
      JsonNode value = patch.get(name);
      if (value != null) {
        target.set(name, value.deepCopy());
      }
      return;
    }
    String key = field.patch().key();
    if (key == null) {
      ListMerges.scalars(target, patch, name);
    } else {
      ListMerges.objects(target, patch, name, key, elementType(field));
    }
  }

  /** {@code $retainKeys} names all that stays of the old value and all that the patch sets. */
  private static void retainKeys(ObjectNode target, ObjectNode patch) throws PatchException {
    JsonNode keys = patch.get(RETAIN_KEYS);
    if (keys == null) {
      return;
    }
    if (!keys.isArray()) {
      throw malformed("invalid patch format of retainKeys");
    }
    Set<String> retained = new HashSet<>();
    keys.forEach(key -> retained.add(key.asText()));
    for (var change : patch.properties()) {
      String name = change.getKey();
      if (!isDirective(name) && !change.getValue().isNull() && !retained.contains(name)) {
        throw new PatchException(
            PatchException.Reason.NOT_APPLICABLE, "patch content doesn't match retainKeys list");
      }
    }
    target.retain(retained);
  }

  /** A copy without the directives of strategic merge, at any depth. */
  static ObjectNode withoutDirectives(ObjectNode patch) {
    ObjectNode clean = patch.deepCopy();
    clean.remove(namesOf(clean).stream().filter(StrategicMergePatch::isDirective).toList());
    for (JsonNode child : clean) {
      cleanChildren(child);
    }
    return clean;
  }

  private static void cleanChildren(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(namesOf(object).stream().filter(StrategicMergePatch::isDirective).toList());
    }
    node.forEach(StrategicMergePatch::cleanChildren);
  }

  private static List<String> namesOf(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static boolean isDirective(String name) {
    return name.equals(PATCH)
        || name.equals(RETAIN_KEYS)
        || name.startsWith(DELETE_FROM)
        || name.startsWith(ORDER);
  }

  private static @Nullable ObjectType typeOf(@Nullable TypeField field) {
    return field != null && field.type() instanceof ValueType.Fields fields ? fields.type() : null;
  }

  private static @Nullable ObjectType elementType(TypeField field) {
    return field.type() instanceof ValueType.ListOf(ValueType.Fields fields) ? fields.type() : null;
  }

  static PatchException unknown(JsonNode directive, ObjectNode patch) {
    return notStrategic(
        "unknown patch type: " + GoValues.text(directive) + " in map: " + GoValues.text(patch));
  }

  static PatchException notStrategic(String message) {
    return new PatchException(PatchException.Reason.NOT_STRATEGIC, message);
  }

  static PatchException malformed(String message) {
    return new PatchException(PatchException.Reason.MALFORMED, message);
  }
}
