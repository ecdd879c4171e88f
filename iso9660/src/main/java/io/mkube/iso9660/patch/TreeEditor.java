package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.naming.Identifiers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes the directories of one tree; what the files hold is placed by others. */
final class TreeEditor {
  private final Draft draft;
  private final TreeModel tree;
  private final SpaceMap space;
  private final ContinuationAreas areas;
  private final DirectoryLinks links;
  private final Instant time;
  private final Set<DirectoryNode> changed = new HashSet<>();
  private boolean pathTablesStale;

  TreeEditor(Draft draft, TreeModel tree, ImageScan scan, Instant time) {
    this.draft = draft;
    this.tree = tree;
    this.space = scan.space();
    this.areas = scan.areas();
    this.links = new DirectoryLinks(draft, tree);
    this.time = time;
  }

  TreeModel tree() {
    return tree;
  }

  /** What Rock Ridge notes of files. */
  FileNotes notes() {
    return new FileNotes(draft, tree, links);
  }

  /** The records of a directory. */
  DirectoryRecords records(DirectoryNode directory) throws IOException {
    return DirectoryRecords.read(draft, tree.volume(), directory.extent());
  }

  /** Directories whose records have been written. */
  Set<DirectoryNode> changed() {
    return changed;
  }

  /** Adds a file without content and gives its identifier. */
  byte[] addFile(DirectoryNode directory, String name) throws IOException {
    DirectoryRecords records = records(directory);
    byte[] identifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, false, records::contains);
    byte[] head = SystemUseWriter.head(identifier, 0, time);
    byte[] entries =
        links.form(directory).entries(name, SystemUseWriter.FILE_MODE, 1, tree.newSerial(), time);
    insert(directory, List.of(record(directory, head, entries)));
    return identifier;
  }

  /** Position behind the entries of a file that stand elsewhere; 0 if none does. */
  long continuationEnd(DirectoryNode directory, byte[] identifier) throws IOException {
    DirectoryRecords records = records(directory);
    RawRecord record = records.all().get(records.indexOf(identifier));
    return RecordEntries.continuationEnd(tree, record);
  }

  /** Adds a symbolic link. */
  void addLink(DirectoryNode directory, String name, String target) throws IOException {
    DirectoryRecords records = records(directory);
    byte[] identifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, false, records::contains);
    byte[] head = SystemUseWriter.head(identifier, 0, time);
    byte[] entries = links.form(directory).link(name, target, tree.newSerial(), time);
    insert(directory, List.of(record(directory, head, entries)));
  }

  /** Says where the data of a file is now. */
  void placeFile(DirectoryNode directory, byte[] identifier, List<Extent> sections)
      throws IOException {
    DirectoryRecords records = records(directory);
    int index = records.indexOf(identifier);
    List<RawRecord> run = records.run(index);
    RawRecord first = run.getFirst().copy();
    run.clear();
    records.all().addAll(index, sections(first, sections));
    save(directory, records);
  }

  /** Takes a file and what is associated with it out of its directory. */
  void removeFile(DirectoryNode directory, byte[] identifier) throws IOException {
    take(directory, identifier);
  }

  /** Makes a directory. */
  DirectoryNode addDirectory(DirectoryNode parent, String name) throws IOException {
    DirectoryRecords records = records(parent);
    byte[] identifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, true, records::contains);
    long serial = tree.newSerial();
    Extent unknown = new Extent(0, Sector.SIZE);
    RawRecord record = directoryRecord(parent, identifier, name, unknown, serial);
    long position = space.allocate(Sector.SIZE, parent.extent().end());
    Extent extent = new Extent(position, Sector.SIZE);
    record.place(links.block(position), Sector.SIZE, false);
    DirectoryNode directory = new DirectoryNode(identifier, extent, parent);
    tree.add(directory);
    draft.write(
        extent.position(),
        DirectoryRecords.empty(
                tree.volume(),
                directoryRecord(parent, new byte[] {0}, "", extent, serial),
                directoryRecord(
                    parent, new byte[] {1}, "", parent.extent(), notes().serial(parent)))
            .encode(Sector.SIZE));
    insert(parent, List.of(record));
    links.pointToParent(directory);
    links.countLinks(parent, 1);
    pathTablesStale = true;
    return directory;
  }

  /** Takes a directory with nothing in it away, and what leads to it if it was relocated. */
  void removeDirectory(EntryLocator.Located place) throws IOException {
    DirectoryNode directory = node(place);
    DirectoryNode parent = directory.parent();
    if (place.entry().rockRidge().childLink().isPresent()) {
      take(place.directory(), place.identifier());
    }
    take(parent, directory.identifier());
    directory.detach();
    tree.remove(directory);
    changed.remove(directory);
    space.free(directory.extent());
    links.countLinks(parent, -1);
    pathTablesStale = true;
  }

  /** Gives an entry another name, perhaps in another directory. */
  void move(EntryLocator.Located place, DirectoryNode to, String name) throws IOException {
    if (place.entry().rockRidge().childLink().isPresent()) {
      // The directory stays among the relocated ones; what leads to it moves (RRIP 4.1.5).
      moveFile(place.directory(), place.identifier(), to, name);
      links.linkToParent(node(place), to);
    } else if (place.entry().isDirectory()) {
      moveDirectory(node(place), to, name);
    } else {
      moveFile(place.directory(), place.identifier(), to, name);
    }
  }

  private DirectoryNode node(EntryLocator.Located place) throws IOException {
    Extent extent = place.entry().extents().getFirst();
    return tree.at(extent.position())
        .orElseThrow(
            () ->
                new IsoFormatException(
                    "ECMA-119 6.8", extent.position(), "no directory is stored here"));
  }

  private void moveFile(DirectoryNode from, byte[] identifier, DirectoryNode to, String name)
      throws IOException {
    List<RawRecord> run = take(from, identifier);
    DirectoryRecords target = records(to);
    byte[] newIdentifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, false, target::contains);
    List<RawRecord> renamed = new ArrayList<>();
    for (RawRecord record : run) {
      renamed.add(renamed(to, record, newIdentifier, name));
    }
    insert(to, renamed);
  }

  private void moveDirectory(DirectoryNode directory, DirectoryNode to, String name)
      throws IOException {
    DirectoryNode from = directory.parent();
    List<RawRecord> run = take(from, directory.identifier());
    DirectoryRecords target = records(to);
    byte[] identifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, true, target::contains);
    directory.detach();
    directory.attach(to, identifier);
    insert(to, List.of(renamed(to, run.getFirst(), identifier, name)));
    if (from != to) {
      links.pointToParent(directory);
      links.countLinks(from, -1);
      links.countLinks(to, 1);
    }
    if (directory.extent().position() < behind(directory)) {
      relocate(directory, records(directory), 0);
    }
    pathTablesStale = true;
  }

  /**
   * Moves the root behind a position unless it is there. A root that moves anyway may be the first
   * that a reader meets, which it then takes for the tree to read.
   */
  void moveRootBehind(long position) throws IOException {
    if (tree.root().extent().position() < position) {
      relocate(tree.root(), records(tree.root()), 0, position);
    }
  }

  /** Position behind the directory that one is in, and behind its own long name. */
  private long behind(DirectoryNode directory) throws IOException {
    if (directory.isRoot()) {
      return 0;
    }
    DirectoryNode parent = directory.parent();
    return Math.max(parent.extent().end(), continuationEnd(parent, directory.identifier()));
  }

  /**
   * Puts what the root says of Rock Ridge where a reader comes by. genisoimage puts it behind all
   * directories, and libarchive waits for it before it reads the names of any that are behind it.
   */
  void reachAnnouncement() throws IOException {
    Optional<Extent> announcement = notes().announcement();
    if (announcement.isEmpty() || follows(announcement.get().position())) {
      return;
    }
    Extent area = announcement.get();
    DirectoryNode behind = null;
    for (DirectoryNode directory : changed) {
      boolean later = directory.extent().position() > area.position();
      boolean first = behind == null || directory.extent().position() < behind.extent().position();
      if (later && first && ContinuedRecords.of(tree, records(directory)).sectors(0) > 0) {
        behind = directory;
      }
    }
    if (behind == null) {
      return;
    }
    int length = Math.toIntExact(area.length());
    if (!areas.makeRoom(length, behind.extent().end())) {
      relocate(behind, records(behind), length);
    }
    byte[] entries = draft.bytes(area.position(), length, "SUSP 5.1").copy();
    long position = areas.write(entries, behind.extent().end());
    notes().announce(new Extent(position, length));
    areas.release(area);
  }

  /** Whether an area lies in the sector behind a directory. */
  private boolean follows(long position) {
    DirectoryNode before = tree.before(position);
    long sector = position / Sector.SIZE * Sector.SIZE;
    return before != null && Sector.roundUp(before.extent().end()) == sector;
  }

  /** Writes what depends on all directories. */
  void finish() throws IOException {
    if (draft.touched(0, Long.MAX_VALUE)) {
      links.dropChecksums();
    }
    if (pathTablesStale) {
      PathTables.write(draft, tree, space);
    }
  }

  private List<RawRecord> take(DirectoryNode directory, byte[] identifier) throws IOException {
    DirectoryRecords records = records(directory);
    int index = records.indexOf(identifier);
    List<RawRecord> run = records.run(index);
    List<RawRecord> taken = List.copyOf(run);
    run.clear();
    records
        .all()
        .removeIf(
            record ->
                record.has(DirectoryRecord.ASSOCIATED)
                    && Arrays.equals(record.identifier(), identifier));
    save(directory, records);
    return taken;
  }

  private void insert(DirectoryNode directory, List<RawRecord> run) throws IOException {
    DirectoryRecords records = records(directory);
    records.insert(run);
    save(directory, records);
  }

  /** Writes a directory where it is, longer if there is room behind it, else elsewhere. */
  private void save(DirectoryNode directory, DirectoryRecords records) throws IOException {
    changed.add(directory);
    Extent old = directory.extent();
    long capacity = Sector.roundUp(old.length());
    long needed = Math.max(capacity, records.length());
    if (needed == old.length()) {
      draft.write(old.position(), records.encode(needed));
    } else if (needed == capacity || space.isFree(old.position() + capacity, needed - capacity)) {
      Extent longer = new Extent(old.position(), needed);
      space.use(longer);
      write(directory, records, longer);
    } else {
      relocate(directory, records, 0);
    }
  }

  private void write(DirectoryNode directory, DirectoryRecords records, Extent target)
      throws IOException {
    Extent old = directory.extent();
    tree.moved(directory, target);
    // xorriso lets records of parents name the directory itself, which is then no longer here.
    Extent above = directory.isRoot() ? target : directory.parent().extent();
    for (RawRecord record : records.all()) {
      if (record.special()) {
        Extent named = record.identifier()[0] == 0 ? target : above;
        record.place(links.block(named.position()), named.length(), false);
      }
    }
    draft.write(target.position(), records.encode(target.length()));
    links.moved(directory, old.position());
    pathTablesStale |= target.position() != old.position();
  }

  /**
   * Moves a directory behind the one that it is in, with its continuation areas behind it, and then
   * the directories in it, so that a reader never has to go back.
   *
   * @param more bytes of a further area that there is to be room for; 0 if there is none
   */
  private void relocate(DirectoryNode directory, DirectoryRecords records, int more)
      throws IOException {
    relocate(directory, records, more, behind(directory));
  }

  private void relocate(DirectoryNode directory, DirectoryRecords records, int more, long behind)
      throws IOException {
    changed.add(directory);
    Extent old = directory.extent();
    ContinuedRecords continued = ContinuedRecords.of(tree, records);
    long needed = Math.max(Sector.roundUp(old.length()), records.length());
    int count = continued.sectors(more);
    long room = needed + (long) count * Sector.SIZE;
    Extent target = new Extent(space.allocate(room, behind), needed);
    areas.add(target.end(), count);
    continued.write(areas, target.end());
    write(directory, records, target);
    space.free(new Extent(old.position(), Sector.roundUp(old.length())));
    for (DirectoryNode child : directory.childrenAsStored()) {
      if (child.extent().position() < target.position() + room) {
        relocate(child, records(child), 0);
      }
    }
  }

  private List<RawRecord> sections(RawRecord record, List<Extent> sections) throws IOException {
    List<RawRecord> run = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      RawRecord section = record.copy();
      boolean more = i + 1 < sections.size();
      Extent data = sections.get(i);
      // An empty file has no place; the block that some writers give it, 0, says nothing.
      long block = data.length() == 0 ? 0 : links.block(data.position());
      section.place(block, data.length(), more);
      run.add(section);
    }
    return run;
  }

  private RawRecord record(DirectoryNode directory, byte[] head, byte[] entries)
      throws IOException {
    int outside = entries.length - SystemUseWriter.inside(tree.volume(), head, entries);
    if (outside > 0 && !areas.makeRoom(outside, directory.extent().end())) {
      relocate(directory, records(directory), outside);
    }
    return SystemUseWriter.record(tree.volume(), head, entries, areas, directory.extent().end());
  }

  /** The record of a directory: its own, that of the one that it is in, or a named one. */
  private RawRecord directoryRecord(
      DirectoryNode like, byte[] identifier, String name, Extent extent, long serial)
      throws IOException {
    byte[] head = SystemUseWriter.head(identifier, DirectoryRecord.DIRECTORY, time);
    byte[] entries =
        links.form(like).entries(name, SystemUseWriter.DIRECTORY_MODE, 2, serial, time);
    RawRecord record = record(like, head, entries);
    record.place(links.block(extent.position()), extent.length(), false);
    return record;
  }

  /** The same record under another name: its entries without the old name, and the new one. */
  private RawRecord renamed(DirectoryNode in, RawRecord record, byte[] identifier, String name)
      throws IOException {
    byte[] entries = RecordEntries.withName(tree, record, name);
    return record(in, record.head(identifier), entries);
  }
}
