package io.mkube.iso9660.patch;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.Sector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The entries of a record that gets another name. */
final class RecordEntries {
  private RecordEntries() {}

  /**
   * All entries but names and continuations, and then the new name. Without Rock Ridge what stands
   * there stays as it is.
   */
  static byte[] withName(TreeModel tree, RawRecord record, String name) throws IOException {
    Optional<SystemUse> use = tree.systemUse();
    if (use.isEmpty()) {
      return read(tree, record).systemUse().copy();
    }
    ByteArrayOutputStream entries = without(use.get(), read(tree, record), Set.of("NM", "CE"));
    SystemUseWriter.writeName(entries, name);
    return entries.toByteArray();
  }

  /** All entries, those of continuation areas too. */
  static byte[] all(TreeModel tree, RawRecord record) throws IOException {
    SystemUse use = tree.systemUse().orElseThrow();
    return without(use, read(tree, record), Set.of("CE")).toByteArray();
  }

  /** Position behind the last sector with entries that stand elsewhere; 0 if none does. */
  static long continuationEnd(TreeModel tree, RawRecord record) throws IOException {
    return continuationEnd(tree, read(tree, record));
  }

  /** The same of a record as it is read. */
  static long continuationEnd(TreeModel tree, DirectoryRecord record) throws IOException {
    long end = 0;
    for (Extent area : areas(tree, record)) {
      end = Math.max(end, Sector.roundUp(area.position() + 1));
    }
    return end;
  }

  /** Where the entries of a record stand that do not stand in it. */
  static List<Extent> areas(TreeModel tree, RawRecord record) throws IOException {
    return areas(tree, read(tree, record));
  }

  private static List<Extent> areas(TreeModel tree, DirectoryRecord record) throws IOException {
    Optional<SystemUse> use = tree.systemUse();
    List<Extent> areas = new ArrayList<>();
    for (SystemUseEntry entry :
        use.isPresent() ? use.get().entries(record) : List.<SystemUseEntry>of()) {
      if (entry.signature().equals("CE")) {
        areas.add(area(tree, entry));
      }
    }
    return areas;
  }

  /** The area that a continuation entry names (SUSP 5.1). */
  static Extent area(TreeModel tree, SystemUseEntry entry) throws IOException {
    long position = tree.volume().position(entry.bytes().both32(4)) + entry.bytes().both32(12);
    return new Extent(position, entry.bytes().both32(20));
  }

  private static DirectoryRecord read(TreeModel tree, RawRecord record) {
    return new DirectoryRecord(tree.volume(), new Bytes(record.bytes(), 0));
  }

  private static ByteArrayOutputStream without(
      SystemUse use, DirectoryRecord record, Set<String> signatures) throws IOException {
    Bytes area = record.systemUse();
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    boolean announces = area.has(0, "SP");
    int skipped = announces ? 0 : Math.min(use.skipped(), area.length());
    entries.writeBytes(area.slice(0, skipped).copy());
    for (SystemUseEntry entry : use.entries(record)) {
      if (!signatures.contains(entry.signature())) {
        entries.writeBytes(entry.bytes().copy());
      }
    }
    return entries;
  }
}
