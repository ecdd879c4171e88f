package io.mkube.apiserver.merge;

import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.PathElement;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields that kube-apiserver's objects of a built-in kind have even when nothing is set: what
 * is a struct in Go, and lists and maps that are written when they are empty. A write cannot add
 * them, so nobody gets to own them; what is inside is another matter.
 */
public final class AlwaysThere {
  private AlwaysThere() {}

  /** The paths of those that are merged by what is inside. */
  public static FieldSet of(ObjectType type) {
    List<List<PathElement>> paths = new ArrayList<>();
    collect(type, List.of(), paths);
    FieldSet set = FieldSet.EMPTY;
    for (List<PathElement> path : paths) {
      set = set.union(FieldSet.of(path));
    }
    return set;
  }

  private static void collect(
      ObjectType type, List<PathElement> above, List<List<PathElement>> paths) {
    MergeType.Fields merging = (MergeType.Fields) BuiltInMergeTypes.of(type);
    for (TypeField field : type.fields().values()) {
      MergeType.Field merged = merging.field(field.name());
      boolean ofObject = above.isEmpty() && field.name().equals("metadata");
      if (merged == null || merged.type().atomic() || ofObject || !isWritten(field)) {
        continue;
      }
      List<PathElement> path = new ArrayList<>(above);
      path.add(merged.element());
      paths.add(path);
      if (field.type() instanceof ValueType.Fields fields) {
        collect(fields.type(), path, paths);
      }
    }
  }

  private static boolean isWritten(TypeField field) {
    return switch (field.type()) {
      case ValueType.Fields fields -> field.plain();
      case ValueType.ListOf list -> field.required();
      case ValueType.MapOf map -> field.required();
      case ValueType.Scalar scalar -> false;
    };
  }
}
