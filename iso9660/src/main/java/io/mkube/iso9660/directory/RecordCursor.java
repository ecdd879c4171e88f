package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of a directory (ECMA-119 6.8.1). Holds a few sectors of it, whatever its
 * length. Not thread-safe.
 */
final class RecordCursor {
  private static final int CHUNK = 16 * Sector.SIZE;
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final Extent extent;
  private Bytes chunk = new Bytes(new byte[0], 0);
  private int at;
  private boolean first = true;

  RecordCursor(ImageSource source, VolumeDescriptor volume, Extent extent)
      throws IsoFormatException {
    long length = extent.length();
    if (length <= 0 || length > DirectoryReader.MAX_LENGTH) {
      throw new IsoFormatException(
          "ECMA-119 6.8.1.3",
          Math.max(extent.position(), 0),
          "a directory of " + length + " bytes");
    }
    this.source = source;
    this.volume = volume;
    this.extent = extent;
    this.chunk = new Bytes(new byte[0], extent.position());
  }

  /** The next record, the directory's own first; null at the end. */
  @Nullable DirectoryRecord next() throws IOException {
    while (true) {
      if (at >= chunk.length() && !load()) {
        return null;
      }
      int length = chunk.u8(at);
      int sectorEnd = sectorEnd();
      if (length == 0) {
        at = sectorEnd;
        continue;
      }
      if (at + length > sectorEnd) {
        throw new IsoFormatException(
            "ECMA-119 6.8.1.1",
            chunk.offset(at),
            "a directory record of " + length + " bytes crosses the end of its sector");
      }
      DirectoryRecord record = DirectoryRecord.of(volume, chunk.slice(at, length));
      at += length;
      if (first) {
        requireOwn(record);
      }
      return record;
    }
  }

  /** Where the sector ends that the cursor is in; small blocks let a directory begin inside one. */
  private int sectorEnd() {
    long position = chunk.offset(at) - volume.shift() * Sector.SIZE;
    return (int) Math.min(chunk.length(), at + Sector.SIZE - position % Sector.SIZE);
  }

  private boolean load() throws IOException {
    long position = chunk.offset() + chunk.length();
    long left = extent.end() - position;
    if (left <= 0) {
      if (first) {
        throw notOwn(extent.position());
      }
      return false;
    }
    // The first chunk ends with a sector, so that all others begin with one.
    long aligned =
        (long) CHUNK - Math.floorMod(position - volume.shift() * Sector.SIZE, Sector.SIZE);
    chunk = source.bytes(position, (int) Math.min(aligned, left), "ECMA-119 6.8.1");
    at = 0;
    return true;
  }

  private void requireOwn(DirectoryRecord record) throws IsoFormatException {
    first = false;
    if (!record.isSelf()) {
      throw notOwn(extent.position());
    }
  }

  private static IsoFormatException notOwn(long position) {
    return new IsoFormatException(
        "ECMA-119 6.8.2.2", position, "a directory does not begin with its own record");
  }
}
