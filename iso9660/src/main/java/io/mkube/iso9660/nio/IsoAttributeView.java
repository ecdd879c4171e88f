package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.IsoEntry;
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
record IsoAttributeView(IsoFileSystem fileSystem, String path, boolean follow)
    implements PosixFileAttributeView {
  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    return IsoFileAttributes.of(fileSystem.resolver().resolve(path, follow));
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
    if (!fileSystem.supportedFileAttributeViews().contains(view)) {
      throw new UnsupportedOperationException("the image has no attributes of the view " + view);
    }
    IsoEntry entry = fileSystem.resolver().resolve(path, follow);
    IsoFileAttributes values = IsoFileAttributes.of(entry);
    Map<String, Object> all = new LinkedHashMap<>();
    if (view.equals("owner") || view.equals("posix")) {
      all.put("owner", values.owner());
    }
    if (view.equals("posix")) {
      all.put("group", values.group());
      all.put("permissions", values.permissions());
    }
    if (view.equals("iso")) {
      all.put("extents", entry.extents());
      all.put("identifier", entry.record().identifier().copy());
      all.put("flags", entry.record().flags());
      all.put("hidden", entry.record().has(DirectoryRecord.HIDDEN));
      entry.rockRidge().posix().ifPresent(posix -> all.put("mode", posix.mode()));
    } else if (!view.equals("owner")) {
      basic(values, all);
    }
    return all;
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
