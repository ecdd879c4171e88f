package io.mkube.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Halves of characters. JSON can name them and UTF-8 cannot hold them, and strict clients refuse a
 * whole list in which one object has them, so they are replaced when they come in.
 */
final class Surrogates {
  private static final char REPLACEMENT = '\uFFFD';

  private Surrogates() {}

  /** Whether bytes may hold surrogates in a form that UTF-8 forbids. */
  static boolean inRaw(byte[] text) {
    for (int i = 0; i + 1 < text.length; i++) {
      if (text[i] == (byte) 0xED && (text[i + 1] & 0xff) >= 0xA0) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text has escapes for surrogates, whole or halved. */
  static boolean inEscapes(byte[] text) {
    for (int i = 0; i + 2 < text.length; i++) {
      if (text[i] == '\\' && text[i + 1] == 'u' && (text[i + 2] | 0x20) == 'd') {
        return true;
      }
    }
    return false;
  }

  /** The same value with replacement characters for halves. */
  static JsonNode repair(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode result = Json.object();
        for (var field : object.properties()) {
          result.set(repair(field.getKey()), repair(field.getValue()));
        }
        yield result;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, repair(array.get(i)));
        }
        yield array;
      }
      case TextNode text -> TextNode.valueOf(repair(text.textValue()));
      default -> value;
    };
  }

  private static String repair(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                result.appendCodePoint(
                    c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                        ? REPLACEMENT
                        : c));
    return result.toString();
  }
}
