package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;

/**
 * Kubernetes' strategic merge patch: a merge patch in which lists of built-in kinds merge by the
 * keys of their types. Custom resources have no such keys: answer 415 for them.
 */
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /**
   * Applies a strategic merge patch.
   *
   * @param kind a built-in kind, the type of {@code object}
   * @param object the object to patch; not changed
   * @param patch the patch document; not changed
   * @return the patched object, sharing nothing with the arguments
   */
  public static ObjectNode apply(GroupVersionKind kind, ObjectNode object, JsonNode patch)
      throws PatchException {
    return MergePatch.apply(object, patch);
  }
}
