package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch, RFC 6902, with the limits and the distinction of Kubernetes: a document that is no
 * list of operations is {@link PatchException.Reason#MALFORMED}, an operation that cannot be done
 * is {@link PatchException.Reason#NOT_APPLICABLE}.
 */
public final class JsonPatches {
  /** Operations that one patch may have. */
  public static final int MAX_OPERATIONS = 10_000;

  /** Nodes that the {@code copy} operations of one patch may create together. */
  private static final int MAX_COPIED_NODES = 1_000_000;

  private JsonNode document;
  private long copiedNodes;

  private JsonPatches(JsonNode document) {
    this.document = document;
  }

  /**
   * Applies a patch as a whole or not at all.
   *
   * @param object the object to patch; not changed
   * @param patch the patch document; not changed
   * @return the patched object, sharing nothing with the arguments
   */
  public static ObjectNode apply(ObjectNode object, JsonNode patch) throws PatchException {
    if (!(patch instanceof ArrayNode operations)) {
      throw malformed(
          "error decoding patch: json: cannot unmarshal object into Go value of type"
              + " []handlers.jsonPatchOp");
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw new PatchException(
          PatchException.Reason.TOO_LARGE,
          "The allowed maximum operations in a JSON patch is "
              + MAX_OPERATIONS
              + ", got "
              + operations.size());
    }
    JsonPatches patching = new JsonPatches(object.deepCopy());
    for (int i = 0; i < operations.size(); i++) {
      patching.run(i, operations.get(i));
    }
    if (patching.document instanceof ObjectNode result) {
      return result;
    }
    throw notApplicable("the patched document is not an object");
  }

  private void run(int index, JsonNode operation) throws PatchException {
    String name = text(index, operation, "op");
    JsonPointerPath path = path(index, operation, "path");
    switch (name) {
      case "add" -> add(path, value(index, operation).deepCopy());
      case "remove" -> remove(path);
      case "replace" -> replace(path, value(index, operation).deepCopy());
      case "move" -> move(path(index, operation, "from"), path);
      case "copy" -> copy(path(index, operation, "from"), path);
      case "test" -> test(path, value(index, operation));
      default -> throw notApplicable("operation " + index + ": unexpected kind: " + name);
    }
  }

  private void add(JsonPointerPath path, JsonNode value) throws PatchException {
    if (path.isRoot()) {
      document = value;
      return;
    }
    switch (parent("add", path)) {
      case ObjectNode object -> object.set(path.last(), value);
      case ArrayNode array -> array.insert(path.insertIndex(array.size()), value);
      default -> throw missing("add", path);
    }
  }

  private JsonNode remove(JsonPointerPath path) throws PatchException {
    if (path.isRoot()) {
      throw notApplicable("remove operation does not apply to the whole document");
    }
    JsonNode removed =
        switch (parent("remove", path)) {
          case ObjectNode object -> object.remove(path.last());
          case ArrayNode array -> array.remove(path.index(array.size()));
          default -> null;
        };
    if (removed == null) {
      throw missing("remove", path);
    }
    return removed;
  }

  private void replace(JsonPointerPath path, JsonNode value) throws PatchException {
    if (path.isRoot()) {
      document = value;
      return;
    }
    require("replace", path);
    switch (parent("replace", path)) {
      case ObjectNode object -> object.set(path.last(), value);
      case ArrayNode array -> array.set(path.index(array.size()), value);
      default -> throw missing("replace", path);
    }
  }

  private void move(JsonPointerPath from, JsonPointerPath to) throws PatchException {
    if (from.isProperPrefixOf(to)) {
      throw notApplicable("move operation: " + to + " is inside " + from);
    }
    require("move", from);
    if (!from.equals(to)) {
      add(to, remove(from));
    }
  }

  private void copy(JsonPointerPath from, JsonPointerPath to) throws PatchException {
    JsonNode value = require("copy", from).deepCopy();
    copiedNodes += nodes(value);
    if (copiedNodes > MAX_COPIED_NODES) {
      throw new PatchException(
          PatchException.Reason.TOO_LARGE,
          "the copy operations of the patch create more than " + MAX_COPIED_NODES + " values");
    }
    add(to, value);
  }

  private void test(JsonPointerPath path, JsonNode expected) throws PatchException {
    JsonNode actual = path.find(document);
    // The Go library that Kubernetes uses lets {"op":"test","value":null} pass for a missing path.
    boolean same = actual == null ? expected.isNull() : JsonEquality.same(actual, expected);
    if (!same) {
      throw notApplicable("testing value " + path + " failed: test failed");
    }
  }

  private JsonNode require(String operation, JsonPointerPath path) throws PatchException {
    JsonNode node = path.find(document);
    if (node == null) {
      throw missing(operation, path);
    }
    return node;
  }

  private JsonNode parent(String operation, JsonPointerPath path) throws PatchException {
    JsonNode parent = path.parent().find(document);
    if (parent == null) {
      throw missing(operation, path);
    }
    return parent;
  }

  private static long nodes(JsonNode value) {
    long sum = 1;
    for (JsonNode child : value) {
      sum += nodes(child);
    }
    return sum;
  }

  private static String text(int index, JsonNode operation, String member) throws PatchException {
    JsonNode value = operation.get(member);
    if (value == null) {
      throw notApplicable("operation " + index + ": \"" + member + "\" is missing");
    }
    if (!value.isTextual()) {
      throw malformed("operation " + index + ": \"" + member + "\" must be a string");
    }
    return value.textValue();
  }

  private static JsonPointerPath path(int index, JsonNode operation, String member)
      throws PatchException {
    return JsonPointerPath.parse(text(index, operation, member));
  }

  private static JsonNode value(int index, JsonNode operation) throws PatchException {
    @Nullable JsonNode value = operation.get("value");
    if (value == null) {
      throw notApplicable("operation " + index + ": \"value\" is missing");
    }
    return value;
  }

  private static PatchException missing(String operation, JsonPointerPath path) {
    return notApplicable(
        operation + " operation does not apply: doc is missing path: " + path + ": missing value");
  }

  private static PatchException malformed(String message) {
    return new PatchException(PatchException.Reason.MALFORMED, message);
  }

  private static PatchException notApplicable(String message) {
    return new PatchException(PatchException.Reason.NOT_APPLICABLE, message);
  }
}
