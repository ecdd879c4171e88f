package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.naming.IdentifierOrder;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of one directory while they are changed. */
final class DirectoryRecords {
  private final List<RawRecord> records = new ArrayList<>();

  private final IdentifierOrder order;

  private DirectoryRecords(IdentifierOrder order) {
    this.order = order;
  }

  static DirectoryRecords read(Draft draft, VolumeDescriptor volume, Extent extent)
      throws IOException {
    DirectoryRecords directory = new DirectoryRecords(IdentifierOrder.of(volume));
    for (DirectoryRecord record : new DirectoryReader(draft, volume).read(extent)) {
      directory.records.add(new RawRecord(record.bytes().copy()));
    }
    return directory;
  }

  /** A directory with nothing in it. */
  static DirectoryRecords empty(VolumeDescriptor volume, RawRecord self, RawRecord parent) {
    DirectoryRecords directory = new DirectoryRecords(IdentifierOrder.of(volume));
    directory.records.add(self);
    directory.records.add(parent);
    return directory;
  }

  List<RawRecord> all() {
    return records;
  }

  /** Whether an identifier is taken. */
  boolean contains(byte[] identifier) {
    return records.stream().anyMatch(record -> Arrays.equals(record.identifier(), identifier));
  }

  /** Index of the first record with an identifier that is no associated file. */
  int indexOf(byte[] identifier) {
    for (int i = 0; i < records.size(); i++) {
      RawRecord record = records.get(i);
      if (!record.has(DirectoryRecord.ASSOCIATED)
          && Arrays.equals(record.identifier(), identifier)) {
        return i;
      }
    }
    throw new IllegalStateException("the record has gone: " + Arrays.toString(identifier));
  }

  /** Records of the file that begins at an index: all its sections. */
  List<RawRecord> run(int index) {
    int end = index + 1;
    while (records.get(end - 1).has(DirectoryRecord.MULTI_EXTENT) && end < records.size()) {
      end++;
    }
    return records.subList(index, end);
  }

  /**
   * Puts records where they belong (ECMA-119 9.3): before the first greater one, which leaves a
   * directory that is sorted in another way as it is.
   */
  void insert(List<RawRecord> run) {
    byte[] identifier = run.getFirst().identifier();
    int at = 0;
    while (at < records.size()
        && (records.get(at).special()
            || order.compare(records.get(at).identifier(), identifier) <= 0)) {
      at++;
    }
    records.addAll(at, run);
  }

  /** Bytes of the sectors that the records fill. */
  long length() {
    long length = Sector.SIZE;
    int at = 0;
    for (RawRecord record : records) {
      if (at + record.bytes().length > Sector.SIZE) {
        length += Sector.SIZE;
        at = 0;
      }
      at += record.bytes().length;
    }
    return length;
  }

  /** The directory as it is written: no record crosses the end of a sector (6.8.1.1). */
  byte[] encode(long length) {
    byte[] bytes = new byte[Math.toIntExact(length)];
    int at = 0;
    for (RawRecord record : records) {
      int size = record.bytes().length;
      if (at % Sector.SIZE + size > Sector.SIZE) {
        at = Math.toIntExact(Sector.roundUp(at));
      }
      System.arraycopy(record.bytes(), 0, bytes, at, size);
      at += size;
    }
    return bytes;
  }
}
