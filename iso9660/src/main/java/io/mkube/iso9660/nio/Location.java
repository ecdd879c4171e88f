package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.IsoFormatException;
import org.jspecify.annotations.Nullable;

/**
 * An entry and the directories that lead to it.
 *
 * @param entry the entry
 * @param parent directory that it is in, null for the root
 */
record Location(IsoEntry entry, @Nullable Location parent) {
  /** The directory that it is in; the root is in itself. */
  Location up() {
    return parent == null ? this : parent;
  }

  /**
   * Checks that a directory does not lie inside itself, since walking through it would not end.
   *
   * @throws IsoFormatException if it does
   */
  void requireNoLoop() throws IsoFormatException {
    long position = entry.extents().getFirst().position();
    for (Location above = parent; above != null; above = above.parent) {
      if (above.entry.extents().getFirst().position() == position) {
        throw new IsoFormatException(
            "ECMA-119 6.8.2",
            entry.record().offset(),
            "the directory " + entry.path() + " lies inside itself");
      }
    }
  }
}
