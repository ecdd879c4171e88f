package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.format.IsoFormatException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of an entry: those of Rock Ridge, and where it has none readable by all.
 *
 * @param entry the entry
 * @param modified when its content changed
 * @param fileKey what all names of one file have in common
 */
record IsoFileAttributes(IsoEntry entry, Instant modified, Object fileKey)
    implements PosixFileAttributes {
  private static final long REGULAR = 0100000;
  private static final long DIRECTORY = 0040000;
  private static final long FILE_MODE = REGULAR | 0444;
  private static final long DIRECTORY_MODE = DIRECTORY | 0555;

  static IsoFileAttributes of(IsoEntry entry) throws IsoFormatException {
    return new IsoFileAttributes(entry, entry.modified().orElse(Instant.EPOCH), key(entry));
  }

  /**
   * A file by its serial number.
   *
   * @param number serial number (RRIP 4.1.1)
   */
  private record Serial(long number) {}

  /** A file by where its content is, or a directory by where its records are. */
  private record Place(Extent extent) {}

  /** A file by its record. */
  private record Entry(long offset) {}

  /**
   * Names with one serial number are names of one file. Images without such numbers tell hard links
   * by their count and the place of their content.
   */
  private static Object key(IsoEntry entry) {
    RockRidge.@Nullable Posix posix = entry.rockRidge().posix().orElse(null);
    if (entry.isDirectory()) {
      return new Place(entry.extents().getFirst());
    }
    if (posix != null && posix.inode() != 0) {
      return new Serial(posix.inode());
    }
    boolean linked = posix != null && posix.links() > 1 && entry.isFile() && entry.size() > 0;
    return linked ? new Place(entry.extents().getFirst()) : new Entry(entry.record().offset());
  }

  /** A user or group, known by number. */
  private record Principal(String getName) implements UserPrincipal, GroupPrincipal {
    @Override
    public String toString() {
      return getName;
    }
  }

  RockRidge.Posix posix() {
    long mode = entry.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
    return entry.rockRidge().posix().orElse(new RockRidge.Posix(mode, 1, 0, 0, 0, 0));
  }

  @Override
  public UserPrincipal owner() {
    return new Principal(Long.toString(posix().uid()));
  }

  @Override
  public GroupPrincipal group() {
    return new Principal(Long.toString(posix().gid()));
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return PosixFilePermissions.fromString(posix().permissions());
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(modified);
  }

  @Override
  public FileTime lastAccessTime() {
    return FileTime.from(entry.rockRidge().times().accessed().orElse(modified));
  }

  @Override
  public FileTime creationTime() {
    return FileTime.from(entry.rockRidge().times().created().orElse(modified));
  }

  @Override
  public boolean isRegularFile() {
    return entry.isFile();
  }

  @Override
  public boolean isDirectory() {
    return entry.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return entry.type() == IsoEntry.Type.SYMBOLIC_LINK;
  }

  @Override
  public boolean isOther() {
    return !isRegularFile() && !isDirectory() && !isSymbolicLink();
  }

  @Override
  public long size() {
    return entry.size();
  }
}
