package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.PathElement;
import io.mkube.apiserver.merge.BuiltInMergeTypes;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who owns the number of replicas, seen through the {@code scale} subresource and back: what the
 * owners of the object's field own in the scale, and what a write of the scale means for them.
 * Immutable.
 */
public final class ScaleOwnership {
  private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");
  private static final FieldSet REPLICAS = FieldSet.ofFields(List.of("spec", "replicas"));
  private static final List<PathElement> REPLICAS_PATH =
      List.of(PathElement.field("spec"), PathElement.field("replicas"));

  private final String apiVersion;
  private final List<PathElement> path;

  /**
   * The ownership of one kind.
   *
   * @param apiVersion version of the scaled objects
   * @param pointer JSON Pointer to the number of replicas in them
   */
  public ScaleOwnership(String apiVersion, String pointer) {
    this.apiVersion = apiVersion;
    this.path =
        Stream.of(pointer.split("/"))
            .filter(name -> !name.isEmpty())
            .map(PathElement::field)
            .toList();
  }

  /** How scales are tracked. */
  public static ObjectShape shape() {
    return Holder.SHAPE;
  }

  /** The managed fields of the scale of an object. */
  public ArrayNode ofScale(ObjectNode object) {
    ManagedFields scale = ManagedFields.none();
    for (Map.Entry<Manager, Owned> entry : ManagedFields.stored(object).entries()) {
      if (entry.getValue().fields().has(path)) {
        Manager owner = entry.getKey();
        Manager shown =
            Manager.of(owner.name(), owner.operation(), SCALE.apiVersion(), owner.subresource());
        scale.put(shown, new Owned(REPLICAS, SCALE.apiVersion(), entry.getValue().time()));
      }
    }
    return scale.encode();
  }

  /**
   * The managed fields of an object after a write of its scale.
   *
   * @param object the object before
   * @param scale the managed fields of the scale after
   */
  public ArrayNode ofObject(ObjectNode object, ArrayNode scale) {
    ObjectNode carrier = object.objectNode();
    carrier.putObject("metadata").set("managedFields", scale);
    ManagedFields left = ManagedFields.stored(carrier);
    ManagedFields managed = ManagedFields.stored(object);
    FieldSet replicas = FieldSet.of(path);
    for (Map.Entry<Manager, Owned> entry : managed.entries()) {
      Manager owner = entry.getKey();
      Manager shown =
          Manager.of(owner.name(), owner.operation(), SCALE.apiVersion(), owner.subresource());
      if (entry.getValue().fields().has(path) && !has(left, shown)) {
        Owned owned = entry.getValue();
        managed.put(owner, owned.withFields(owned.fields().difference(replicas)));
      }
    }
    for (Map.Entry<Manager, Owned> entry : left.entries()) {
      Manager shown = entry.getKey();
      Manager owner = Manager.of(shown.name(), shown.operation(), apiVersion, shown.subresource());
      Owned before = managed.get(owner);
      if (entry.getValue().fields().has(REPLICAS_PATH)
          && (before == null || !before.fields().has(path))) {
        managed.put(
            owner,
            new Owned(
                before == null ? replicas : before.fields().union(replicas),
                apiVersion,
                entry.getValue().time()));
      } else if (before != null && shown.subresource().equals("scale")) {
        managed.put(owner, before.at(entry.getValue().time()));
      }
    }
    return managed.encode();
  }

  private static boolean has(ManagedFields managed, Manager manager) {
    Owned owned = managed.get(manager);
    return owned != null && owned.fields().has(REPLICAS_PATH);
  }

  private static final class Holder {
    static final ObjectShape SHAPE =
        new ObjectShape(
            SCALE,
            BuiltInMergeTypes.of(BuiltInTypes.get().named("autoscaling.v1.Scale")),
            FieldSet.EMPTY,
            FieldSet.EMPTY,
            SCALE.apiVersion()::equals);
  }
}
