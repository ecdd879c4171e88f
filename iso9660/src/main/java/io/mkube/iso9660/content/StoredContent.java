package io.mkube.iso9660.content;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a file as they are stored: its sections one after the other, without the gaps of an
 * interleaved one. Thread-safe if its source is.
 */
public final class StoredContent {
  private final ImageSource source;
  private final List<Extent> runs;
  private final long[] ends;

  private StoredContent(ImageSource source, List<Extent> runs) {
    this.source = source;
    this.runs = runs;
    this.ends = new long[runs.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += runs.get(i).length();
      ends[i] = end;
    }
  }

  /** The content of a file. */
  public static StoredContent of(ImageSource source, IsoEntry entry) throws IsoFormatException {
    List<Extent> runs = new ArrayList<>();
    for (int i = 0; i < entry.extents().size(); i++) {
      addRuns(entry.records().get(i), entry.extents().get(i), runs);
    }
    return new StoredContent(source, runs);
  }

  /** The content of one extent. */
  public static StoredContent of(ImageSource source, Extent extent) {
    return new StoredContent(source, extent.length() == 0 ? List.of() : List.of(extent));
  }

  /** Bytes of the content. */
  public long size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /**
   * Reads up to as many bytes as the target has room for.
   *
   * @return bytes read, −1 at or behind the end
   * @throws IsoFormatException if the image ends before the content
   */
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size()) {
      return -1;
    }
    int run = run(position);
    Extent extent = runs.get(run);
    long inRun = position - (ends[run] - extent.length());
    int count = (int) Math.min(target.remaining(), extent.length() - inRun);
    if (count == 0) {
      return 0;
    }
    int limit = target.limit();
    target.limit(target.position() + count);
    try {
      int read = source.read(extent.position() + inRun, target);
      if (read < 0) {
        throw new IsoFormatException(
            "ECMA-119 6.4",
            extent.position() + inRun,
            "the image ends before the content of a file");
      }
      return read;
    } finally {
      target.limit(limit);
    }
  }

  /** Index of the run that holds a position. */
  private int run(long position) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (position < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The data of one section: whole, or unit by unit (ECMA-119 6.4.3.2). */
  private static void addRuns(DirectoryRecord record, Extent extent, List<Extent> runs)
      throws IsoFormatException {
    long block = record.volume().blockSize();
    long unit = record.unitSize() * block;
    long step = unit + record.gapSize() * block;
    if (unit == 0 || step == unit) {
      if (extent.length() > 0) {
        runs.add(extent);
      }
      return;
    }
    long position = extent.position();
    for (long left = extent.length(); left > 0; left -= unit) {
      runs.add(new Extent(position, Math.min(unit, left)));
      position += step;
    }
  }
}
