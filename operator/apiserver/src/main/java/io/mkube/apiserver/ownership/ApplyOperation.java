package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.merge.Comparison;
import io.mkube.apiserver.merge.FieldSets;
import io.mkube.apiserver.merge.MergeType;
import io.mkube.apiserver.merge.TreeMerge;
import io.mkube.apiserver.merge.TreePruning;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One apply of a configuration to an object. */
final class ApplyOperation {
  private final ObjectShape shape;
  private final ObjectNode live;
  private final ObjectNode config;
  private final Manager manager;

  ApplyOperation(ObjectShape shape, Writer writer, ObjectNode live, ObjectNode config) {
    this.shape = shape;
    this.live = live;
    this.config = config;
    this.manager =
        Manager.of(
            writer.manager(), Manager.Operation.APPLY, shape.apiVersion(), writer.subresource());
  }

  record Result(ObjectNode object, ManagedFields managed) {}

  /** Who applies. */
  Manager manager() {
    return manager;
  }

  /**
   * Merges, removes what the manager no longer says, and settles who owns what.
   *
   * @param managed the managers before; changed into those after
   */
  Result run(ManagedFields managed, boolean force) throws ApplyConflictException {
    OtherManagers.adapt(shape, managed);
    ObjectNode merged = TreeMerge.merge(shape.type(), live, config);
    Owned last = managed.get(manager);
    FieldSet said = FieldSets.specified(shape.type(), config).recursiveDifference(shape.reset());
    managed.put(manager, new Owned(said, shape.apiVersion(), ""));
    ObjectNode object = prune(merged, managed, said, last);
    Comparison comparison = Comparison.of(shape.type(), live, object).without(shape.reset());
    Map<Manager, FieldSet> conflicts = OtherManagers.conflicts(managed, manager, comparison);
    if (!force && !conflicts.isEmpty()) {
      throw new ApplyConflictException(conflicts);
    }
    for (Map.Entry<Manager, Owned> entry : managed.entries()) {
      if (!entry.getKey().equals(manager)) {
        Owned owned = entry.getValue();
        FieldSet lost = conflicts.getOrDefault(entry.getKey(), FieldSet.EMPTY);
        managed.put(
            entry.getKey(),
            owned.withFields(owned.fields().difference(lost).difference(comparison.removed())));
      }
    }
    return new Result(object, managed);
  }

  /**
   * Removes what the manager said before, says no longer, and nobody else owns. Containers go with
   * the last of their fields; what is removed with a container although nobody ever owned it, such
   * as a default, comes back with the container only.
   */
  private ObjectNode prune(
      ObjectNode merged, ManagedFields managed, FieldSet said, @Nullable Owned last) {
    if (last == null || last.fields().difference(said).isEmpty()) {
      return merged;
    }
    MergeType type = shape.type();
    FieldSet owned = FieldSet.EMPTY;
    for (Map.Entry<Manager, Owned> entry : managed.entries()) {
      owned = owned.union(entry.getValue().fields());
    }
    FieldSet before = FieldSets.withNamedParents(type, last.fields());
    FieldSet present = paths(merged);
    FieldSet untouched = paths(TreePruning.remove(type, merged, before));
    FieldSet stays = untouched.union(FieldSets.withNamedParents(type, owned));
    FieldSet kept = paths(TreePruning.remove(type, merged, present.difference(stays)));
    return TreePruning.remove(type, merged, present.difference(kept).intersection(before));
  }

  private FieldSet paths(ObjectNode object) {
    return FieldSets.withNamedParents(shape.type(), FieldSets.specified(shape.type(), object));
  }
}
