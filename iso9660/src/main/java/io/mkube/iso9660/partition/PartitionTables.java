package io.mkube.iso9660.partition;

import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The partition tables of an image, as far as it has any.
 *
 * @param mbr master boot record
 * @param gpt first GUID partition table
 * @param backup second GUID partition table, at the end
 * @param apm Apple partition map
 */
public record PartitionTables(
    Optional<Mbr> mbr, Optional<Gpt> gpt, Optional<Gpt> backup, Optional<Apm> apm) {
  /** Reads them; a broken table counts as none or says so itself. */
  public static PartitionTables read(ImageSource source) throws IOException {
    Optional<Gpt> gpt = Gpt.read(source, 1);
    Optional<Gpt> backup =
        gpt.isPresent() ? Gpt.read(source, gpt.get().otherLba()) : Optional.empty();
    return new PartitionTables(Mbr.read(source), gpt, backup, Apm.read(source));
  }

  /** Position behind everything that a table says is there, the tables themselves too. */
  public long end() {
    long end = 0;
    if (mbr.isPresent()) {
      for (Mbr.Entry entry : mbr.get().partitions()) {
        end = Math.max(end, entry.type() == Mbr.PROTECTIVE ? 0 : entry.end());
      }
    }
    for (Optional<Gpt> table : List.of(gpt, backup)) {
      if (table.isPresent()) {
        end = Math.max(end, (table.get().lba() + 1) * Mbr.BLOCK);
        end = Math.max(end, table.get().arrayLba() * Mbr.BLOCK + table.get().arrayBytes());
        for (Gpt.Entry entry : table.get().partitions()) {
          end = Math.max(end, entry.end());
        }
      }
    }
    if (apm.isPresent()) {
      for (Apm.Entry entry : apm.get().partitions()) {
        end = Math.max(end, (entry.start() + entry.count()) * apm.get().blockSize());
      }
    }
    return end;
  }
}
