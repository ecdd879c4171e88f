package io.mkube.apiserver.ownership;

import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.merge.Comparison;
import io.mkube.apiserver.merge.FieldSets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a write means for those who own fields already. */
final class OtherManagers {
  private OtherManagers() {}

  /**
   * Adapts the entries to the schema of today: entries in unknown versions go, and whoever owned
   * parts of what is now atomic owns the whole.
   */
  static void adapt(ObjectShape shape, ManagedFields managed) {
    for (Map.Entry<Manager, Owned> entry : managed.entries()) {
      Owned owned = entry.getValue();
      if (shape.versions().test(owned.apiVersion())) {
        managed.put(
            entry.getKey(), owned.withFields(FieldSets.adapted(shape.type(), owned.fields())));
      } else {
        managed.put(entry.getKey(), owned.withFields(FieldSet.EMPTY));
      }
    }
  }

  /** Takes from all managers what was written or removed. */
  static void giveUp(ObjectShape shape, ManagedFields managed, Comparison comparison) {
    adapt(shape, managed);
    FieldSet written = comparison.written();
    for (Map.Entry<Manager, Owned> entry : managed.entries()) {
      Owned owned = entry.getValue();
      managed.put(
          entry.getKey(),
          owned.withFields(owned.fields().difference(written).difference(comparison.removed())));
    }
  }

  /** What others than one manager own of what was written. */
  static Map<Manager, FieldSet> conflicts(
      ManagedFields managed, Manager except, Comparison comparison) {
    FieldSet written = comparison.written();
    Map<Manager, FieldSet> conflicts = new LinkedHashMap<>();
    for (Map.Entry<Manager, Owned> entry : managed.entries()) {
      FieldSet conflict = entry.getValue().fields().intersection(written);
      if (!entry.getKey().equals(except) && !conflict.isEmpty()) {
        conflicts.put(entry.getKey(), conflict);
      }
    }
    return conflicts;
  }
}
