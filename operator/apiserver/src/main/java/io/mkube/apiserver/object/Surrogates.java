package io.mkube.apiserver.object;

import java.util.Arrays;

/**
 * Halves of characters. JSON can name them and UTF-8 cannot hold them, and strict clients refuse a
 * whole list in which one object has them, so they are replaced when they come in.
 */
final class Surrogates {
  private static final int NONE = -1;

  /** Length of an escape such as {@code \u00E9}. */
  private static final int ESCAPE = 6;

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

  /** Whether a text may have escapes for surrogates, whole or halved. */
  static boolean inEscapes(byte[] text) {
    for (int i = 0; i + 2 < text.length; i++) {
      if (text[i] == '\\' && text[i + 1] == 'u' && (text[i + 2] | 0x20) == 'd') {
        return true;
      }
    }
    return false;
  }

  /**
   * The same JSON with characters beyond 16 bits for pairs of escapes, and replacement characters
   * for escapes that have no partner, as Go reads them. Jackson keeps halves in values, and refuses
   * both in names of fields.
   */
  static byte[] unescaped(byte[] json) {
    byte[] result = new byte[json.length];
    int size = 0;
    int at = 0;
    while (at < json.length) {
      int half = json[at] == '\\' ? surrogate(json, at) : NONE;
      if (half != NONE) {
        int other = surrogate(json, at + ESCAPE);
        boolean pair = other != NONE && Character.isSurrogatePair((char) half, (char) other);
        size =
            put(
                result,
                size,
                pair ? Character.toCodePoint((char) half, (char) other) : REPLACEMENT);
        at += pair ? 2 * ESCAPE : ESCAPE;
      } else {
        int taken = json[at] == '\\' && at + 1 < json.length ? 2 : 1;
        System.arraycopy(json, at, result, size, taken);
        size += taken;
        at += taken;
      }
    }
    return Arrays.copyOf(result, size);
  }

  /** The surrogate that an escape names, if one begins there. */
  private static int surrogate(byte[] json, int at) {
    if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return NONE;
    }
    int value = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return NONE;
      }
      value = (value << 4) | digit;
    }
    return Character.isSurrogate((char) value) ? value : NONE;
  }

  private static int put(byte[] to, int at, int c) {
    int size = at;
    if (c > 0xFFFF) {
      to[size++] = (byte) (0xF0 | (c >> 18));
      to[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
    } else {
      to[size++] = (byte) (0xE0 | (c >> 12));
    }
    to[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    to[size++] = (byte) (0x80 | (c & 0x3F));
    return size;
  }
}
