package io.mkube.iso9660.boot;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The catalog of boot images (El Torito 2.0).
 *
 * @param sector sector of the catalog
 * @param checksumValid whether the words of its first entry add up to nothing
 * @param entries boot images in their order
 */
public record BootCatalog(long sector, boolean checksumValid, List<BootEntry> entries) {
  private static final String CLAUSE = "El Torito 2.0";
  private static final int MAX_ENTRIES = 64;
  private static final int MAX_BYTES = (MAX_ENTRIES * 2 + 2) * BootEntry.LENGTH;
  private static final int VALIDATION = 0x01;
  private static final int MORE_HEADERS = 0x90;
  private static final int LAST_HEADER = 0x91;
  private static final int EXTENSION = 0x44;
  private static final int BOOTABLE = 0x88;

  public BootCatalog {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the catalog at a sector.
   *
   * @throws IsoFormatException if there is none
   */
  public static BootCatalog read(ImageSource source, long sector) throws IOException {
    long position = sector * Sector.SIZE;
    int length = (int) Math.min(MAX_BYTES, Math.max(Sector.SIZE, source.size() - position));
    Bytes bytes = source.bytes(position, length, CLAUSE);
    if (bytes.u8(0) != VALIDATION || bytes.u8(30) != 0x55 || bytes.u8(31) != 0xAA) {
      throw new IsoFormatException(
          "El Torito 2.1", position, "the boot catalog does not begin with a validation entry");
    }
    return new BootCatalog(sector, checksum(bytes) == 0, entries(bytes));
  }

  /** Sum of the words of the validation entry, which is 0 when it is right (El Torito 2.1). */
  private static int checksum(Bytes bytes) throws IsoFormatException {
    int sum = 0;
    for (int at = 0; at < BootEntry.LENGTH; at += 2) {
      sum += bytes.le16(at);
    }
    return sum & 0xFFFF;
  }

  private static List<BootEntry> entries(Bytes bytes) throws IsoFormatException {
    List<BootEntry> entries = new ArrayList<>();
    entries.add(entry(bytes, BootEntry.LENGTH, BootEntry.Platform.of(bytes.u8(1))));
    int at = 2 * BootEntry.LENGTH;
    boolean more = true;
    while (more && at + BootEntry.LENGTH <= bytes.length()) {
      int header = bytes.u8(at);
      if (header != MORE_HEADERS && header != LAST_HEADER) {
        break; // some writers leave garbage behind the last section
      }
      more = header == MORE_HEADERS;
      BootEntry.Platform platform = BootEntry.Platform.of(bytes.u8(at + 1));
      int count = bytes.le16(at + 2);
      at += BootEntry.LENGTH;
      while (count > 0 && at + BootEntry.LENGTH <= bytes.length()) {
        if (bytes.u8(at) != EXTENSION) {
          entries.add(entry(bytes, at, platform));
          count--;
        }
        if (entries.size() > MAX_ENTRIES) {
          throw new IsoFormatException(
              "El Torito 2.3", bytes.offset(at), "more than " + MAX_ENTRIES + " boot images");
        }
        at += BootEntry.LENGTH;
      }
    }
    return entries;
  }

  private static BootEntry entry(Bytes bytes, int at, BootEntry.Platform platform)
      throws IsoFormatException {
    return new BootEntry(
        bytes.offset(at),
        platform,
        bytes.u8(at) == BOOTABLE,
        bytes.u8(at + 1) & 0x0F,
        bytes.le16(at + 2),
        bytes.le16(at + 6),
        bytes.le32(at + 8));
  }
}
