package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the content of files behind the entries that did not fit into their records: libarchive
 * reads forwards only, and refuses a whole image where the long name of a file comes after its
 * content. A name that has become long, and a directory that has moved, may leave it so. Likewise
 * it knows where a relocated directory belongs only when it has met the link to it (RRIP 4.1.5.1).
 */
final class ContentOrder {
  /** Larger content stays where it is: an image should not grow by it for one reader's sake. */
  private static final long MAX_MOVED = 64L << 20;

  private final Draft draft;
  private final List<TreeEditor> editors;
  private final EntryLocator locator;
  private final FileData data;
  private final BootReferences boot;
  private long moved;

  ContentOrder(
      Draft draft,
      List<TreeEditor> editors,
      EntryLocator locator,
      FileData data,
      BootReferences boot) {
    this.draft = draft;
    this.editors = editors;
    this.locator = locator;
    this.data = data;
    this.boot = boot;
  }

  /** Moves what lies before its name, in the tree that is read first. */
  void restore() throws IOException {
    TreeEditor first = editors.getFirst();
    if (first.tree().naming().rockRidge()) {
      first.reachAnnouncement();
    }
    Set<Long> early = new HashSet<>();
    for (DirectoryNode directory : first.changed()) {
      early.addAll(first.notes().earlyFiles(directory));
    }
    if (!early.isEmpty()) {
      for (IsoEntry entry : locator.storedAt(early)) {
        move(locator.find(entry.path()).orElseThrow(), 0);
      }
    }
    if (first.tree().hasRelocations() && !first.changed().isEmpty()) {
      for (Map.Entry<String, Long> file : locator.beforeLinks().entrySet()) {
        move(locator.find(file.getKey()).orElseThrow(), file.getValue());
      }
    }
  }

  /** Moves a file's content behind a position and behind its names. */
  private void move(IsoEntry entry, long least) throws IOException {
    boolean plain =
        entry.isFile()
            && entry.extents().size() == 1
            && !entry.interleaved()
            && entry.record().extendedAttributeBlocks() == 0
            && !boot.isBooted(entry);
    if (!plain || moved + entry.extents().getFirst().length() > MAX_MOVED) {
      return;
    }
    List<EntryLocator.Located> places = new ArrayList<>();
    long behind = least;
    boolean shared = data.isShared(entry);
    for (IsoEntry name : shared ? locator.sameContent(entry) : List.of(entry)) {
      for (EntryLocator.Located place : locator.everywhere(name)) {
        places.add(place);
        behind = Math.max(behind, place.continuationEnd());
      }
    }
    Extent old = entry.extents().getFirst();
    if (old.position() >= behind) {
      return; // it has moved with another of its names
    }
    moved += old.length();
    List<Extent> sections = data.write(draft.part(old.position(), old.length()), behind);
    for (EntryLocator.Located place : places) {
      place.placeFile(sections);
    }
    data.release(entry);
  }
}
