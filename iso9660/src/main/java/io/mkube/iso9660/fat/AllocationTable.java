package io.mkube.iso9660.fat;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The chains of clusters. Held in memory: 4 bytes for each cluster, at most 16 MiB. Not
 * thread-safe.
 */
final class AllocationTable {
  private static final long MAX_BYTES = 16L << 20;
  private static final long FIRST = 2;
  private final FatLayout layout;
  private final byte[] table;
  private int changedFrom = Integer.MAX_VALUE;
  private int changedTo;
  private long freed;

  private AllocationTable(FatLayout layout, byte[] table) {
    this.layout = layout;
    this.table = table;
  }

  static AllocationTable read(ImageSource source, FatLayout layout) throws IOException {
    long used = Math.min(layout.fatSize(), ((layout.clusters() + FIRST) * layout.bits() + 7) / 8);
    if (used > MAX_BYTES) {
      throw new IsoFormatException(
          "FAT 4", layout.fatStart(), "an allocation table of " + used + " bytes");
    }
    return new AllocationTable(layout, source.bytes(layout.fatStart(), (int) used, "FAT 4").copy());
  }

  /**
   * What has changed.
   *
   * @param from position of the first byte in the table
   * @param bytes the table from there to the last byte that has changed
   * @param freed clusters that are free now and were not, negative if it is the other way round
   */
  record Changed(int from, byte[] bytes, long freed) {}

  /** What has changed since this was asked last. */
  Changed takeChanged() {
    Changed changed =
        changedFrom < changedTo
            ? new Changed(changedFrom, Arrays.copyOfRange(table, changedFrom, changedTo), freed)
            : new Changed(0, new byte[0], freed);
    changedFrom = Integer.MAX_VALUE;
    changedTo = 0;
    freed = 0;
    return changed;
  }

  /**
   * The clusters of a chain.
   *
   * @throws IsoFormatException if it leaves the file system or has no end
   */
  List<Long> chain(long first) throws IsoFormatException {
    List<Long> chain = new ArrayList<>();
    BitSet seen = new BitSet();
    long cluster = first;
    while (!isEnd(cluster)) {
      if (cluster < FIRST || cluster >= layout.clusters() + FIRST || seen.get((int) cluster)) {
        throw new IsoFormatException(
            "FAT 4", layout.fatStart(), "a chain of clusters leads to " + cluster);
      }
      seen.set((int) cluster);
      chain.add(cluster);
      cluster = get(cluster);
    }
    return chain;
  }

  /** Makes one chain of clusters. */
  void link(List<Long> clusters) {
    for (int i = 0; i < clusters.size(); i++) {
      set(clusters.get(i), i + 1 < clusters.size() ? clusters.get(i + 1) : endMark());
    }
  }

  void free(long cluster) {
    set(cluster, 0);
  }

  /** Free clusters, as many as are there up to a number. */
  List<Long> findFree(int count) {
    List<Long> found = new ArrayList<>();
    long cluster = FIRST;
    while (found.size() < count && cluster < layout.clusters() + FIRST) {
      if (get(cluster) == 0) {
        found.add(cluster);
      }
      cluster++;
    }
    return found;
  }

  private boolean isEnd(long value) {
    return value >= (endMark() & ~7L);
  }

  private long endMark() {
    return switch (layout.bits()) {
      case 12 -> 0xFFFL;
      case 16 -> 0xFFFFL;
      default -> 0x0FFFFFFFL;
    };
  }

  private long get(long cluster) {
    return switch (layout.bits()) {
      case 12 -> {
        int pair = u16((int) (cluster + cluster / 2));
        yield cluster % 2 == 0 ? pair & 0xFFF : pair >> 4;
      }
      case 16 -> u16((int) cluster * 2);
      default -> {
        int at = (int) cluster * 4;
        yield (u16(at) | (long) u16(at + 2) << 16) & 0x0FFFFFFFL;
      }
    };
  }

  private void set(long cluster, long value) {
    freed += (value == 0 ? 1 : 0) - (get(cluster) == 0 ? 1 : 0);
    switch (layout.bits()) {
      case 12 -> {
        int at = (int) (cluster + cluster / 2);
        int pair = u16(at);
        long merged = cluster % 2 == 0 ? (pair & 0xF000) | value : (pair & 0x000F) | (value << 4);
        put(at, merged, 2);
      }
      case 16 -> put((int) cluster * 2, value, 2);
      default -> {
        int at = (int) cluster * 4;
        put(at, value | (long) (u8(at + 3) & 0xF0) << 24, 4);
      }
    }
  }

  private int u16(int at) {
    return u8(at) | u8(at + 1) << 8;
  }

  private int u8(int at) {
    return at < table.length ? table[at] & 0xFF : 0;
  }

  private void put(int at, long value, int count) {
    for (int i = 0; i < count && at + i < table.length; i++) {
      table[at + i] = (byte) (value >> (8 * i));
    }
    changedFrom = Math.min(changedFrom, at);
    changedTo = Math.max(changedTo, Math.min(at + count, table.length));
  }
}
