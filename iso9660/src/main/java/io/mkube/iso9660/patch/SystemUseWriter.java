package io.mkube.iso9660.patch;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.naming.LinkTarget;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Writes what Rock Ridge says of a new file in the way in which the image says it of others (RRIP
 * 4.1): the same form of attributes and times.
 *
 * @param present whether there is Rock Ridge at all
 * @param skipped bytes that stand before all entries
 * @param oldForm whether records announce their entries, as version 1.09 does
 * @param posixLength length of the attributes: 36 or 44 bytes
 * @param timeFlags which times are given, and in which form
 */
record SystemUseWriter(
    boolean present, int skipped, boolean oldForm, int posixLength, int timeFlags) {
  /** Mode of a new file: readable by all. */
  static final int FILE_MODE = 0100444;

  /** Mode of a new directory. */
  static final int DIRECTORY_MODE = 0040555;

  private static final int LINK_MODE = 0120777;
  private static final int ANNOUNCED_LINK = 4;
  private static final int XA_BYTES = 14;
  private static final int XA_DIRECTORY = 0x8D;
  private static final int XA_FILE = 0x0D;
  private static final int XA_READABLE = 0x55;
  private static final int MAX_RECORD = 254;
  private static final int CONTINUATION = 28;
  private static final int MAX_NAME_PART = 250;
  private static final int LONG_TIMES = 0x80;
  private static final int NAMED = 8;
  private static final int ANNOUNCED = 1 | NAMED | 128;

  /** Learns the form from the entries of a record that is there. */
  static SystemUseWriter like(List<SystemUseEntry> entries, int skipped) throws IOException {
    boolean old = false;
    int posix = 36;
    int times = 0x0E;
    for (SystemUseEntry entry : entries) {
      switch (entry.signature()) {
        case "RR" -> old = true;
        case "PX" -> posix = entry.bytes().length() >= 44 ? 44 : 36;
        case "TF" -> times = entry.bytes().u8(4);
        default -> {
          // says nothing of the form
        }
      }
    }
    return new SystemUseWriter(true, skipped, old, posix, times);
  }

  /** Writes no Rock Ridge, but what CD-ROM XA demands if it is there. */
  static SystemUseWriter plain(boolean extendedArchitecture) {
    return new SystemUseWriter(false, extendedArchitecture ? XA_BYTES : 0, false, 0, 0);
  }

  /**
   * A record with its entries; what does not fit goes to a continuation area.
   *
   * @param head record without system use field: its head and identifier
   * @param entries the entries
   * @param areas where room has been made
   * @param end position behind the directory that the record is in
   */
  static RawRecord record(
      VolumeDescriptor volume, byte[] head, byte[] entries, ContinuationAreas areas, long end)
      throws IOException {
    int inside = inside(volume, head, entries);
    byte[] outside = Arrays.copyOfRange(entries, inside, entries.length);
    long area = outside.length == 0 ? 0 : areas.write(outside, end);
    return record(volume, head, entries, area);
  }

  /** A record whose further entries stand, or will stand, at a position. */
  static RawRecord record(VolumeDescriptor volume, byte[] head, byte[] entries, long position)
      throws IOException {
    int even = head.length + head.length % 2;
    int inside = inside(volume, head, entries);
    if (inside == entries.length) {
      return finished(head, even, entries);
    }
    long area = position - volume.shift() * Sector.SIZE;
    byte[] field = Arrays.copyOf(entries, inside + CONTINUATION);
    field[inside] = 'C';
    field[inside + 1] = 'E';
    field[inside + 2] = CONTINUATION;
    field[inside + 3] = 1;
    RawRecord.both32(field, inside + 4, area / volume.blockSize());
    RawRecord.both32(field, inside + 12, area % volume.blockSize());
    RawRecord.both32(field, inside + 20, entries.length - inside);
    return finished(head, even, field);
  }

  /** How many bytes of entries stand in the record itself. */
  static int inside(VolumeDescriptor volume, byte[] head, byte[] entries) {
    int even = head.length + head.length % 2;
    if (even + entries.length <= MAX_RECORD) {
      return entries.length;
    }
    int room = MAX_RECORD - even - CONTINUATION;
    int inside = volume.extendedArchitecture() ? Math.min(XA_BYTES, entries.length) : 0;
    while (inside < entries.length && inside + (entries[inside + 2] & 0xFF) <= room) {
      inside += entries[inside + 2] & 0xFF;
    }
    return inside;
  }

  /** Entries of a new file or directory. */
  byte[] entries(String name, int mode, int links, long inode, Instant time) {
    ByteArrayOutputStream out = start(mode, name.isEmpty() ? ANNOUNCED & ~NAMED : ANNOUNCED);
    if (!present) {
      return out.toByteArray();
    }
    out.writeBytes(posix(mode, links, inode));
    out.writeBytes(times(time));
    if (!name.isEmpty()) {
      writeName(out, name);
    }
    return out.toByteArray();
  }

  /** Entries of a symbolic link (RRIP 4.1.3). */
  byte[] link(String name, String target, long serial, Instant time) {
    ByteArrayOutputStream out = start(LINK_MODE, ANNOUNCED | ANNOUNCED_LINK);
    out.writeBytes(posix(LINK_MODE, 1, serial));
    out.writeBytes(times(time));
    writeName(out, name);
    LinkTarget.write(out, target);
    return out.toByteArray();
  }

  /** What stands before all entries: with CD-ROM XA its attributes of a file of whole sectors. */
  private ByteArrayOutputStream start(int mode, int announced) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] prefix = new byte[skipped];
    if (skipped == XA_BYTES) {
      boolean directory = (mode & DIRECTORY_MODE & ~0777) != 0;
      prefix[4] = (byte) (directory ? XA_DIRECTORY : XA_FILE);
      prefix[5] = XA_READABLE;
      prefix[6] = 'X';
      prefix[7] = 'A';
    }
    out.writeBytes(prefix);
    if (present && oldForm) {
      out.writeBytes(new byte[] {'R', 'R', 5, 1, (byte) announced});
    }
    return out;
  }

  private byte[] posix(int mode, int links, long inode) {
    byte[] entry = new byte[posixLength];
    entry[0] = 'P';
    entry[1] = 'X';
    entry[2] = (byte) posixLength;
    entry[3] = 1;
    RawRecord.both32(entry, 4, mode);
    RawRecord.both32(entry, 12, links);
    if (posixLength >= 44) {
      RawRecord.both32(entry, 36, inode);
    }
    return entry;
  }

  private byte[] times(Instant time) {
    boolean wide = (timeFlags & LONG_TIMES) != 0;
    // The long form is only read: seven bytes say all that a new file needs.
    int flags = wide ? timeFlags & ~LONG_TIMES : timeFlags;
    int count = Integer.bitCount(flags & 0x7F);
    byte[] entry = new byte[5 + count * IsoDates.SHORT];
    entry[0] = 'T';
    entry[1] = 'F';
    entry[2] = (byte) entry.length;
    entry[3] = 1;
    entry[4] = (byte) flags;
    for (int i = 0; i < count; i++) {
      IsoDates.write7(time, entry, 5 + i * IsoDates.SHORT);
    }
    return entry;
  }

  /** A name, over several entries if it is long. */
  static void writeName(ByteArrayOutputStream out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += MAX_NAME_PART) {
      int count = Math.min(MAX_NAME_PART, bytes.length - at);
      boolean more = at + count < bytes.length;
      out.writeBytes(new byte[] {'N', 'M', (byte) (5 + count), 1, (byte) (more ? 1 : 0)});
      out.write(bytes, at, count);
    }
  }

  private static RawRecord finished(byte[] head, int even, byte[] entries) {
    byte[] record = Arrays.copyOf(head, even + entries.length + entries.length % 2);
    System.arraycopy(entries, 0, record, even, entries.length);
    record[0] = (byte) record.length;
    return new RawRecord(record);
  }

  /** The head of a new record. */
  static byte[] head(byte[] identifier, int flags, Instant time) {
    byte[] head = new byte[DirectoryRecord.HEAD + identifier.length];
    IsoDates.write7(time, head, 18);
    head[25] = (byte) flags;
    RawRecord.both16(head, 28, 1);
    head[32] = (byte) identifier.length;
    System.arraycopy(identifier, 0, head, DirectoryRecord.HEAD, identifier.length);
    return head;
  }
}
