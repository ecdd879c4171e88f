package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer, RFC 6901, as the paths of JSON Patch use it. */
record JsonPointerPath(List<String> tokens) {
  private static final String AFTER_LAST = "-";

  JsonPointerPath {
    tokens = List.copyOf(tokens);
  }

  static JsonPointerPath parse(String text) throws PatchException {
    if (text.isEmpty()) {
      return new JsonPointerPath(List.of());
    }
    if (text.charAt(0) != '/') {
      throw notApplicable("path \"" + text + "\" must be empty or begin with /");
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      tokens.add(unescape(token));
    }
    return new JsonPointerPath(tokens);
  }

  boolean isRoot() {
    return tokens.isEmpty();
  }

  String last() {
    return tokens.getLast();
  }

  JsonPointerPath parent() {
    return new JsonPointerPath(tokens.subList(0, tokens.size() - 1));
  }

  boolean isProperPrefixOf(JsonPointerPath other) {
    return tokens.size() < other.tokens.size()
        && other.tokens.subList(0, tokens.size()).equals(tokens);
  }

  /** The value at this path, or {@code null} when there is none. */
  @Nullable JsonNode find(JsonNode document) throws PatchException {
    JsonNode node = document;
    for (String token : tokens) {
      JsonNode next =
          switch (node) {
            case ObjectNode object -> object.get(token);
            case ArrayNode array -> {
              int index = AFTER_LAST.equals(token) ? array.size() : number(token);
              yield index < array.size() ? array.get(index) : null;
            }
            default -> null;
          };
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  /** The last token as the index of an existing element of an array of this size. */
  int index(int size) throws PatchException {
    int index = AFTER_LAST.equals(last()) ? size : number(last());
    if (index >= size) {
      throw outOfBounds();
    }
    return index;
  }

  /** The last token as an index where an element may be inserted; {@code -} is the end. */
  int insertIndex(int size) throws PatchException {
    int index = AFTER_LAST.equals(last()) ? size : number(last());
    if (index > size) {
      throw outOfBounds();
    }
    return index;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }

  private PatchException outOfBounds() {
    return new PatchException(
        PatchException.Reason.NOT_APPLICABLE,
        "Unable to access invalid index: " + last() + ": invalid index referenced");
  }

  private int number(String token) throws PatchException {
    boolean digits =
        !token.isEmpty()
            && token.length() <= 9
            && token.chars().allMatch(c -> c >= '0' && c <= '9')
            && (token.length() == 1 || token.charAt(0) != '0');
    if (!digits) {
      throw new PatchException(
          PatchException.Reason.NOT_APPLICABLE,
          "path \"" + this + "\": \"" + token + "\" is not an array index");
    }
    return Integer.parseInt(token);
  }

  private static String unescape(String token) throws PatchException {
    for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
      char next = i + 1 < token.length() ? token.charAt(i + 1) : ' ';
      if (next != '0' && next != '1') {
        throw notApplicable("path token \"" + token + "\": ~ must be followed by 0 or 1");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  private static PatchException notApplicable(String message) {
    return new PatchException(PatchException.Reason.NOT_APPLICABLE, message);
  }
}
