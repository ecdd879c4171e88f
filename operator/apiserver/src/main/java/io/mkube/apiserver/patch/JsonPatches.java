package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch with the limits, the leniency and the distinction of kube-apiserver: a document that
 * is no list of operations is {@link PatchException.Reason#MALFORMED}, an operation that cannot be
 * done is {@link PatchException.Reason#NOT_APPLICABLE}. A missing value counts as null, and {@code
 * replace} and {@code copy} take members that an object does not have as null as well.
 */
public final class JsonPatches {
  /** Operations that one patch may have. */
  public static final int MAX_OPERATIONS = 10_000;

  /** Nodes that the {@code copy} operations of one patch may create together. */
  private static final int MAX_COPIED_NODES = 1_000_000;

  private static final List<String> TEXTS = List.of("op", "path", "from");
  private static final Set<String> MEMBERS = Set.of("op", "path", "from", "value");

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
    requireOperations(patch);
    if (patch.size() > MAX_OPERATIONS) {
      throw new PatchException(
          PatchException.Reason.TOO_LARGE,
          "The allowed maximum operations in a JSON patch is "
              + MAX_OPERATIONS
              + ", got "
              + patch.size());
    }
    JsonPatches patching = new JsonPatches(object.deepCopy());
    for (JsonNode operation : patch) {
      patching.run(operation);
    }
    if (patching.document instanceof ObjectNode result) {
      return result;
    }
    throw notApplicable("the patched document is not an object");
  }

  /** Members of the operations that mean nothing, such as {@code [0].vlaue}. */
  public static List<String> unknownMembers(JsonNode patch) {
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < patch.size(); i++) {
      for (var member : patch.get(i).properties()) {
        if (!MEMBERS.contains(member.getKey())) {
          unknown.add("[" + i + "]." + member.getKey());
        }
      }
    }
    return unknown;
  }

  private static void requireOperations(JsonNode patch) throws PatchException {
    if (!patch.isArray() && !patch.isNull()) {
      throw PatchException.undecodable(
          PatchException.DECODING, patch, "Go value of type []handlers.jsonPatchOp");
    }
    for (JsonNode operation : patch) {
      if (!operation.isObject() && !operation.isNull()) {
        throw PatchException.undecodable(
            PatchException.DECODING, operation, "Go value of type handlers.jsonPatchOp");
      }
      for (String member : TEXTS) {
        JsonNode value = operation.path(member);
        if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
          throw PatchException.undecodable(
              PatchException.DECODING,
              value,
              "Go struct field jsonPatchOp." + member + " of type string");
        }
      }
    }
  }

  private void run(JsonNode operation) throws PatchException {
    String name = operation.path("op").asText("unknown");
    JsonNode value = operation.path("value");
    JsonNode wanted = value.isMissingNode() ? NullNode.getInstance() : value.deepCopy();
    switch (name) {
      case "add" -> add(path(name, operation, "path"), wanted);
      case "remove" -> remove(name, path(name, operation, "path"));
      case "replace" -> replace(path(name, operation, "path"), wanted);
      case "move" -> move(operation);
      case "copy" -> copy(operation);
      case "test" -> test(path(name, operation, "path"), wanted);
      default -> throw notApplicable("Unexpected kind: " + name);
    }
  }

  private void add(JsonPointerPath path, JsonNode value) throws PatchException {
    switch (parent("add", path)) {
      case ObjectNode object -> object.set(path.last(), value);
      case ArrayNode array -> array.insert(path.insertIndex(array.size()), value);
      default -> throw missing("add", path);
    }
  }

  private JsonNode remove(String operation, JsonPointerPath path) throws PatchException {
    JsonNode removed =
        switch (parent(operation, path)) {
          case ObjectNode object -> object.remove(path.last());
          case ArrayNode array -> array.remove(path.index(array.size()));
          default -> null;
        };
    if (removed == null) {
      throw missing(operation, path);
    }
    return removed;
  }

  private void replace(JsonPointerPath path, JsonNode value) throws PatchException {
    if (path.isRoot()) {
      document = value;
      return;
    }
    switch (parent("replace", path)) {
      case ObjectNode object -> object.set(path.last(), value);
      case ArrayNode array -> array.set(path.index(array.size()), value);
      default -> throw missing("replace", path);
    }
  }

  private void move(JsonNode operation) throws PatchException {
    JsonNode value = remove("move", path("move", operation, "from"));
    add(path("move", operation, "path"), value);
  }

  private void copy(JsonNode operation) throws PatchException {
    JsonPointerPath from = path("copy", operation, "from");
    @Nullable JsonNode found = from.value(parent("copy", from));
    JsonNode value = found == null ? NullNode.getInstance() : found.deepCopy();
    copiedNodes += nodes(value);
    if (copiedNodes > MAX_COPIED_NODES) {
      throw new PatchException(
          PatchException.Reason.TOO_LARGE,
          "the copy operations of the patch create more than " + MAX_COPIED_NODES + " values");
    }
    add(path("copy", operation, "path"), value);
  }

  private void test(JsonPointerPath path, JsonNode expected) throws PatchException {
    @Nullable JsonNode actual = path.isRoot() ? document : path.value(parent("test", path));
    boolean same = actual == null ? expected.isNull() : JsonEquality.same(actual, expected);
    if (!same) {
      throw notApplicable("testing value " + path + " failed: test failed");
    }
  }

  private JsonNode parent(String operation, JsonPointerPath path) throws PatchException {
    JsonNode parent = path.parent(document);
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

  private static JsonPointerPath path(String name, JsonNode operation, String member)
      throws PatchException {
    JsonNode value = operation.path(member);
    if (!value.isTextual()) {
      throw notApplicable(name + " operation failed to decode " + member + ": missing value");
    }
    return JsonPointerPath.parse(value.textValue());
  }

  private static PatchException missing(String operation, JsonPointerPath path) {
    return notApplicable(
        operation + " operation does not apply: doc is missing path: " + path + ": missing value");
  }

  private static PatchException notApplicable(String message) {
    return new PatchException(PatchException.Reason.NOT_APPLICABLE, message);
  }
}
