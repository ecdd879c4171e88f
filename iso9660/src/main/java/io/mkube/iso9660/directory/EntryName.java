package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names as they are shown.
 *
 * @param text the name: one path segment that cannot lead outside the image
 * @param altered whether the image holds a name that could, or none
 */
record EntryName(String text, boolean altered) {
  /** The name that an identifier stands for. */
  static EntryName of(DirectoryRecord record) throws IsoFormatException {
    Bytes identifier = record.identifier();
    boolean unicode = record.volume().kind() == VolumeDescriptor.Kind.JOLIET;
    String text =
        unicode
            ? new String(identifier.copy(), StandardCharsets.UTF_16BE)
            : decode(identifier.copy());
    return of(record.has(DirectoryRecord.DIRECTORY) ? text : withoutVersion(text));
  }

  /**
   * Text of a name in no stated character set: UTF-8, as all writers of today make it, or where it
   * is none, a character for each byte, so that different names stay different.
   */
  static String decode(byte[] name) {
    boolean ascii = true;
    for (byte value : name) {
      ascii &= value >= 0;
    }
    if (ascii) {
      return new String(name, StandardCharsets.ISO_8859_1);
    }
    String text = new String(name, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), name)
        ? text
        : new String(name, StandardCharsets.ISO_8859_1);
  }

  /** A name that is safe to be one segment of a path. */
  static EntryName of(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return new EntryName("_".repeat(Math.max(1, name.length())), true);
    }
    String safe =
        name.indexOf('/') < 0 && name.indexOf('\0') < 0
            ? name
            : name.replace('/', '_').replace('\0', '_');
    return new EntryName(safe, !safe.equals(name));
  }

  /** What a name comes down to where identifiers have no lower case and few characters. */
  static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean kept = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
      boolean lower = c >= 'a' && c <= 'z';
      folded.append(kept ? c : lower ? (char) (c - 'a' + 'A') : '_');
    }
    return folded.toString();
  }

  /** Takes off {@code ;1} and the dot of an empty extension (ECMA-119 7.5.1). */
  private static String withoutVersion(String identifier) {
    int semicolon = identifier.lastIndexOf(';');
    String name =
        semicolon > 0 && digits(identifier, semicolon + 1)
            ? identifier.substring(0, semicolon)
            : identifier;
    return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean digits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
