package io.mkube.apiserver.object;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * JSON in UTF-8 that is written piece by piece. Its buffer is borrowed from a few that all threads
 * share, because a virtual thread that serves one request would never meet its own again. For one
 * thread.
 */
final class JsonText implements AutoCloseable {
  private static final int INITIAL = 4 << 10;

  /** Larger buffers are left to the collector. */
  private static final int KEPT = 64 << 10;

  private static final AtomicReferenceArray<byte[]> SPARE = new AtomicReferenceArray<>(16);
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** For ASCII: 0 if a character stands for itself in a string, else what follows the backslash. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes;
  private int size;

  JsonText() {
    bytes = borrow();
  }

  /** Number of bytes so far. */
  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Appends one ASCII character of the syntax. */
  void syntax(char c) {
    room(1);
    bytes[size++] = (byte) c;
  }

  /** Appends a comma unless an object or array has just been opened. */
  void separate() {
    byte last = bytes[size - 1];
    if (last != '{' && last != '[') {
      syntax(',');
    }
  }

  /** Appends text that is JSON already, in ASCII. */
  void literal(String ascii) {
    int length = ascii.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) ascii.charAt(i);
    }
    size += length;
  }

  /** Appends JSON. */
  void raw(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
  }

  /** Appends a string with its quotes; half a surrogate becomes a replacement character. */
  void string(String text) {
    int length = text.length();
    room(length + 2);
    byte[] to = bytes;
    int at = size;
    to[at++] = '"';
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (c >= 0x80 || ESCAPES[c] != 0) {
        break;
      }
      to[at++] = (byte) c;
      i++;
    }
    size = at;
    if (i < length) {
      unusual(text, i);
    }
    syntax('"');
  }

  /** Gives the buffer back; nothing may be appended any more. */
  @Override
  public void close() {
    byte[] buffer = bytes;
    if (buffer.length <= KEPT) {
      SPARE.lazySet(place(), buffer);
    }
  }

  private void unusual(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      room(6);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | (c >> 6));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        pair(Character.toCodePoint(c, text.charAt(i)));
      } else {
        three(Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
  }

  private void ascii(char c) {
    byte escape = ESCAPES[c];
    if (escape == 0) {
      bytes[size++] = (byte) c;
      return;
    }
    bytes[size++] = '\\';
    bytes[size++] = escape;
    if (escape == 'u') {
      bytes[size++] = '0';
      bytes[size++] = '0';
      bytes[size++] = HEX[c >> 4];
      bytes[size++] = HEX[c & 15];
    }
  }

  private void three(char c) {
    bytes[size++] = (byte) (0xE0 | (c >> 12));
    bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void pair(int c) {
    bytes[size++] = (byte) (0xF0 | (c >> 18));
    bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }

  private static byte[] borrow() {
    byte[] spare = SPARE.getAndSet(place(), null);
    return spare == null ? new byte[INITIAL] : spare;
  }

  private static int place() {
    return (int) (Thread.currentThread().threadId() & 15);
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
