package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The entries of a record that gets another name. */
final class RecordEntries {
  private RecordEntries() {}

  /** All entries but names and continuations, and then the new name. */
  static byte[] withName(Draft draft, TreeModel tree, RawRecord record, String name)
      throws IOException {
    DirectoryRecord rootSelf =
        new DirectoryReader(draft, tree.volume()).read(tree.root().extent()).getFirst();
    SystemUse use = SystemUse.of(draft, rootSelf).orElseThrow();
    DirectoryRecord read = new DirectoryRecord(tree.volume(), new Bytes(record.bytes(), 0));
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (SystemUseEntry entry : use.entries(read)) {
      if (!entry.signature().equals("NM") && !entry.signature().equals("CE")) {
        entries.writeBytes(entry.bytes().copy());
      }
    }
    SystemUseWriter.writeName(entries, name);
    return entries.toByteArray();
  }
}
