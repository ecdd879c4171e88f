package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.naming.Identifiers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changes the directories of one tree; what the files hold is placed by others. */
final class TreeEditor {
  private static final int POSIX_LINKS = 12;
  private static final int POSIX_SERIAL = 36;
  private static final int POSIX_WITH_SERIAL = 44;
  private final Draft draft;
  private final TreeModel tree;
  private final SpaceMap space;
  private final ContinuationAreas areas;
  private final DirectoryLinks links;
  private final Instant time;
  private boolean pathTablesStale;

  TreeEditor(Draft draft, TreeModel tree, SpaceMap space, Instant time) {
    this.draft = draft;
    this.tree = tree;
    this.space = space;
    this.areas = new ContinuationAreas(draft, space);
    this.links = new DirectoryLinks(draft, tree);
    this.time = time;
  }

  TreeModel tree() {
    return tree;
  }

  /** The records of a directory. */
  DirectoryRecords records(DirectoryNode directory) throws IOException {
    return DirectoryRecords.read(draft, tree.volume(), directory.extent());
  }

  /**
   * Adds a file.
   *
   * @param sections where its data is; one empty extent for an empty file
   */
  void addFile(DirectoryNode directory, String name, List<Extent> sections) throws IOException {
    DirectoryRecords records = records(directory);
    byte[] identifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, false, records::contains);
    RawRecord record = record(directory, identifier, name, sections.getFirst());
    insert(directory, records, sections(record, sections));
  }

  /** Adds a symbolic link. */
  void addLink(DirectoryNode directory, String name, String target) throws IOException {
    DirectoryRecords records = records(directory);
    byte[] identifier =
        Identifiers.of(tree.volume().kind(), tree.naming(), name, false, records::contains);
    byte[] head = SystemUseWriter.head(identifier, 0, time);
    byte[] entries = form(directory).link(name, target, time);
    insert(
        directory, records, List.of(SystemUseWriter.record(tree.volume(), head, entries, areas)));
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
          // Where its record stands is a number that no other file has.
          links.write32(use.bytes().offset(POSIX_SERIAL), entry.record().offset() / 2);
        }
      }
    }
  }

  /** Says where the data of a file is now. */
  void placeFile(DirectoryNode directory, byte[] identifier, List<Extent> sections)
      throws IOException {
    DirectoryRecords records = records(directory);
    int index = index(records, identifier);
    List<RawRecord> run = records.run(index);
    RawRecord first = run.getFirst().copy();
    run.clear();
    records.all().addAll(index, sections(first, sections));
    save(directory, records);
  }

  /** Takes the note away that the content of a file is compressed. */
  void storePlain(IsoEntry entry) throws IOException {
    for (SystemUseEntry use : links.entries(entry.record())) {
      if (use.signature().equals("ZF")) {
        draft.write(use.bytes().offset(), new byte[] {'P', 'D'});
      }
    }
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
    long position = space.allocate(Sector.SIZE, parent.extent().end());
    Extent extent = new Extent(position, Sector.SIZE);
    DirectoryNode directory = new DirectoryNode(identifier, extent, parent);
    tree.add(directory);
    draft.write(
        extent.position(),
        DirectoryRecords.empty(
                tree.volume(),
                directoryRecord(parent, new byte[] {0}, "", extent),
                directoryRecord(parent, new byte[] {1}, "", parent.extent()))
            .encode(Sector.SIZE));
    RawRecord record = directoryRecord(parent, identifier, name, extent);
    insert(parent, records, List.of(record));
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
      renamed.add(renamed(record, newIdentifier, name));
    }
    insert(to, target, renamed);
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
    insert(to, target, List.of(renamed(run.getFirst(), identifier, name)));
    if (from != to) {
      links.pointToParent(directory);
      links.countLinks(from, -1);
      links.countLinks(to, 1);
      if (directory.extent().position() < to.extent().position()) {
        relocate(directory, records(directory));
      }
    }
    pathTablesStale = true;
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
    int index = index(records, identifier);
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

  private int index(DirectoryRecords records, byte[] identifier) {
    int index = records.indexOf(identifier);
    if (index < 0) {
      throw new IllegalStateException("the record has gone: " + Arrays.toString(identifier));
    }
    return index;
  }

  private void insert(DirectoryNode directory, DirectoryRecords records, List<RawRecord> run)
      throws IOException {
    records.insert(run);
    save(directory, records);
  }

  /** Writes a directory where it is, longer if there is room behind it, else elsewhere. */
  private void save(DirectoryNode directory, DirectoryRecords records) throws IOException {
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
      relocate(directory, records);
    }
  }

  private void write(DirectoryNode directory, DirectoryRecords records, Extent target)
      throws IOException {
    Extent old = directory.extent();
    tree.moved(directory, target);
    for (RawRecord record : records.all()) {
      boolean self = record.special() && record.identifier()[0] == 0;
      if (self || (record.special() && directory.isRoot())) {
        record.place(links.block(target.position()), target.length(), false);
      }
    }
    draft.write(target.position(), records.encode(target.length()));
    links.moved(directory, old.position());
    pathTablesStale |= target.position() != old.position();
  }

  /**
   * Moves a directory behind the one that it is in, with its continuation areas behind it, and then
   * the directories in it, so that a reader never has to go back.
   */
  private void relocate(DirectoryNode directory, DirectoryRecords records) throws IOException {
    Extent old = directory.extent();
    long behind = directory.isRoot() ? 0 : directory.parent().extent().end();
    long needed = Math.max(Sector.roundUp(old.length()), records.length());
    Extent target = new Extent(space.allocate(needed, behind), needed);
    areas.startBehind(target.end());
    for (int i = 0; i < records.all().size(); i++) {
      RawRecord record = records.all().get(i);
      if (RecordEntries.isContinued(draft, tree, record)) {
        byte[] entries = RecordEntries.all(draft, tree, record);
        records.all().set(i, withEntries(record, record.identifier(), entries));
      }
    }
    long end = areas.end();
    write(directory, records, target);
    space.free(new Extent(old.position(), Sector.roundUp(old.length())));
    for (DirectoryNode child : List.copyOf(directory.children())) {
      if (child.extent().position() < end) {
        relocate(child, records(child));
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

  private RawRecord record(DirectoryNode directory, byte[] identifier, String name, Extent first)
      throws IOException {
    byte[] head = SystemUseWriter.head(identifier, 0, time);
    byte[] entries =
        form(directory)
            .entries(name, SystemUseWriter.FILE_MODE, 1, first.position() / Sector.SIZE, time);
    return SystemUseWriter.record(tree.volume(), head, entries, areas);
  }

  /** The record of a directory: its own, that of the one that it is in, or a named one. */
  private RawRecord directoryRecord(
      DirectoryNode like, byte[] identifier, String name, Extent extent) throws IOException {
    byte[] head = SystemUseWriter.head(identifier, DirectoryRecord.DIRECTORY, time);
    byte[] entries =
        form(like)
            .entries(
                name, SystemUseWriter.DIRECTORY_MODE, 2, extent.position() / Sector.SIZE, time);
    RawRecord record = SystemUseWriter.record(tree.volume(), head, entries, areas);
    record.place(links.block(extent.position()), extent.length(), false);
    return record;
  }

  private SystemUseWriter form(DirectoryNode directory) throws IOException {
    return links.form(directory);
  }

  /** The same record under another name: its entries without the old name, and the new one. */
  private RawRecord renamed(RawRecord record, byte[] identifier, String name) throws IOException {
    return withEntries(record, identifier, RecordEntries.withName(draft, tree, record, name));
  }

  private RawRecord withEntries(RawRecord record, byte[] identifier, byte[] entries)
      throws IOException {
    byte[] head = Arrays.copyOf(record.bytes(), DirectoryRecord.HEAD + identifier.length);
    head[32] = (byte) identifier.length;
    System.arraycopy(identifier, 0, head, DirectoryRecord.HEAD, identifier.length);
    return SystemUseWriter.record(tree.volume(), head, entries, areas);
  }
}
