package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.IsoFormatException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file, directory or link in one tree of an image.
 *
 * @param path absolute path with {@code /} between the names, {@code /} for the root
 * @param name last name of the path, empty for the root
 * @param type what it is
 * @param size bytes of the content as it is read, which for a compressed file is not what is stored
 * @param records directory records in their order: one, or one for each section of a large file
 * @param extents where the stored content is, in order; of a directory its records
 * @param rockRidge what Rock Ridge tells
 * @param nameAltered whether the image holds a name that is no safe path segment, or one that
 *     stands there twice
 */
public record IsoEntry(
    String path,
    String name,
    Type type,
    long size,
    List<DirectoryRecord> records,
    List<Extent> extents,
    RockRidge rockRidge,
    boolean nameAltered) {
  public IsoEntry {
    records = List.copyOf(records);
    extents = List.copyOf(extents);
  }

  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO,
    SOCKET
  }

  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  public boolean isFile() {
    return type == Type.FILE;
  }

  /** The first record. */
  public DirectoryRecord record() {
    return records.getFirst();
  }

  /** Whether it is marked as not to be shown. */
  public boolean hidden() throws IsoFormatException {
    return record().has(DirectoryRecord.HIDDEN);
  }

  /** Whether blocks of other content stand between those of this file (ECMA-119 6.4.3). */
  public boolean interleaved() throws IsoFormatException {
    return record().unitSize() != 0 && record().gapSize() != 0;
  }

  /** When the content changed: by Rock Ridge, else when it was recorded. */
  public Optional<Instant> modified() throws IsoFormatException {
    Optional<Instant> time = rockRidge.times().modified();
    return time.isPresent() ? time : record().recorded();
  }
}
