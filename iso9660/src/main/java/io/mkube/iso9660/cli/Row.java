package io.mkube.iso9660.cli;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.fat.FatEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a listing.
 *
 * @param path path as other commands take it
 * @param name last name of the path
 * @param type as {@code ls} shows it in the first column
 * @param posix mode, links and owners; those of a read-only file if the image tells none
 * @param size bytes of the content
 * @param modified when the content changed
 * @param target where a symbolic link points to
 */
record Row(
    String path,
    String name,
    char type,
    RockRidge.Posix posix,
    long size,
    Optional<Instant> modified,
    Optional<String> target) {
  private static final RockRidge.Posix FILE = new RockRidge.Posix(0444, 1, 0, 0, 0, 0);
  private static final RockRidge.Posix DIRECTORY = new RockRidge.Posix(0555, 1, 0, 0, 0, 0);

  static Row of(IsoEntry entry) throws IOException {
    char type =
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMBOLIC_LINK -> 'l';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
          case SOCKET -> 's';
        };
    return new Row(
        entry.path(),
        entry.name().isEmpty() ? "/" : entry.name(),
        type,
        entry.rockRidge().posix().orElse(entry.isDirectory() ? DIRECTORY : FILE),
        entry.size(),
        entry.modified(),
        entry.rockRidge().linkTarget());
  }

  /** A row of an EFI partition. */
  static Row of(int partition, FatEntry entry) {
    return new Row(
        "esp" + partition + ":" + entry.path(),
        entry.name(),
        entry.directory() ? 'd' : '-',
        entry.directory() ? DIRECTORY : FILE,
        entry.size(),
        Optional.empty(),
        Optional.empty());
  }

  Map<String, Object> json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", path);
    map.put("type", typeName());
    map.put("mode", posix.permissions());
    map.put("links", posix.links());
    map.put("uid", posix.uid());
    map.put("gid", posix.gid());
    map.put("size", size);
    modified.ifPresent(time -> map.put("modified", time.toString()));
    target.ifPresent(to -> map.put("target", to));
    return map;
  }

  private String typeName() {
    return switch (type) {
      case 'd' -> "directory";
      case 'l' -> "symlink";
      case '-' -> "file";
      case 'c' -> "character device";
      case 'b' -> "block device";
      case 'p' -> "fifo";
      default -> "socket";
    };
  }
}
