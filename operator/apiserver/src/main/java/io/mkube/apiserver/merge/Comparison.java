package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.PathElement;
import io.mkube.apiserver.object.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths in which two values of one type differ. Immutable.
 *
 * @param added paths that only the second value has
 * @param modified leaves with different values
 * @param removed paths that only the first value has
 */
public record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
  /** Compares two values; {@code null} is a value that is not there. */
  public static Comparison of(
      MergeType type, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    if (before == null || after == null) {
      return new Comparison(
          after == null ? FieldSet.EMPTY : FieldSets.all(type, after),
          FieldSet.EMPTY,
          before == null ? FieldSet.EMPTY : FieldSets.all(type, before));
    }
    Level root = new Level();
    root.compare(type, before, after);
    return root.finish();
  }

  /** What a write sets: everything added or modified. */
  public FieldSet written() {
    return added.union(modified);
  }

  /** The same without what lies at or below some paths. */
  public Comparison without(FieldSet ignored) {
    return ignored.isEmpty()
        ? this
        : new Comparison(
            added.recursiveDifference(ignored),
            modified.recursiveDifference(ignored),
            removed.recursiveDifference(ignored));
  }

  /** Whether the values are equal. */
  public boolean isSame() {
    return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
  }

  /** The differences below one path; the sets are made when there is something to hold. */
  private static final class Level {
    private FieldSet.@Nullable Builder added;
    private FieldSet.@Nullable Builder modified;
    private FieldSet.@Nullable Builder removed;

    /** Whether the value itself, as a leaf, differs. */
    private boolean leafModified;

    Comparison finish() {
      return new Comparison(build(added), build(modified), build(removed));
    }

    private static FieldSet build(FieldSet.@Nullable Builder builder) {
      return builder == null ? FieldSet.EMPTY : builder.build();
    }

    void compare(MergeType type, JsonNode before, JsonNode after) {
      switch (type) {
        case MergeType.Scalar scalar -> leaf(before, after);
        case MergeType.Fields fields -> {
          if (fields.atomic() || (before.isEmpty() && after.isEmpty())) {
            leaf(before, after);
          } else {
            fields(fields, before, after);
          }
        }
        case MergeType.Items items -> {
          if (items.atomic() || (before.isEmpty() && after.isEmpty())) {
            leaf(before, after);
          } else {
            items(items, before, after);
          }
        }
        case MergeType.Unknown unknown -> deduced(unknown, before, after);
      }
    }

    /** Objects are compared by fields; what is an object on one side only, on both ways. */
    private void deduced(MergeType.Unknown type, JsonNode before, JsonNode after) {
      boolean objects = before.isObject() || after.isObject();
      if (type.atomic() || !objects || (before.isEmpty() && after.isEmpty())) {
        leaf(before, after);
        return;
      }
      if (!before.isObject() || !after.isObject()) {
        leaf(before, after);
      }
      fields(Anything.FIELDS, before, after);
    }

    private void leaf(JsonNode before, JsonNode after) {
      leafModified |= !Json.same(before, after);
    }

    private void fields(MergeType.Fields type, JsonNode before, JsonNode after) {
      for (var entry : before.properties()) {
        MergeType.Field field = MergeType.fieldOf(type, entry.getKey());
        if (field != null) {
          child(field.element(), field.type(), entry.getValue(), after.get(entry.getKey()));
        }
      }
      for (var entry : after.properties()) {
        if (before.get(entry.getKey()) == null) {
          MergeType.Field field = MergeType.fieldOf(type, entry.getKey());
          if (field != null) {
            child(field.element(), field.type(), null, entry.getValue());
          }
        }
      }
    }

    private void items(MergeType.Items type, JsonNode before, JsonNode after) {
      Map<PathElement, List<JsonNode>> left = Elements.group(type, before);
      Map<PathElement, List<JsonNode>> right = Elements.group(type, after);
      left.forEach(
          (element, items) -> item(type, element, items, right.getOrDefault(element, List.of())));
      right.forEach(
          (element, items) -> {
            if (!left.containsKey(element)) {
              item(type, element, List.of(), items);
            }
          });
    }

    private void item(
        MergeType.Items type, PathElement element, List<JsonNode> left, List<JsonNode> right) {
      if (left.size() <= 1 && right.size() <= 1) {
        child(
            element,
            type.element(),
            left.isEmpty() ? null : left.getFirst(),
            right.isEmpty() ? null : right.getFirst());
      } else if (left.size() > 1 && right.size() > 1) {
        if (!same(left, right)) {
          modified = add(modified, element, true, FieldSet.EMPTY);
        }
      } else if (left.size() > 1) {
        FieldSet below =
            right.isEmpty() ? FieldSet.EMPTY : FieldSets.all(type.element(), right.getFirst());
        added = add(added, element, !right.isEmpty(), below);
        removed = add(removed, element, true, FieldSet.EMPTY);
      } else {
        FieldSet below =
            left.isEmpty() ? FieldSet.EMPTY : FieldSets.all(type.element(), left.getFirst());
        removed = add(removed, element, !left.isEmpty(), below);
        added = add(added, element, true, FieldSet.EMPTY);
      }
    }

    private static boolean same(List<JsonNode> left, List<JsonNode> right) {
      boolean same = left.size() == right.size();
      for (int i = 0; same && i < left.size(); i++) {
        same = Json.same(left.get(i), right.get(i));
      }
      return same;
    }

    private void child(
        PathElement element, MergeType type, @Nullable JsonNode before, @Nullable JsonNode after) {
      if (before == null && after != null) {
        added = add(added, element, true, FieldSets.all(type, after));
      } else if (after == null && before != null) {
        removed = add(removed, element, true, FieldSets.all(type, before));
      } else if (before != null && after != null) {
        both(element, type, before, after);
      }
    }

    private void both(PathElement element, MergeType type, JsonNode before, JsonNode after) {
      if (type instanceof MergeType.Scalar) {
        if (!Json.same(before, after)) {
          modified = add(modified, element, true, FieldSet.EMPTY);
        }
        return;
      }
      Level level = new Level();
      level.compare(type, before, after);
      added = add(added, element, false, build(level.added));
      modified = add(modified, element, level.leafModified, build(level.modified));
      removed = add(removed, element, false, build(level.removed));
    }

    private static FieldSet.@Nullable Builder add(
        FieldSet.@Nullable Builder builder, PathElement element, boolean member, FieldSet below) {
      if (!member && below.isEmpty()) {
        return builder;
      }
      FieldSet.Builder target = builder == null ? new FieldSet.Builder() : builder;
      target.add(element, member, below);
      return target;
    }
  }

  /** The fields of an object of which nothing is known. */
  private enum Anything implements MergeType.Fields {
    FIELDS;

    @Override
    public MergeType.@Nullable Field field(String name) {
      return null;
    }

    @Override
    public MergeType others() {
      return MergeType.Unknown.DEDUCED;
    }

    @Override
    public boolean atomic() {
      return false;
    }
  }
}
