package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of one directory in the order of the image. Memory does not grow with
 * the directory but for {@link NameSet}. Not thread-safe.
 */
public final class EntryCursor {
  /** Sections of 4 GiB each: more than any medium holds. */
  private static final int MAX_SECTIONS = 1 << 16;

  /** Bytes that a record takes in most images, Rock Ridge included. */
  private static final int USUAL_RECORD = 128;

  private final ImageSource source;
  private final IsoEntry directory;
  private final Optional<SystemUse> systemUse;
  private final ReadBudget budget;
  private final RecordCursor records;
  private final boolean associated;
  private final NameSet names;
  private @Nullable DirectoryRecord pending;
  private int repeated = 1;

  EntryCursor(Tree tree, IsoEntry directory, ReadBudget budget, boolean associated)
      throws IsoFormatException {
    this.source = tree.source();
    this.directory = directory;
    this.systemUse = tree.view() == View.ROCK_RIDGE ? tree.systemUse() : Optional.empty();
    this.budget = budget;
    this.associated = associated;
    Extent extent = directory.extents().getFirst();
    budget.spend(Math.max(extent.length(), 0), Math.max(extent.position(), 0));
    this.records = new RecordCursor(source, tree.volume(), extent);
    this.names = new NameSet(extent.length() / USUAL_RECORD);
  }

  /**
   * The next entry, empty at the end.
   *
   * @throws IsoFormatException if the directory is broken from here on
   */
  public Optional<IsoEntry> next() throws IOException {
    return Optional.ofNullable(advance());
  }

  @Nullable IsoEntry advance() throws IOException {
    while (true) {
      DirectoryRecord record = pending == null ? records.next() : pending;
      pending = null;
      if (record == null) {
        return null;
      }
      if (record.isSelf()
          || record.isParent()
          || record.has(DirectoryRecord.ASSOCIATED) != associated) {
        continue;
      }
      IsoEntry entry = entry(record);
      if (entry != null) {
        return entry;
      }
    }
  }

  private @Nullable IsoEntry entry(DirectoryRecord record) throws IOException {
    RockRidge rockRidge =
        systemUse.isPresent()
            ? RockRidgeReader.read(systemUse.get(), record, budget)
            : RockRidge.NONE;
    List<DirectoryRecord> sections =
        record.has(DirectoryRecord.MULTI_EXTENT) ? sections(record) : List.of(record);
    if (rockRidge.relocated()) {
      return null; // stands where its child link is
    }
    EntryName name = unique(name(record, rockRidge));
    List<Extent> extents = extents(sections, rockRidge);
    IsoEntry.Type type = type(record, rockRidge);
    long size = 0;
    for (Extent extent : extents) {
      size += extent.length();
    }
    return new IsoEntry(
        (directory.path().length() == 1 ? "" : directory.path()) + "/" + name.text(),
        name.text(),
        type,
        type == IsoEntry.Type.FILE && rockRidge.zisofs().isPresent()
            ? rockRidge.zisofs().get().size()
            : size,
        sections,
        extents,
        rockRidge,
        name.altered());
  }

  /** All records of the file that begins with one (ECMA-119 9.1.6, bit 7). */
  private List<DirectoryRecord> sections(DirectoryRecord first) throws IOException {
    List<DirectoryRecord> sections = new ArrayList<>();
    DirectoryRecord last = first;
    while (true) {
      sections.add(last);
      if (!last.has(DirectoryRecord.MULTI_EXTENT)) {
        return sections;
      }
      DirectoryRecord next = records.next();
      if (next == null || !last.sameIdentifier(next) || sections.size() >= MAX_SECTIONS) {
        throw new IsoFormatException(
            "ECMA-119 9.1.6", last.offset(), "the last section of a file is missing");
      }
      last = next;
    }
  }

  private List<Extent> extents(List<DirectoryRecord> sections, RockRidge rockRidge)
      throws IOException {
    DirectoryRecord first = sections.getFirst();
    if (rockRidge.childLink().isPresent()) {
      return List.of(relocated(first, rockRidge.childLink().getAsLong()));
    }
    if (sections.size() == 1) {
      return List.of(first.data());
    }
    List<Extent> extents = new ArrayList<>(sections.size());
    for (DirectoryRecord section : sections) {
      extents.add(section.data());
    }
    return extents;
  }

  private static EntryName name(DirectoryRecord record, RockRidge rockRidge)
      throws IsoFormatException {
    return rockRidge.name().isPresent()
        ? EntryName.of(rockRidge.name().get())
        : EntryName.of(record);
  }

  /** A name that stands there twice gets a number, so that all can be reached. */
  private EntryName unique(EntryName name) {
    EntryName free = name;
    while (!names.add(free.text())) {
      repeated++;
      free = new EntryName(name.text() + "~" + repeated, true);
    }
    return free;
  }

  private static IsoEntry.Type type(DirectoryRecord record, RockRidge rockRidge)
      throws IsoFormatException {
    if (record.has(DirectoryRecord.DIRECTORY) || rockRidge.childLink().isPresent()) {
      return IsoEntry.Type.DIRECTORY;
    }
    if (rockRidge.linkTarget().isPresent()) {
      return IsoEntry.Type.SYMBOLIC_LINK;
    }
    return rockRidge.posix().map(RockRidge.Posix::fileType).orElse(IsoEntry.Type.FILE);
  }

  /** The extent of a directory that was moved, which only its own record tells (RRIP 4.1.5.1). */
  private Extent relocated(DirectoryRecord link, long block) throws IOException {
    VolumeDescriptor volume = link.volume();
    long position = volume.position(block);
    Bytes sector = source.bytes(position, Sector.SIZE, "RRIP 4.1.5.1");
    int length = sector.u8(0);
    if (length >= VolumeDescriptor.ROOT_RECORD_LENGTH) {
      DirectoryRecord self = DirectoryRecord.of(volume, sector.slice(0, length));
      if (self.isSelf() && self.has(DirectoryRecord.DIRECTORY)) {
        return new Extent(position, self.dataLength());
      }
    }
    throw new IsoFormatException(
        "RRIP 4.1.5.1", link.offset(), "a child link does not lead to a directory");
  }
}
