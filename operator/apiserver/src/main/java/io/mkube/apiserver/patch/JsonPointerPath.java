package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of JSON Patch as kube-apiserver's library reads it: what stands before the first slash
 * does not count, an escape that is none stands for itself, and indices may be negative, which
 * counts from the end.
 *
 * @param text as it was given
 * @param tokens one for each slash
 */
record JsonPointerPath(String text, List<String> tokens) {
  private static final String AFTER_LAST = "-";

  JsonPointerPath {
    tokens = List.copyOf(tokens);
  }

  static JsonPointerPath parse(String text) {
    List<String> tokens = new ArrayList<>();
    String[] parts = text.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      tokens.add(parts[i].replace("~1", "/").replace("~0", "~"));
    }
    return new JsonPointerPath(text, tokens);
  }

  /** The whole document. */
  boolean isRoot() {
    return text.isEmpty();
  }

  String last() {
    return tokens.getLast();
  }

  /** What holds the value at this path, or {@code null} when there is no such object or list. */
  @Nullable JsonNode parent(JsonNode document) throws PatchException {
    if (tokens.isEmpty()) {
      return null;
    }
    JsonNode node = document;
    for (String token : tokens.subList(0, tokens.size() - 1)) {
      JsonNode next = child(node, token);
      if (next == null || !next.isContainerNode()) {
        return null;
      }
      node = next;
    }
    return node;
  }

  /** The value under the last token; {@code null} for a member that an object does not have. */
  @Nullable JsonNode value(JsonNode parent) throws PatchException {
    return child(parent, last());
  }

  /** The last token as the index of an existing element of an array of this size. */
  int index(int size) throws PatchException {
    return index(last(), size, size);
  }

  /** The last token as an index where an element may be inserted; {@code -} is the end. */
  int insertIndex(int size) throws PatchException {
    return AFTER_LAST.equals(last()) ? size : index(last(), size + 1, size + 1);
  }

  @Override
  public String toString() {
    return text;
  }

  private static @Nullable JsonNode child(JsonNode node, String token) throws PatchException {
    return switch (node) {
      case ObjectNode object -> object.get(token);
      case ArrayNode array -> array.get(index(token, array.size(), array.size()));
      default -> null;
    };
  }

  private static int index(String token, int size, int end) throws PatchException {
    int index;
    try {
      index = Integer.parseInt(token);
    } catch (NumberFormatException e) {
      throw notApplicable("\"" + token + "\" is not an array index");
    }
    if (index < -size || index >= end) {
      throw notApplicable(
          "Unable to access invalid index: " + token + ": invalid index referenced");
    }
    return index < 0 ? index + size : index;
  }

  private static PatchException notApplicable(String message) {
    return new PatchException(PatchException.Reason.NOT_APPLICABLE, message);
  }
}
