package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.SystemUseEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Changes what Rock Ridge notes of files without changing the length of a record. */
final class FileNotes {
  private static final int POSIX_LINKS = 12;
  private static final int POSIX_SERIAL = 36;
  private static final int POSIX_WITH_SERIAL = 44;
  private static final int BLOCK = 4;
  private static final int OFFSET = 12;
  private static final int LENGTH = 20;
  private final Draft draft;
  private final TreeModel tree;
  private final DirectoryLinks links;

  FileNotes(Draft draft, TreeModel tree, DirectoryLinks links) {
    this.draft = draft;
    this.tree = tree;
    this.links = links;
  }

  /**
   * Changes the number of names that a file has (RRIP 4.1.1).
   *
   * @param leaves whether it is the one that gets a content of its own, else it has a name less
   */
  void countNames(IsoEntry entry, boolean leaves) throws IOException {
    for (SystemUseEntry use : links.entries(entry.record())) {
      if (use.signature().equals("PX")) {
        long names = use.bytes().both32(POSIX_LINKS);
        links.write32(use.bytes().offset(POSIX_LINKS), leaves ? 1 : Math.max(1, names - 1));
        if (leaves && use.bytes().length() >= POSIX_WITH_SERIAL) {
          links.write32(use.bytes().offset(POSIX_SERIAL), tree.newSerial());
        }
      }
    }
  }

  /** Takes the note away that the content of a file is compressed. */
  void storePlain(IsoEntry entry) throws IOException {
    for (SystemUseEntry use : links.entries(entry.record())) {
      if (use.signature().equals("ZF")) {
        draft.write(use.bytes().offset(), new byte[] {'P', 'D'});
      }
    }
  }

  /** Serial number of a directory, 0 if it has none (RRIP 4.1.1). */
  long serial(DirectoryNode directory) throws IOException {
    DirectoryRecord self =
        new DirectoryReader(draft, tree.volume()).read(directory.extent()).getFirst();
    for (SystemUseEntry use : links.entries(self)) {
      if (use.signature().equals("PX") && use.bytes().length() >= POSIX_WITH_SERIAL) {
        return use.bytes().both32(POSIX_SERIAL);
      }
    }
    return 0;
  }

  /** Positions of records whose further entries stand behind the content of their file. */
  Set<Long> earlyFiles(DirectoryNode directory) throws IOException {
    Set<Long> early = new HashSet<>();
    for (DirectoryRecord record :
        new DirectoryReader(draft, tree.volume()).read(directory.extent())) {
      if (!record.has(DirectoryRecord.DIRECTORY)
          && record.data().length() > 0
          && record.data().position() < RecordEntries.continuationEnd(tree, record)) {
        early.add(record.offset());
      }
    }
    return early;
  }

  /** Where the root says more of Rock Ridge than fits into its own record. */
  Optional<Extent> announcement() throws IOException {
    for (SystemUseEntry use : links.entries(self())) {
      if (use.signature().equals("CE")) {
        return Optional.of(RecordEntries.area(tree, use));
      }
    }
    return Optional.empty();
  }

  /** Says where that is now. */
  void announce(Extent area) throws IOException {
    for (SystemUseEntry use : links.entries(self())) {
      if (use.signature().equals("CE")) {
        long block = links.block(area.position());
        long offset = area.position() - tree.volume().position(block);
        links.write32(use.bytes().offset(BLOCK), block);
        links.write32(use.bytes().offset(OFFSET), offset);
        links.write32(use.bytes().offset(LENGTH), area.length());
      }
    }
  }

  private DirectoryRecord self() throws IOException {
    return new DirectoryReader(draft, tree.volume()).read(tree.root().extent()).getFirst();
  }
}
