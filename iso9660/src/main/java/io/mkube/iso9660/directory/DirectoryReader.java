package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of a directory, sector by sector (ECMA-119 6.8.1). */
public final class DirectoryReader {
  /** No real directory is larger; one that claims to be would fill the memory. */
  public static final long MAX_LENGTH = 64L << 20;

  private static final int CHUNK = 32 * Sector.SIZE;
  private final ImageSource source;
  private final VolumeDescriptor volume;

  public DirectoryReader(ImageSource source, VolumeDescriptor volume) {
    this.source = source;
    this.volume = volume;
  }

  /**
   * All records, the directory's own first.
   *
   * @throws IsoFormatException if the extent is no directory
   */
  public List<DirectoryRecord> read(Extent extent) throws IOException {
    long length = extent.length();
    if (length <= 0 || length > MAX_LENGTH) {
      throw new IsoFormatException(
          "ECMA-119 6.8.1.3",
          Math.max(extent.position(), 0),
          "a directory of " + length + " bytes");
    }
    List<DirectoryRecord> records = new ArrayList<>();
    for (long at = 0; at < length; at += CHUNK) {
      int count = (int) Math.min(CHUNK, length - at);
      Bytes chunk = source.bytes(extent.position() + at, count, "ECMA-119 6.8.1");
      for (int sector = 0; sector < count; sector += Sector.SIZE) {
        readSector(chunk.slice(sector, Math.min(Sector.SIZE, count - sector)), records);
      }
    }
    requireOwnRecord(extent, records);
    return records;
  }

  private void readSector(Bytes sector, List<DirectoryRecord> records) throws IsoFormatException {
    int at = 0;
    while (at < sector.length() && sector.u8(at) != 0) {
      int length = sector.u8(at);
      if (at + length > sector.length()) {
        throw new IsoFormatException(
            "ECMA-119 6.8.1.1",
            sector.offset(at),
            "a directory record of " + length + " bytes crosses the end of its sector");
      }
      records.add(DirectoryRecord.of(volume, sector.slice(at, length)));
      at += length;
    }
  }

  private static void requireOwnRecord(Extent extent, List<DirectoryRecord> records)
      throws IsoFormatException {
    if (records.isEmpty() || !records.getFirst().isSelf()) {
      throw new IsoFormatException(
          "ECMA-119 6.8.2.2", extent.position(), "a directory does not begin with its own record");
    }
  }
}
