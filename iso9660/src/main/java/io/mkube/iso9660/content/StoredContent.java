package io.mkube.iso9660.content;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a file as they are stored: its sections one after the other, without the gaps of an
 * interleaved one. Thread-safe if its source is.
 */
public final class StoredContent {
  private final ImageSource source;
  private final List<Section> sections;
  private final long[] ends;

  private StoredContent(ImageSource source, List<Section> sections) {
    this.source = source;
    this.sections = sections;
    this.ends = new long[sections.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += sections.get(i).length();
      ends[i] = end;
    }
  }

  /**
   * The data of one record.
   *
   * @param position position in the image of its first byte
   * @param length bytes of data
   * @param unit bytes of data between two gaps (ECMA-119 6.4.3.2); the length if there are none
   * @param step bytes from the begin of one unit to that of the next
   */
  private record Section(long position, long length, long unit, long step) {
    static Section of(DirectoryRecord record, Extent extent) throws IsoFormatException {
      long block = record.volume().blockSize();
      long unit = record.unitSize() * block;
      long step = unit + record.gapSize() * block;
      return unit == 0 || step == unit ? of(extent) : of(extent, unit, step);
    }

    static Section of(Extent extent) {
      return of(extent, Math.max(extent.length(), 1), Math.max(extent.length(), 1));
    }

    private static Section of(Extent extent, long unit, long step) {
      return new Section(extent.position(), extent.length(), unit, step);
    }

    /** Position in the image of a byte of the data. */
    long positionOf(long at) {
      return position + at / unit * step + at % unit;
    }

    /** Bytes that follow each other from a byte on. */
    long runFrom(long at) {
      return Math.min(unit - at % unit, length - at);
    }
  }

  /** The content of a file. */
  public static StoredContent of(ImageSource source, IsoEntry entry) throws IsoFormatException {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < entry.extents().size(); i++) {
      if (entry.extents().get(i).length() > 0) {
        sections.add(Section.of(entry.records().get(i), entry.extents().get(i)));
      }
    }
    return new StoredContent(source, sections);
  }

  /** The content of one extent. */
  public static StoredContent of(ImageSource source, Extent extent) {
    return new StoredContent(
        source, extent.length() == 0 ? List.of() : List.of(Section.of(extent)));
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
    Extent run = run(position);
    int count = (int) Math.min(target.remaining(), run.length());
    if (count == 0) {
      return 0;
    }
    int limit = target.limit();
    target.limit(target.position() + count);
    try {
      int read = source.read(run.position(), target);
      if (read < 0) {
        throw cutOff(run.position());
      }
      return read;
    } finally {
      target.limit(limit);
    }
  }

  /**
   * Writes up to a number of bytes to a channel.
   *
   * @return bytes written, 0 at or behind the end and where the target takes none
   * @throws IsoFormatException if the image ends before the content
   */
  long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    long done = 0;
    while (done < count && position + done < size()) {
      Extent run = run(position + done);
      long wanted = Math.min(count - done, run.length());
      if (run.position() >= source.size()) {
        throw cutOff(run.position());
      }
      long moved = source.transferTo(run.position(), wanted, target);
      done += moved;
      if (moved < wanted) {
        break;
      }
    }
    return done;
  }

  /** The content mapped into memory, if it lies in one piece. */
  Optional<MappedByteBuffer> map(long position, long length) throws IOException {
    if (position + length > size()) {
      return Optional.empty();
    }
    if (length == 0) {
      return source.map(0, 0);
    }
    Extent run = run(position);
    if (run.length() < length) {
      return Optional.empty();
    }
    if (run.position() > source.size() - length) {
      throw cutOff(source.size());
    }
    return source.map(run.position(), length);
  }

  private static IsoFormatException cutOff(long position) {
    return new IsoFormatException(
        "ECMA-119 6.4", position, "the image ends before the content of a file");
  }

  /** What lies in one piece in the image from a position of the content on. */
  private Extent run(long position) {
    int index = section(position);
    Section section = sections.get(index);
    long at = position - (ends[index] - section.length());
    return new Extent(section.positionOf(at), section.runFrom(at));
  }

  /** Index of the section that holds a position. */
  private int section(long position) {
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
}
