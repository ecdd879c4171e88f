package io.mkube.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.List;

/** When an object that is being deleted goes. */
public final class Removal {
  private Removal() {}

  /** Everything that has to happen before the object goes. */
  public static List<String> pending(StoreKey key, ObjectNode object) {
    List<String> finalizers = new ArrayList<>(ObjectMetadata.of(object).finalizers());
    if (key.group().isEmpty() && key.resource().equals("namespaces")) {
      object.path("spec").path("finalizers").forEach(value -> finalizers.add(value.asText()));
    }
    return finalizers;
  }

  /** Whether a changed object is to be removed instead of stored. */
  public static boolean isDue(StoreKey key, ObjectNode object) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    return metadata.deleting()
        && metadata.node().path("deletionGracePeriodSeconds").asLong(0) == 0
        && pending(key, object).isEmpty();
  }
}
