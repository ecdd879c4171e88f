package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7386. */
public final class MergePatch {
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
    if (!(patch instanceof ObjectNode changes)) {
      throw new PatchException(PatchException.Reason.MALFORMED, PatchException.noObject(patch));
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
