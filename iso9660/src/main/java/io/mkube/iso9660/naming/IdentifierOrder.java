package io.mkube.iso9660.naming;

import io.mkube.iso9660.volume.VolumeDescriptor;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Order of the records of a directory (ECMA-119 9.3): by name, then by extension, each filled with
 * spaces, then by version from the highest down. Joliet identifiers compare byte by byte, which for
 * big endian units is the same as by unit.
 */
public final class IdentifierOrder implements Comparator<byte[]> {
  private static final IdentifierOrder PLAIN = new IdentifierOrder(false);
  private static final IdentifierOrder UNICODE = new IdentifierOrder(true);
  private final boolean unicode;

  private IdentifierOrder(boolean unicode) {
    this.unicode = unicode;
  }

  /** The order of the identifiers of a tree. */
  public static IdentifierOrder of(VolumeDescriptor volume) {
    return volume.kind() == VolumeDescriptor.Kind.JOLIET ? UNICODE : PLAIN;
  }

  @Override
  public int compare(byte[] a, byte[] b) {
    if (unicode) {
      return Arrays.compareUnsigned(a, b);
    }
    int order = comparePadded(name(a), name(b));
    if (order == 0) {
      order = comparePadded(extension(a), extension(b));
    }
    return order == 0 ? Arrays.compareUnsigned(b, a) : order;
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
