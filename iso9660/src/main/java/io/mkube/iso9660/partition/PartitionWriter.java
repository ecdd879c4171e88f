package io.mkube.iso9660.partition;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Changes partition tables and their checksums. */
public final class PartitionWriter {
  private static final int MBR_START = 8;
  private static final int MBR_COUNT = 12;
  private static final int MBR_END_CHS = 5;
  private static final long MAX_BLOCKS = 0xFFFFFFFFL;
  private static final int GPT_FIRST = 32;
  private static final int GPT_LAST = 40;
  private static final int GPT_OWN = 24;
  private static final int GPT_OTHER = 32;
  private static final int GPT_LAST_USABLE = 48;
  private static final int GPT_ARRAY = 72;
  private static final int GPT_ARRAY_CRC = 88;
  private static final int GPT_HEADER_SIZE = 12;
  private static final int GPT_HEADER_CRC = 16;
  private static final int SECTOR_BLOCKS = 4;
  private static final int APM_START = 8;
  private static final int APM_COUNT = 12;
  private static final int APM_DATA_COUNT = 84;
  private final Draft draft;

  public PartitionWriter(Draft draft) {
    this.draft = draft;
  }

  /** Moves the partition that is exactly a file, if there is one. */
  public void moved(Extent old, Extent now) throws IOException {
    PartitionTables tables = PartitionTables.read(draft);
    long start = old.position() / Mbr.BLOCK;
    long newStart = now.position() / Mbr.BLOCK;
    long newCount = now.length() / Mbr.BLOCK;
    if (tables.mbr().isPresent()) {
      for (Mbr.Entry entry : tables.mbr().get().partitions()) {
        if (entry.start() == start && start > 0) {
          writeMbr(entry, newStart, newCount);
        }
      }
    }
    for (Optional<Gpt> table : List.of(tables.gpt(), tables.backup())) {
      if (table.isPresent() && table.get().valid()) {
        moveInGpt(table.get(), start, newStart, newCount);
      }
    }
  }

  /** Writes start and length of a partition of a master boot record. */
  public void writeMbr(Mbr.Entry entry, long start, long count) throws IOException {
    byte[] bytes = draft.bytes(entry.offset(), 16, "MBR").copy();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MBR_START, (int) start);
    buffer.putInt(MBR_COUNT, (int) Math.min(MAX_BLOCKS, count));
    // Cylinders beyond 1023 cannot be told; this value says so.
    bytes[MBR_END_CHS] = (byte) 0xFE;
    bytes[MBR_END_CHS + 1] = (byte) 0xFF;
    bytes[MBR_END_CHS + 2] = (byte) 0xFF;
    draft.write(entry.offset(), bytes);
  }

  /**
   * Moves the second table to the end of an image that has become longer.
   *
   * @param size new size of the image in bytes
   * @param oldBlocks blocks of the image before
   */
  public void moveBackup(Gpt primary, Gpt backup, long size, long oldBlocks) throws IOException {
    long lastBlock = size / Mbr.BLOCK - 1;
    long arrayBlocks = (backup.arrayBytes() + Mbr.BLOCK - 1) / Mbr.BLOCK;
    long arrayLba = lastBlock - arrayBlocks;
    byte[] array = array(primary);
    byte[] header = header(backup);
    draft.zero(backup.arrayLba() * Mbr.BLOCK, arrayBlocks * Mbr.BLOCK);
    draft.zero(backup.lba() * Mbr.BLOCK, Mbr.BLOCK);
    growEntries(primary, array, oldBlocks, arrayLba);
    ByteBuffer moved = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    moved.putLong(GPT_OWN, lastBlock);
    moved.putLong(GPT_ARRAY, arrayLba);
    moved.putLong(GPT_LAST_USABLE, arrayLba - 1);
    write(header, array, lastBlock, arrayLba);
    byte[] first = header(primary);
    ByteBuffer buffer = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(GPT_OTHER, lastBlock);
    buffer.putLong(GPT_LAST_USABLE, arrayLba - 1);
    write(first, array, primary.lba(), primary.arrayLba());
  }

  /**
   * Makes both tables true for an image into which blocks were inserted.
   *
   * @param at block behind which everything has moved
   * @param count number of blocks
   */
  public void insert(Gpt primary, Optional<Gpt> backup, long at, long count) throws IOException {
    byte[] array = array(primary);
    ByteBuffer entries = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    for (Gpt.Entry entry : primary.partitions()) {
      int position = entry.index() * primary.entrySize();
      if (entry.first() >= at) {
        entries.putLong(position + GPT_FIRST, entry.first() + count);
      }
      if (entry.last() + 1 >= at) {
        entries.putLong(position + GPT_LAST, entry.last() + count);
      }
    }
    byte[] first = header(primary);
    ByteBuffer fields = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
    fields.putLong(GPT_LAST_USABLE, primary.lastUsable() + count);
    if (backup.isPresent()) {
      Gpt old = backup.get();
      byte[] second = Arrays.copyOf(first, first.length);
      ByteBuffer moved = ByteBuffer.wrap(second).order(ByteOrder.LITTLE_ENDIAN);
      moved.putLong(GPT_OWN, old.lba() + count);
      moved.putLong(GPT_OTHER, primary.lba());
      moved.putLong(GPT_ARRAY, old.arrayLba() + count);
      write(second, array, old.lba() + count, old.arrayLba() + count);
      fields.putLong(GPT_OTHER, old.lba() + count);
    }
    write(first, array, primary.lba(), primary.arrayLba());
  }

  /** Makes an Apple partition map true for an image into which bytes were inserted. */
  public void insert(Apm map, long at, long by) throws IOException {
    for (Apm.Entry entry : map.partitions()) {
      long start = entry.start() * map.blockSize();
      long end = start + entry.count() * map.blockSize();
      if (start >= at) {
        writeApm(entry, entry.start() + by / map.blockSize(), entry.count());
      } else if (end >= at) {
        writeApm(entry, entry.start(), entry.count() + by / map.blockSize());
      }
    }
  }

  /** Writes start and length of a partition of an Apple partition map. */
  public void writeApm(Apm.Entry entry, long start, long count) throws IOException {
    byte[] bytes = draft.bytes(entry.offset(), APM_DATA_COUNT + 4, "APM").copy();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(APM_START, (int) start);
    if (buffer.getInt(APM_DATA_COUNT) == (int) entry.count()) {
      buffer.putInt(APM_DATA_COUNT, (int) count);
    }
    buffer.putInt(APM_COUNT, (int) count);
    draft.write(entry.offset(), bytes);
  }

  /**
   * The partition that is the whole image grows with it, and so does what xorriso calls a gap at
   * the end, which covers what no other partition does, in whole sectors.
   */
  private static void growEntries(Gpt table, byte[] array, long oldBlocks, long newEnd) {
    ByteBuffer entries = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    for (Gpt.Entry entry : table.partitions()) {
      int last = entry.index() * table.entrySize() + GPT_LAST;
      boolean gap = entry.name().startsWith("Gap");
      if (entry.first() <= 64 && entry.last() + 1 >= oldBlocks - 64) {
        entries.putLong(last, newEnd - 1);
      } else if (gap && entry.last() > table.lastUsable() - SECTOR_BLOCKS) {
        entries.putLong(last, newEnd / SECTOR_BLOCKS * SECTOR_BLOCKS - 1);
      }
    }
  }

  private void moveInGpt(Gpt table, long start, long newStart, long count) throws IOException {
    byte[] array = array(table);
    ByteBuffer buffer = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    boolean changed = false;
    for (Gpt.Entry entry : table.partitions()) {
      if (entry.first() == start && start > 0) {
        int at = entry.index() * table.entrySize();
        buffer.putLong(at + GPT_FIRST, newStart);
        buffer.putLong(at + GPT_LAST, newStart + count - 1);
        changed = true;
      }
    }
    if (changed) {
      write(header(table), array, table.lba(), table.arrayLba());
    }
  }

  private byte[] array(Gpt table) throws IOException {
    return draft.bytes(table.arrayLba() * Mbr.BLOCK, (int) table.arrayBytes(), "UEFI 5.3.3").copy();
  }

  private byte[] header(Gpt table) throws IOException {
    return draft.bytes(table.lba() * Mbr.BLOCK, Mbr.BLOCK, "UEFI 5.3.2").copy();
  }

  private void write(byte[] header, byte[] array, long lba, long arrayLba) {
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(GPT_ARRAY_CRC, (int) Gpt.crc(array));
    buffer.putInt(GPT_HEADER_CRC, 0);
    byte[] counted = Arrays.copyOf(header, buffer.getInt(GPT_HEADER_SIZE));
    buffer.putInt(GPT_HEADER_CRC, (int) Gpt.crc(counted));
    draft.write(arrayLba * Mbr.BLOCK, array);
    draft.write(lba * Mbr.BLOCK, header);
  }
}
