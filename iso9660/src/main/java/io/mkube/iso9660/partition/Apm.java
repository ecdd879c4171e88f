package io.mkube.iso9660.partition;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Apple partition map.
 *
 * @param blockSize unit of its addresses in bytes
 * @param partitions its entries
 */
public record Apm(int blockSize, List<Entry> partitions) {
  private static final int MAX_ENTRIES = 64;

  public Apm {
    partitions = List.copyOf(partitions);
  }

  /**
   * A partition.
   *
   * @param offset position of the entry in the image
   * @param start first block
   * @param count number of blocks
   * @param name name
   * @param type type, such as {@code Apple_HFS}
   */
  public record Entry(long offset, long start, long count, String name, String type) {}

  static Optional<Apm> read(ImageSource source) throws IOException {
    Bytes head = source.bytes(0, Mbr.BLOCK, "APM");
    if (!head.has(0, "ER")) {
      return Optional.empty();
    }
    int blockSize = head.be16(2);
    if (blockSize != Mbr.BLOCK && blockSize != 2048) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    long expected = 1;
    for (int i = 1; i <= expected && i <= MAX_ENTRIES; i++) {
      long offset = (long) i * blockSize;
      if (offset > source.size() - Mbr.BLOCK) {
        break;
      }
      Bytes entry = source.bytes(offset, Mbr.BLOCK, "APM");
      if (!entry.has(0, "PM")) {
        break;
      }
      expected = entry.be32(4);
      entries.add(
          new Entry(
              offset,
              entry.be32(8),
              entry.be32(12),
              entry.text(16, 32, StandardCharsets.ISO_8859_1),
              entry.text(48, 32, StandardCharsets.ISO_8859_1)));
    }
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Apm(blockSize, entries));
  }
}
