package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes entries of the records of one directory. */
final class DirectoryLister {
  private static final long TYPE_CHARACTER = 0020000;
  private static final long TYPE_BLOCK = 0060000;
  private static final long TYPE_FIFO = 0010000;
  private static final long TYPE_SOCKET = 0140000;

  private final ImageSource source;
  private final IsoEntry directory;
  private final Optional<SystemUse> systemUse;
  private final Set<String> names = new HashSet<>();

  DirectoryLister(ImageSource source, IsoEntry directory, Optional<SystemUse> systemUse) {
    this.source = source;
    this.directory = directory;
    this.systemUse = systemUse;
  }

  List<IsoEntry> list(List<DirectoryRecord> records) throws IOException {
    List<IsoEntry> entries = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      DirectoryRecord record = records.get(i);
      if (record.isSelf() || record.isParent() || record.has(DirectoryRecord.ASSOCIATED)) {
        continue;
      }
      int last = lastSection(records, i);
      entry(records.subList(i, last + 1)).ifPresent(entries::add);
      i = last;
    }
    return entries;
  }

  /** Index of the last record of the file that begins at an index (ECMA-119 9.1.6, bit 7). */
  private static int lastSection(List<DirectoryRecord> records, int first)
      throws IsoFormatException {
    int last = first;
    while (records.get(last).has(DirectoryRecord.MULTI_EXTENT)) {
      DirectoryRecord section = records.get(last);
      if (last + 1 == records.size() || !sameIdentifier(section, records.get(last + 1))) {
        throw new IsoFormatException(
            "ECMA-119 9.1.6", section.offset(), "the last section of a file is missing");
      }
      last++;
    }
    return last;
  }

  private static boolean sameIdentifier(DirectoryRecord a, DirectoryRecord b)
      throws IsoFormatException {
    return Arrays.equals(a.identifier().copy(), b.identifier().copy());
  }

  private Optional<IsoEntry> entry(List<DirectoryRecord> sections) throws IOException {
    DirectoryRecord first = sections.getFirst();
    RockRidge rockRidge =
        systemUse.isPresent()
            ? RockRidgeReader.read(systemUse.get().entries(first))
            : RockRidge.NONE;
    if (rockRidge.relocated()) {
      return Optional.empty(); // stands where its child link is
    }
    EntryName name = unique(name(first, rockRidge));
    List<Extent> extents = new ArrayList<>();
    long size = 0;
    if (rockRidge.childLink().isPresent()) {
      Extent moved = relocated(first, rockRidge.childLink().getAsLong());
      extents.add(moved);
      size = moved.length();
    } else {
      for (DirectoryRecord section : sections) {
        extents.add(section.data());
        size += section.dataLength();
      }
    }
    IsoEntry.Type type = type(first, rockRidge);
    return Optional.of(
        new IsoEntry(
            (directory.path().equals("/") ? "" : directory.path()) + "/" + name.text(),
            name.text(),
            type,
            type == IsoEntry.Type.FILE && rockRidge.zisofs().isPresent()
                ? rockRidge.zisofs().get().size()
                : size,
            sections,
            extents,
            rockRidge,
            name.altered()));
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
    int number = 2;
    while (!names.add(free.text())) {
      free = new EntryName(name.text() + "~" + number, true);
      number++;
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
    long mode = rockRidge.posix().map(RockRidge.Posix::type).orElse(0L);
    if (mode == TYPE_CHARACTER) {
      return IsoEntry.Type.CHARACTER_DEVICE;
    } else if (mode == TYPE_BLOCK) {
      return IsoEntry.Type.BLOCK_DEVICE;
    } else if (mode == TYPE_FIFO) {
      return IsoEntry.Type.FIFO;
    }
    return mode == TYPE_SOCKET ? IsoEntry.Type.SOCKET : IsoEntry.Type.FILE;
  }

  /** The extent of a directory that was moved, which only its own record tells (RRIP 4.1.5.1). */
  private Extent relocated(DirectoryRecord link, long block) throws IOException {
    VolumeDescriptor volume = link.volume();
    long position = volume.position(block);
    Bytes sector = source.bytes(position, Sector.SIZE, "RRIP 4.1.5.1");
    int length = sector.u8(0);
    if (length < VolumeDescriptor.ROOT_RECORD_LENGTH) {
      throw new IsoFormatException(
          "RRIP 4.1.5.1", link.offset(), "a child link does not lead to a directory");
    }
    DirectoryRecord self = DirectoryRecord.of(volume, sector.slice(0, length));
    if (!self.isSelf() || !self.has(DirectoryRecord.DIRECTORY)) {
      throw new IsoFormatException(
          "RRIP 4.1.5.1", link.offset(), "a child link does not lead to a directory");
    }
    return new Extent(position, self.dataLength());
  }
}
