package io.mkube.iso9660.patch;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Order of the records of a directory (ECMA-119 9.3): by name, then by extension, each filled with
 * spaces, then by version from the highest down. Joliet identifiers compare byte by byte, which for
 * big endian units is the same as by unit.
 */
final class IdentifierOrder implements Comparator<byte[]> {
  static final IdentifierOrder INSTANCE = new IdentifierOrder();

  private IdentifierOrder() {}

  @Override
  public int compare(byte[] a, byte[] b) {
    if (isUnicode(a) || isUnicode(b)) {
      return Arrays.compareUnsigned(a, b);
    }
    int order = comparePadded(name(a), name(b));
    if (order == 0) {
      order = comparePadded(extension(a), extension(b));
    }
    return order == 0 ? Arrays.compareUnsigned(b, a) : order;
  }

  /** Identifiers of ECMA-119 have no zero bytes; those of Joliet nearly always do. */
  private static boolean isUnicode(byte[] identifier) {
    for (byte value : identifier) {
      if (value == 0) {
        return identifier.length > 1;
      }
    }
    return false;
  }

  private static byte[] name(byte[] identifier) {
    int dot = indexOf(identifier, '.', 0);
    int semicolon = indexOf(identifier, ';', 0);
    return Arrays.copyOf(identifier, Math.min(dot, semicolon));
  }

  private static byte[] extension(byte[] identifier) {
    int dot = indexOf(identifier, '.', 0);
    if (dot == identifier.length) {
      return new byte[0];
    }
    return Arrays.copyOfRange(identifier, dot + 1, indexOf(identifier, ';', dot));
  }

  private static int indexOf(byte[] identifier, char wanted, int from) {
    int at = from;
    while (at < identifier.length && identifier[at] != wanted) {
      at++;
    }
    return at;
  }

  private static int comparePadded(byte[] a, byte[] b) {
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int left = i < a.length ? a[i] & 0xFF : ' ';
      int right = i < b.length ? b[i] & 0xFF : ' ';
      if (left != right) {
        return Integer.compare(left, right);
      }
    }
    return 0;
  }
}
