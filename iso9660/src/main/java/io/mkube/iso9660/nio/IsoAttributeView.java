package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.RockRidge;
import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a path by view.
 *
 * @param fileSystem the image
 * @param path absolute path
 * @param follow whether links are followed
 */
record IsoAttributeView(IsoFileSystem fileSystem, IsoPath path, boolean follow)
    implements PosixFileAttributeView {
  /** Names of the views. */
  static final Set<String> NAMES = Set.of("basic", "owner", "posix", "unix", "iso");

  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    return IsoFileAttributes.of(fileSystem.resolver().resolve(path, follow).entry());
  }

  /** The named attributes of a view, all with {@code *}. */
  Map<String, Object> read(String attributes) throws IOException {
    int colon = attributes.indexOf(':');
    String view = colon < 0 ? "basic" : attributes.substring(0, colon);
    Map<String, Object> all = all(view);
    List<String> names = List.of(attributes.substring(colon + 1).split(",", -1));
    if (names.contains("*")) {
      return all;
    }
    Map<String, Object> chosen = new LinkedHashMap<>();
    for (String name : names) {
      Object value = all.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the view " + view + " has no attribute " + name);
      }
      chosen.put(name, value);
    }
    return chosen;
  }

  private Map<String, Object> all(String view) throws IOException {
    if (!NAMES.contains(view)) {
      throw new UnsupportedOperationException("the image has no attributes of the view " + view);
    }
    IsoEntry entry = fileSystem.resolver().resolve(path, follow).entry();
    IsoFileAttributes values = IsoFileAttributes.of(entry);
    Map<String, Object> all = new LinkedHashMap<>();
    switch (view) {
      case "iso" -> iso(entry, all);
      case "owner" -> all.put("owner", values.owner());
      default -> {
        basic(values, all);
        if (!view.equals("basic")) {
          posix(values, all);
        }
        if (view.equals("unix")) {
          unix(entry, values, all);
        }
      }
    }
    return all;
  }

  private static void posix(IsoFileAttributes values, Map<String, Object> all) {
    all.put("owner", values.owner());
    all.put("group", values.group());
    all.put("permissions", values.permissions());
  }

  /** What {@code stat} tells, with the types that the default file system of Linux gives it. */
  private static void unix(IsoEntry entry, IsoFileAttributes values, Map<String, Object> all) {
    RockRidge.Posix posix = values.posix();
    long inode = posix.inode() == 0 ? entry.record().offset() : posix.inode();
    all.put("mode", (int) posix.mode());
    all.put("ino", inode);
    all.put("dev", 0L);
    all.put("rdev", posix.device());
    all.put("nlink", (int) posix.links());
    all.put("uid", (int) posix.uid());
    all.put("gid", (int) posix.gid());
    all.put(
        "ctime",
        entry.rockRidge().times().changed().map(FileTime::from).orElse(values.lastModifiedTime()));
  }

  private static void iso(IsoEntry entry, Map<String, Object> all) throws IOException {
    DirectoryRecord record = entry.record();
    all.put("extents", entry.extents());
    all.put("identifier", record.identifier().copy());
    all.put("flags", record.flags());
    all.put("hidden", record.has(DirectoryRecord.HIDDEN));
    all.put("interleaved", entry.interleaved());
    all.put("extendedAttributeBlocks", record.extendedAttributeBlocks());
    all.put("compressed", entry.rockRidge().zisofs().isPresent());
    all.put("nameAltered", entry.nameAltered());
    record.extendedArchitecture().ifPresent(xa -> all.put("extendedArchitecture", xa));
    RockRidge.Times times = entry.rockRidge().times();
    times.backedUp().ifPresent(time -> all.put("backupTime", FileTime.from(time)));
    times.expires().ifPresent(time -> all.put("expirationTime", FileTime.from(time)));
    times.effective().ifPresent(time -> all.put("effectiveTime", FileTime.from(time)));
  }

  private static void basic(IsoFileAttributes values, Map<String, Object> all) {
    all.put("lastModifiedTime", values.lastModifiedTime());
    all.put("lastAccessTime", values.lastAccessTime());
    all.put("creationTime", values.creationTime());
    all.put("size", values.size());
    all.put("isRegularFile", values.isRegularFile());
    all.put("isDirectory", values.isDirectory());
    all.put("isSymbolicLink", values.isSymbolicLink());
    all.put("isOther", values.isOther());
    all.put("fileKey", values.fileKey());
  }

  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new ReadOnlyFileSystemException();
  }
}
