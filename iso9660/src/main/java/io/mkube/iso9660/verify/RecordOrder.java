package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the records of a directory are in order (ECMA-119 9.3). Writers compare either whole
 * identifiers byte by byte or name and extension each filled with spaces; an order that is right in
 * one of the two ways is taken. For one directory only.
 */
final class RecordOrder {
  private static final int FILL = ' ';
  private final boolean joliet;
  private final Findings findings;
  private @Nullable DirectoryRecord before;
  private @Nullable DirectoryRecord byBytes;
  private @Nullable DirectoryRecord byParts;

  RecordOrder(VolumeDescriptor volume, Findings findings) {
    this.joliet = volume.kind() == VolumeDescriptor.Kind.JOLIET;
    this.findings = findings;
  }

  void next(DirectoryRecord record) throws IsoFormatException {
    DirectoryRecord last = before;
    if (last != null) {
      Bytes a = last.identifier();
      Bytes b = record.identifier();
      if (byBytes == null && bytes(a, b) > 0) {
        byBytes = record;
      }
      if (byParts == null && parts(a, b) > 0) {
        byParts = record;
      }
    }
    before = record;
  }

  /** Reports the first record that is out of order. */
  void finish() {
    DirectoryRecord bytes = byBytes;
    DirectoryRecord parts = byParts;
    if (bytes != null && parts != null) {
      findings.warning(
          Math.max(bytes.offset(), parts.offset()),
          "ECMA-119 9.3",
          "the records of a directory are not in order");
    }
  }

  private static int bytes(Bytes a, Bytes b) throws IsoFormatException {
    for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
      if (a.u8(i) != b.u8(i)) {
        return a.u8(i) - b.u8(i);
      }
    }
    return a.length() - b.length();
  }

  private int parts(Bytes a, Bytes b) throws IsoFormatException {
    int[] left = split(a);
    int[] right = split(b);
    int name = filled(a, 0, left[0], b, 0, right[0]);
    if (name != 0) {
      return name;
    }
    int extension = filled(a, left[0], left[1], b, right[0], right[1]);
    return extension != 0 || a.length() == left[1] || b.length() == right[1]
        ? extension
        : -bytes(a.slice(left[1], a.length() - left[1]), b.slice(right[1], b.length() - right[1]));
  }

  /** Where the name ends and where the extension with its dot ends. */
  private int[] split(Bytes identifier) throws IsoFormatException {
    int unit = joliet ? 2 : 1;
    int dot = -1;
    int end = identifier.length();
    for (int i = unit - 1; i < identifier.length(); i += unit) {
      boolean plain = unit == 1 || identifier.u8(i - 1) == 0;
      if (plain && identifier.u8(i) == '.' && dot < 0) {
        dot = i - unit + 1;
      }
      if (plain && identifier.u8(i) == ';') {
        end = i - unit + 1;
        break;
      }
    }
    return new int[] {dot < 0 ? end : dot, end};
  }

  private static int filled(Bytes a, int fromA, int toA, Bytes b, int fromB, int toB)
      throws IsoFormatException {
    int length = Math.max(toA - fromA, toB - fromB);
    for (int i = 0; i < length; i++) {
      int left = fromA + i < toA ? a.u8(fromA + i) : FILL;
      int right = fromB + i < toB ? b.u8(fromB + i) : FILL;
      if (left != right) {
        return left - right;
      }
    }
    return 0;
  }
}
