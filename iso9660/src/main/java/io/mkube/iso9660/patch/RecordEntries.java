package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The entries of a record that gets another name. */
final class RecordEntries {
  private RecordEntries() {}

  /**
   * All entries but names and continuations, and then the new name. Without Rock Ridge what stands
   * there stays as it is.
   */
  static byte[] withName(Draft draft, TreeModel tree, RawRecord record, String name)
      throws IOException {
    Optional<SystemUse> use = systemUse(draft, tree);
    if (use.isEmpty()) {
      return read(tree, record).systemUse().copy();
    }
    ByteArrayOutputStream entries = without(use.get(), read(tree, record), Set.of("NM", "CE"));
    SystemUseWriter.writeName(entries, name);
    return entries.toByteArray();
  }

  /** All entries, those of continuation areas too. */
  static byte[] all(Draft draft, TreeModel tree, RawRecord record) throws IOException {
    SystemUse use = systemUse(draft, tree).orElseThrow();
    return without(use, read(tree, record), Set.of("CE")).toByteArray();
  }

  /** Whether some of the entries of a record stand elsewhere. */
  static boolean isContinued(Draft draft, TreeModel tree, RawRecord record) throws IOException {
    Optional<SystemUse> use = systemUse(draft, tree);
    return use.isPresent()
        && use.get().entries(read(tree, record)).stream()
            .anyMatch(entry -> entry.signature().equals("CE"));
  }

  private static DirectoryRecord read(TreeModel tree, RawRecord record) {
    return new DirectoryRecord(tree.volume(), new Bytes(record.bytes(), 0));
  }

  private static Optional<SystemUse> systemUse(Draft draft, TreeModel tree) throws IOException {
    return tree.naming().rockRidge()
        ? SystemUse.of(
            draft, new DirectoryReader(draft, tree.volume()).read(tree.root().extent()).getFirst())
        : Optional.empty();
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
