package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.ZeroSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A delta in a file, so that a server can serve the derived image from the base and this file
 * alone. All numbers are big endian:
 *
 * <pre>
 * 0   8  "ISODELTA"
 * 8   4  version, 1
 * 12  4  number of ranges
 * 16  8  bytes of the base
 * 24  8  bytes of the derived image
 * 32  4  CRC-32 of the first 64 KiB of the base, by which a wrong base is found out
 * 36  4  CRC-32 of the table of ranges
 * 40  .  table: position (8), length (8), and place of the bytes in this file (8), 0 for zeros
 * ..  .  bytes of the ranges, one range behind the other
 * </pre>
 */
public final class DeltaFile {
  private static final byte[] MAGIC = "ISODELTA".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = 40;
  private static final int ROW = 24;
  private static final int MAX_RANGES = 4 << 20;
  private static final int CHECKED = 64 << 10;
  private static final int CHUNK = 64 << 10;
  private static final String CLAUSE = "ISO delta 1";

  private DeltaFile() {}

  /**
   * Writes a delta.
   *
   * @param base the base that it was planned for
   * @param out not closed
   */
  public static void write(IsoDelta delta, ImageSource base, OutputStream out) throws IOException {
    int count = delta.ranges().size();
    ByteBuffer table = ByteBuffer.allocate(count * ROW);
    long place = HEADER + (long) count * ROW;
    for (DeltaRange range : delta.ranges()) {
      boolean zeros = range.content() instanceof ZeroSource;
      table.putLong(range.position()).putLong(range.length()).putLong(zeros ? 0 : place);
      place += zeros ? 0 : range.length();
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.put(MAGIC).putInt(VERSION).putInt(count);
    header.putLong(delta.baseSize()).putLong(delta.size());
    header.putInt(beginning(base)).putInt(crc(table.array()));
    out.write(header.array());
    out.write(table.array());
    byte[] buffer = new byte[CHUNK];
    for (DeltaRange range : delta.ranges()) {
      if (!(range.content() instanceof ZeroSource)) {
        copy(range, buffer, out);
      }
    }
  }

  /**
   * Reads a delta; its ranges read from the file, which must stay open as long as they are used.
   *
   * @param base the base that it is for
   * @throws IsoFormatException if it is no delta, is cut off, or is for another base
   */
  public static IsoDelta read(ImageSource file, ImageSource base) throws IOException {
    Bytes header = file.bytes(0, HEADER, CLAUSE);
    if (!header.has(0, "ISODELTA") || header.be32(8) != VERSION) {
      throw new IsoFormatException(CLAUSE, 0, "this is no delta of version " + VERSION);
    }
    long count = header.be32(12);
    if (count > MAX_RANGES) {
      throw new IsoFormatException(CLAUSE, 12, "a delta with " + count + " ranges");
    }
    Bytes table = file.bytes(HEADER, (int) count * ROW, CLAUSE);
    if (crc(table.copy()) != (int) header.be32(36)) {
      throw new IsoFormatException(CLAUSE, 36, "the checksum of the table of ranges is wrong");
    }
    long baseSize = be64(header, 16);
    if (base.size() != baseSize || beginning(base) != (int) header.be32(32)) {
      throw new IsoFormatException(CLAUSE, 32, "the delta was made for another base");
    }
    List<DeltaRange> ranges = new ArrayList<>();
    for (int at = 0; at < table.length(); at += ROW) {
      ranges.add(range(file, table, at));
    }
    try {
      return new IsoDelta(baseSize, be64(header, 24), ranges);
    } catch (IllegalArgumentException e) {
      throw new IsoFormatException(CLAUSE, HEADER, "the ranges overlap or leave the image");
    }
  }

  private static DeltaRange range(ImageSource file, Bytes table, int at) throws IOException {
    long position = be64(table, at);
    long length = be64(table, at + 8);
    long place = be64(table, at + 16);
    boolean inside =
        position >= 0
            && length > 0
            && length <= Long.MAX_VALUE - position
            && place >= 0
            && (place == 0 || place <= file.size() - length);
    if (!inside) {
      throw new IsoFormatException(CLAUSE, HEADER + at, "a range leaves the file");
    }
    return place == 0
        ? new DeltaRange(position, length, new ZeroSource(length), 0)
        : new DeltaRange(position, length, file, place);
  }

  private static void copy(DeltaRange range, byte[] buffer, OutputStream out) throws IOException {
    long done = 0;
    while (done < range.length()) {
      int wanted = (int) Math.min(CHUNK, range.length() - done);
      ByteBuffer part = ByteBuffer.wrap(buffer, 0, wanted);
      int count = range.content().read(range.from() + done, part);
      if (count < 0) {
        throw new IOException("the new content became shorter while it was written");
      }
      out.write(buffer, 0, count);
      done += count;
    }
  }

  private static int beginning(ImageSource base) throws IOException {
    return crc(base.bytes(0, (int) Math.min(CHECKED, base.size()), CLAUSE).copy());
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static long be64(Bytes bytes, int at) throws IsoFormatException {
    return (bytes.be32(at) << 32) | bytes.be32(at + 4);
  }
}
