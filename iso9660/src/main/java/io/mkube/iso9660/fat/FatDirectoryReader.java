package io.mkube.iso9660.fat;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads directory entries and puts long names together (FAT 6 and 7). For one directory only. */
final class FatDirectoryReader {
  static final int ENTRY = 32;
  private static final int LONG_NAME = 0x0F;
  private static final int VOLUME = 0x08;
  private static final int DIRECTORY = 0x10;
  private static final int DELETED = 0xE5;
  private static final int LOWER_NAME = 0x08;
  private static final int LOWER_EXTENSION = 0x10;
  private static final int LAST_PART = 0x40;
  private static final int PART_CHARACTERS = 13;
  private static final int MAX_PARTS = 20;

  private final String parent;
  private final List<FatEntry> entries = new ArrayList<>();
  private final char[] longName = new char[MAX_PARTS * PART_CHARACTERS];
  private int longLength;
  private int checksum = -1;
  private boolean ended;

  FatDirectoryReader(String parent) {
    this.parent = parent.equals("/") ? "" : parent;
  }

  List<FatEntry> entries() {
    return entries;
  }

  /** Takes a part of the directory; false when its end has been seen. */
  boolean accept(Bytes bytes, boolean wideClusters) throws IsoFormatException {
    for (int at = 0; at + ENTRY <= bytes.length() && !ended; at += ENTRY) {
      accept(bytes.slice(at, ENTRY), wideClusters ? 0xFFFF : 0);
    }
    return !ended;
  }

  private void accept(Bytes entry, int highMask) throws IsoFormatException {
    int first = entry.u8(0);
    int attributes = entry.u8(11);
    if (first == 0) {
      ended = true;
    } else if (first == DELETED) {
      forgetLongName();
    } else if ((attributes & 0x3F) == LONG_NAME) {
      acceptLongName(entry);
    } else if ((attributes & VOLUME) != 0) {
      forgetLongName();
    } else {
      String name = name(entry);
      forgetLongName();
      if (!name.equals(".") && !name.equals("..")) {
        boolean directory = (attributes & DIRECTORY) != 0;
        long cluster = (long) (entry.le16(20) & highMask) << 16 | entry.le16(26);
        entries.add(
            new FatEntry(
                parent + "/" + name.replace('/', '_'),
                name,
                directory,
                directory ? 0 : entry.le32(28),
                cluster,
                entry.offset()));
      }
    }
  }

  private void acceptLongName(Bytes entry) throws IsoFormatException {
    int order = entry.u8(0);
    int part = (order & ~LAST_PART) - 1;
    if (part < 0 || part >= MAX_PARTS) {
      forgetLongName();
      return;
    }
    if ((order & LAST_PART) != 0) {
      longLength = (part + 1) * PART_CHARACTERS;
      checksum = entry.u8(13);
    }
    for (int i = 0; i < PART_CHARACTERS; i++) {
      int at = i < 5 ? 1 + i * 2 : i < 11 ? 14 + (i - 5) * 2 : 28 + (i - 11) * 2;
      longName[part * PART_CHARACTERS + i] = (char) entry.le16(at);
    }
  }

  private void forgetLongName() {
    longLength = 0;
    checksum = -1;
  }

  private String name(Bytes entry) throws IsoFormatException {
    if (longLength > 0 && checksum == checksum(entry)) {
      int end = 0;
      while (end < longLength && longName[end] != 0) {
        end++;
      }
      return new String(longName, 0, end);
    }
    int flags = entry.u8(12);
    String base = entry.text(0, 8, StandardCharsets.ISO_8859_1);
    String extension = entry.text(8, 3, StandardCharsets.ISO_8859_1);
    String shown = (flags & LOWER_NAME) == 0 ? base : base.toLowerCase(Locale.ROOT);
    String shownExtension =
        (flags & LOWER_EXTENSION) == 0 ? extension : extension.toLowerCase(Locale.ROOT);
    return extension.isEmpty() ? shown : shown + "." + shownExtension;
  }

  /** Checksum of a short name, which its long name repeats. */
  private static int checksum(Bytes entry) throws IsoFormatException {
    int sum = 0;
    for (int i = 0; i < 11; i++) {
      sum = ((sum & 1) << 7) + (sum >> 1) + entry.u8(i) & 0xFF;
    }
    return sum;
  }
}
