package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.PathElement;
import java.util.List;
import java.util.Map;

/** The paths that a value has. */
public final class FieldSets {
  private FieldSets() {}

  /**
   * What a value sets on purpose: its leaves, the elements of its lists, the keys of its maps and
   * its empty objects. Objects with fields are not members themselves.
   */
  public static FieldSet specified(MergeType type, JsonNode value) {
    return walk(type, value, false);
  }

  /** Every path, those of objects and lists included: what comes into being with the value. */
  public static FieldSet all(MergeType type, JsonNode value) {
    return walk(type, value, true);
  }

  /**
   * Adds the objects that lead to members, as far as they are declared fields.
   *
   * @param type type of the value that the paths begin at
   */
  public static FieldSet withNamedParents(MergeType type, FieldSet set) {
    FieldSet.Builder all = new FieldSet.Builder();
    set.forEachFirst(
        (element, member, below) -> {
          MergeType child = childType(type, element);
          boolean named =
              element.isField()
                  && type instanceof MergeType.Fields fields
                  && fields.field(element.name()) != null;
          all.add(element, member || (named && !below.isEmpty()), withNamedParents(child, below));
        });
    return all.build();
  }

  /**
   * Adapts the set of a manager to a schema in which a value, once merged by parts, is atomic: who
   * owns a part then owns the whole.
   */
  @SuppressWarnings("ReferenceEquality") // Identity tells cheaply that nothing changed.
  public static FieldSet adapted(MergeType type, FieldSet set) {
    FieldSet.Builder adapted = new FieldSet.Builder();
    boolean[] changed = new boolean[1];
    set.forEachFirst(
        (element, member, below) -> {
          MergeType child = childType(type, element);
          boolean whole = !below.isEmpty() && nowAtomic(child);
          FieldSet inside = whole || below.isEmpty() ? FieldSet.EMPTY : adapted(child, below);
          changed[0] |= inside != below;
          adapted.add(element, member || whole, inside);
        });
    return changed[0] ? adapted.build() : set;
  }

  private static boolean nowAtomic(MergeType type) {
    return switch (type) {
      case MergeType.Fields fields -> fields.atomic();
      case MergeType.Items items -> items.atomic();
      case MergeType.Scalar scalar -> false;
      case MergeType.Unknown unknown -> false;
    };
  }

  private static MergeType childType(MergeType type, PathElement element) {
    return switch (type) {
      case MergeType.Fields fields when element.isField() -> {
        MergeType.Field field = MergeType.fieldOf(fields, element.name());
        yield field == null ? MergeType.Unknown.DEDUCED : field.type();
      }
      case MergeType.Items items when !element.isField() -> items.element();
      default -> MergeType.Unknown.DEDUCED;
    };
  }

  private static FieldSet walk(MergeType type, JsonNode value, boolean parents) {
    if (type.atomic() || value.isEmpty()) {
      return FieldSet.EMPTY;
    }
    return switch (type) {
      case MergeType.Fields fields when value instanceof ObjectNode object ->
          fields(fields, object, parents);
      case MergeType.Items items when value.isArray() -> items(items, value, parents);
      case MergeType.Unknown unknown when value instanceof ObjectNode object ->
          deduced(object, parents);
      default -> FieldSet.EMPTY;
    };
  }

  private static FieldSet fields(MergeType.Fields type, ObjectNode object, boolean parents) {
    FieldSet.Builder set = new FieldSet.Builder();
    for (var entry : object.properties()) {
      MergeType.Field field = type.field(entry.getKey());
      boolean declared = field != null;
      if (field == null) {
        field = MergeType.fieldOf(type, entry.getKey());
      }
      if (field != null) {
        JsonNode value = entry.getValue();
        set.add(
            field.element(),
            parents || !declared || isMember(field.type(), value),
            walk(field.type(), value, parents));
      }
    }
    return set.build();
  }

  private static FieldSet deduced(ObjectNode object, boolean parents) {
    FieldSet.Builder set = new FieldSet.Builder();
    for (var entry : object.properties()) {
      set.add(
          PathElement.field(entry.getKey()),
          true,
          walk(MergeType.Unknown.DEDUCED, entry.getValue(), parents));
    }
    return set.build();
  }

  /** Whether a declared field is a path of its own: a leaf or an empty object. */
  private static boolean isMember(MergeType type, JsonNode value) {
    return type.atomic()
        || value.isNull()
        || (value.isObject() && value.isEmpty())
        || (type instanceof MergeType.Unknown && !value.isObject());
  }

  private static FieldSet items(MergeType.Items type, JsonNode array, boolean parents) {
    FieldSet.Builder set = new FieldSet.Builder();
    if (array.size() == 1) {
      PathElement element = Elements.identifyOrNull(type, array.get(0));
      if (element != null) {
        set.add(element, true, walk(type.element(), array.get(0), parents));
      }
      return set.build();
    }
    for (Map.Entry<PathElement, List<JsonNode>> group : Elements.group(type, array).entrySet()) {
      // Elements that nobody can tell apart are owned as one.
      set.add(
          group.getKey(),
          true,
          group.getValue().size() > 1
              ? FieldSet.EMPTY
              : walk(type.element(), group.getValue().getFirst(), parents));
    }
    return set.build();
  }
}
