package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7386. */
public final class MergePatch {
  /** Where a Go program reads a merge patch into. */
  static final String GO_TYPE = "Go value of type map[string]interface {}";

  private MergePatch() {}

  /**
   * Applies a merge patch.
   *
   * @param object the object to patch; not changed
   * @param patch the patch document; not changed
   * @return the patched object, sharing nothing with the arguments
   * @throws PatchException when {@code patch} is not a JSON object
   */
  public static ObjectNode apply(ObjectNode object, JsonNode patch) throws PatchException {
    if (patch.isNull()) {
      throw new PatchException(PatchException.Reason.MALFORMED, "Invalid JSON Patch");
    }
    if (!(patch instanceof ObjectNode changes)) {
      throw PatchException.undecodable(PatchException.DECODING, patch, GO_TYPE);
    }
    ObjectNode result = object.deepCopy();
    merge(result, changes);
    return result;
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (var change : patch.properties()) {
      String name = change.getKey();
      JsonNode value = change.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode object) {
        ObjectNode child =
            target.get(name) instanceof ObjectNode old ? old : target.putObject(name);
        merge(child, object);
      } else {
        target.set(name, value.deepCopy());
      }
    }
  }
}
