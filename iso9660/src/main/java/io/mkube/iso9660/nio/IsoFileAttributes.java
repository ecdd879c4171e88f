package io.mkube.iso9660.nio;

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

/**
 * Attributes of an entry: those of Rock Ridge, and where it has none readable by all.
 *
 * @param entry the entry
 * @param modified when its content changed
 */
record IsoFileAttributes(IsoEntry entry, Instant modified) implements PosixFileAttributes {
  private static final long FILE_MODE = 0444;
  private static final long DIRECTORY_MODE = 0555;

  static IsoFileAttributes of(IsoEntry entry) throws IsoFormatException {
    return new IsoFileAttributes(entry, entry.modified().orElse(Instant.EPOCH));
  }

  /** A user or group, known by number. */
  private record Principal(String getName) implements UserPrincipal, GroupPrincipal {
    @Override
    public String toString() {
      return getName;
    }
  }

  private RockRidge.Posix posix() {
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

  @Override
  public Object fileKey() {
    return entry.record().offset();
  }
}
