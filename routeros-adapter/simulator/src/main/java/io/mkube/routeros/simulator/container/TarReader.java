package io.mkube.routeros.simulator.container;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar stream (POSIX ustar with pax and GNU long names) member by member, with bounded
 * memory.
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int LONGEST_HEADER = 64 * 1024;

  private final InputStream in;
  private long rest;
  private long padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** The next member, or null at the end; skips what was not read of the last one. */
  @Nullable Member next() throws IOException {
    Map<String, String> pax = new LinkedHashMap<>();
    while (true) {
      skipRest();
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 || zero(header)) {
        return null;
      }
      if (header.length < BLOCK) {
        throw new EOFException("tar header is cut off");
      }
      checkSum(header);
      rest = size(header, pax);
      padding = (BLOCK - rest % BLOCK) % BLOCK;
      switch (header[156]) {
        case 'x' -> pax.putAll(paxHeaders(content(LONGEST_HEADER)));
        case 'g' -> content(LONGEST_HEADER);
        case 'L' -> pax.put("path", text(content(LONGEST_HEADER), 0, Integer.MAX_VALUE));
        case 'K' -> content(LONGEST_HEADER);
        default -> {
          return new Member(pax.getOrDefault("path", name(header)), (char) header[156], rest);
        }
      }
    }
  }

  private void skipRest() throws IOException {
    try {
      in.skipNBytes(rest + padding);
    } catch (EOFException e) {
      throw new IOException("tar member is cut off", e);
    }
    rest = 0;
    padding = 0;
  }

  /** The content of the current member, refused above a limit. */
  byte[] content(int limit) throws IOException {
    if (rest > limit) {
      throw new IOException("tar member of " + rest + " bytes is larger than " + limit);
    }
    byte[] content = in.readNBytes((int) rest);
    if (content.length < rest) {
      throw new EOFException("tar member is cut off");
    }
    rest = 0;
    return content;
  }

  /** Reads up to a number of bytes of the current member into a buffer; -1 at its end. */
  int read(byte[] buffer) throws IOException {
    if (rest == 0) {
      return -1;
    }
    int count = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
    if (count < 0) {
      throw new EOFException("tar member is cut off");
    }
    rest -= count;
    return count;
  }

  private static long size(byte[] header, Map<String, String> pax) throws IOException {
    String size = pax.get("size");
    if (size != null) {
      return number(size, 10);
    }
    if (header[124] < 0) {
      long value = 0;
      for (int i = 128; i < 136; i++) {
        value = value << 8 | (header[i] & 0xFF);
      }
      if (value < 0) {
        throw new IOException("tar member size is negative");
      }
      return value;
    }
    String octal = text(header, 124, 12).strip();
    return octal.isEmpty() ? 0 : number(octal, 8);
  }

  private static long number(String digits, int radix) throws IOException {
    try {
      long number = Long.parseLong(digits, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("tar header has no number in '" + digits + "'", e);
    }
    throw new IOException("tar header has a negative number");
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    String stored = text(header, 148, 8).strip();
    if (stored.isEmpty() || number(stored, 8) != sum) {
      throw new IOException("tar header has a wrong checksum");
    }
  }

  private static Map<String, String> paxHeaders(byte[] content) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    int at = 0;
    while (at < content.length) {
      int blank = at;
      while (blank < content.length && content[blank] != ' ') {
        blank++;
      }
      long length = number(new String(content, at, blank - at, StandardCharsets.US_ASCII), 10);
      if (length < 5 || at + length > content.length) {
        throw new IOException("pax header has a wrong length");
      }
      String record =
          new String(content, blank + 1, (int) length - (blank - at) - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0) {
        headers.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at += (int) length;
    }
    return headers;
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < bytes.length && end - from < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static boolean zero(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * A member.
   *
   * @param name path as in the archive
   * @param type type flag
   * @param size bytes
   */
  record Member(String name, char type, long size) {
    boolean file() {
      return type == '0' || type == 0;
    }

    /** The name without a leading {@code ./}. */
    String path() {
      return name.startsWith("./") ? name.substring(2) : name;
    }
  }
}
