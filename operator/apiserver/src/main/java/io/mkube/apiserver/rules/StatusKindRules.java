package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules of a kind with a {@code status} subresource: the main resource never writes the status, and
 * the subresource writes nothing else of the object's contents.
 */
public interface StatusKindRules extends KindRules {
  /** What clients write of the metadata. */
  List<String> METADATA = List.of("labels", "annotations", "finalizers", "ownerReferences");

  @Override
  default void prepareForCreate(ObjectNode object) {
    object.putObject("status");
  }

  @Override
  default void prepareForUpdate(ObjectNode object, ObjectNode old) {
    copy("status", old, object);
  }

  @Override
  default void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
    for (String name : names(object, old)) {
      if (!name.equals("metadata") && !name.equals("status")) {
        copy(name, old, object);
      }
    }
    ObjectNode metadata = Trees.child(object, "metadata");
    ObjectNode oldMetadata = Trees.child(old, "metadata");
    for (String name : metadataKeptByStatus()) {
      copy(name, oldMetadata, metadata);
    }
  }

  /** What of the metadata a write of the status leaves as it is; few kinds do, as in Kubernetes. */
  default List<String> metadataKeptByStatus() {
    return List.of();
  }

  private static Set<String> names(ObjectNode a, ObjectNode b) {
    Set<String> names = new LinkedHashSet<>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void copy(String name, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(name);
    if (value == null) {
      to.remove(name);
    } else {
      to.set(name, value.deepCopy());
    }
  }
}
