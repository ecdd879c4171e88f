package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changes the directories of one tree; what the files hold is placed by others. */
final class TreeEditor {
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
    byte[] identifier = Identifiers.of(tree, name, false, records::contains);
    RawRecord record = record(directory, identifier, name, sections.getFirst());
    insert(directory, records, sections(record, sections));
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
    Extent extent = new Extent(space.allocate(Sector.SIZE), Sector.SIZE);
    DirectoryRecords records = records(parent);
    byte[] identifier = Identifiers.of(tree, name, true, records::contains);
    DirectoryNode directory = new DirectoryNode(identifier, extent, parent);
    tree.add(directory);
    draft.write(
        extent.position(),
        DirectoryRecords.empty(
                special(parent, 0, extent, 2), special(parent, 1, parent.extent(), 2))
            .encode(Sector.SIZE));
    RawRecord record = directoryRecord(parent, identifier, name, extent);
    insert(parent, records, List.of(record));
    links.pointToParent(directory);
    links.countLinks(parent, 1);
    pathTablesStale = true;
    return directory;
  }

  /** Takes a directory with nothing in it away. */
  void removeDirectory(DirectoryNode directory) throws IOException {
    DirectoryNode parent = directory.parent();
    take(parent, directory.identifier());
    directory.detach();
    tree.remove(directory);
    space.free(directory.extent());
    links.countLinks(parent, -1);
    pathTablesStale = true;
  }

  /** Gives a file another name, perhaps in another directory. */
  void moveFile(DirectoryNode from, byte[] identifier, DirectoryNode to, String name)
      throws IOException {
    List<RawRecord> run = take(from, identifier);
    DirectoryRecords target = records(to);
    byte[] newIdentifier = Identifiers.of(tree, name, false, target::contains);
    List<RawRecord> renamed = new ArrayList<>();
    for (RawRecord record : run) {
      renamed.add(renamed(record, newIdentifier, name));
    }
    insert(to, target, renamed);
  }

  /** Gives a directory another name, perhaps in another directory. */
  void moveDirectory(DirectoryNode directory, DirectoryNode to, String name) throws IOException {
    DirectoryNode from = directory.parent();
    List<RawRecord> run = take(from, directory.identifier());
    DirectoryRecords target = records(to);
    byte[] identifier = Identifiers.of(tree, name, true, target::contains);
    directory.detach();
    directory.attach(to, identifier);
    insert(to, target, List.of(renamed(run.getFirst(), identifier, name)));
    if (from != to) {
      links.pointToParent(directory);
      links.countLinks(from, -1);
      links.countLinks(to, 1);
    }
    pathTablesStale = true;
  }

  /** Writes what depends on all directories. */
  void finish() throws IOException {
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
      return;
    }
    boolean room = needed == capacity || space.isFree(old.position() + capacity, needed - capacity);
    Extent target = new Extent(room ? old.position() : space.allocate(needed), needed);
    if (room) {
      space.use(target);
    } else {
      space.free(new Extent(old.position(), capacity));
    }
    tree.moved(directory, target);
    for (RawRecord record : records.all()) {
      boolean self = record.special() && record.identifier()[0] == 0;
      if (self || (record.special() && directory.isRoot())) {
        record.place(links.block(target.position()), needed, false);
      }
    }
    draft.write(target.position(), records.encode(needed));
    links.moved(directory, old.position());
    pathTablesStale |= target.position() != old.position();
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
        tree.naming().rockRidge()
            ? form(directory)
                .entries(name, SystemUseWriter.FILE_MODE, 1, first.position() / Sector.SIZE, time)
            : new byte[0];
    return SystemUseWriter.record(tree.volume(), head, entries, areas);
  }

  private RawRecord directoryRecord(
      DirectoryNode parent, byte[] identifier, String name, Extent extent) throws IOException {
    byte[] head = SystemUseWriter.head(identifier, DirectoryRecord.DIRECTORY, time);
    byte[] entries =
        tree.naming().rockRidge()
            ? form(parent)
                .entries(
                    name, SystemUseWriter.DIRECTORY_MODE, 2, extent.position() / Sector.SIZE, time)
            : new byte[0];
    RawRecord record = SystemUseWriter.record(tree.volume(), head, entries, areas);
    record.place(links.block(extent.position()), extent.length(), false);
    return record;
  }

  /** The record of a new directory itself (0) or of the one that it is in (1). */
  private RawRecord special(DirectoryNode parent, int identifier, Extent extent, int linkCount)
      throws IOException {
    byte[] head =
        SystemUseWriter.head(new byte[] {(byte) identifier}, DirectoryRecord.DIRECTORY, time);
    byte[] entries =
        tree.naming().rockRidge()
            ? form(parent)
                .entries(
                    "",
                    SystemUseWriter.DIRECTORY_MODE,
                    linkCount,
                    extent.position() / Sector.SIZE,
                    time)
            : new byte[0];
    RawRecord record = SystemUseWriter.record(tree.volume(), head, entries, areas);
    record.place(links.block(extent.position()), extent.length(), false);
    return record;
  }

  private SystemUseWriter form(DirectoryNode directory) throws IOException {
    return SystemUseWriter.like(links.ownEntries(directory));
  }

  /** The same record under another name: its entries without the old name, and the new one. */
  private RawRecord renamed(RawRecord record, byte[] identifier, String name) throws IOException {
    byte[] head = Arrays.copyOf(record.bytes(), DirectoryRecord.HEAD + identifier.length);
    head[32] = (byte) identifier.length;
    System.arraycopy(identifier, 0, head, DirectoryRecord.HEAD, identifier.length);
    byte[] entries =
        tree.naming().rockRidge() ? RecordEntries.withName(draft, tree, record, name) : new byte[0];
    return SystemUseWriter.record(tree.volume(), head, entries, areas);
  }
}
