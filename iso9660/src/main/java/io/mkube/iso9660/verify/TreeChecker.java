package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the directories of one tree as they are stored. For one tree only. */
final class TreeChecker {
  private static final int MAX_DIRECTORIES = 1_000_000;
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final Findings findings;
  private final Map<Long, Long> parents = new HashMap<>();
  private Optional<SystemUse> systemUse = Optional.empty();

  TreeChecker(ImageSource source, VolumeDescriptor volume, Findings findings) {
    this.source = source;
    this.volume = volume;
    this.findings = findings;
  }

  /** A directory that is to be checked. */
  private record Directory(Extent extent, Extent parent) {}

  /**
   * Checks all directories.
   *
   * @return block of each directory with the block of the one that it is in
   */
  Map<Long, Long> check() throws IOException {
    DirectoryRecord root = new DirectoryRecord(volume, volume.rootRecord());
    Deque<Directory> open = new ArrayDeque<>();
    open.add(new Directory(root.data(), root.data()));
    parents.put(root.block(), root.block());
    while (!open.isEmpty() && parents.size() < MAX_DIRECTORIES) {
      Directory directory = open.removeFirst();
      try {
        check(directory, open);
      } catch (IsoFormatException e) {
        findings.broken(e);
      }
    }
    return parents;
  }

  private void check(Directory directory, Deque<Directory> open) throws IOException {
    List<DirectoryRecord> records = new DirectoryReader(source, volume).read(directory.extent());
    if (parents.size() == 1 && open.isEmpty() && systemUse.isEmpty()) {
      systemUse = SystemUse.of(source, records.getFirst());
    }
    checkSpecial(directory, records);
    Set<String> identifiers = new HashSet<>();
    boolean continued = false;
    for (DirectoryRecord record : records) {
      checkRecord(record);
      if (record.isSelf() || record.isParent()) {
        continue;
      }
      String key =
          new String(record.identifier().copy(), StandardCharsets.ISO_8859_1)
              + (record.has(DirectoryRecord.ASSOCIATED) ? "/associated" : "");
      if (!identifiers.add(key) && !continued) {
        findings.error(record.offset(), "ECMA-119 6.8.2.1", "an identifier stands there twice");
      }
      continued = record.has(DirectoryRecord.MULTI_EXTENT);
      if (record.has(DirectoryRecord.DIRECTORY)) {
        enter(directory, record, open);
      }
    }
  }

  private void enter(Directory directory, DirectoryRecord record, Deque<Directory> open)
      throws IsoFormatException {
    if (parents.containsKey(record.block())) {
      findings.error(
          record.offset(), "ECMA-119 6.8.2", "the directory is stored where another one is");
      return;
    }
    long parent =
        (directory.extent().position() - volume.shift() * Sector.SIZE) / volume.blockSize();
    parents.put(record.block(), parent);
    open.addLast(new Directory(record.data(), directory.extent()));
  }

  /** The first two records name the directory itself and the one that it is in (6.8.2.2). */
  private void checkSpecial(Directory directory, List<DirectoryRecord> records)
      throws IsoFormatException {
    requireExtent(records.getFirst(), directory.extent(), "its own record");
    if (records.size() < 2 || !records.get(1).isParent()) {
      findings.error(
          directory.extent().position(),
          "ECMA-119 6.8.2.2",
          "the second record is not that of the parent directory");
      return;
    }
    DirectoryRecord parent = records.get(1);
    if (parent.data().equals(directory.extent())
        && !directory.parent().equals(directory.extent())) {
      // xorriso 1.5.4 does so in every Joliet tree; readers find parents in another way.
      findings.warning(
          parent.offset(),
          "ECMA-119 6.8.2.2",
          "the record of the parent directory names the directory itself");
      return;
    }
    requireExtent(parent, directory.parent(), "the record of its parent");
  }

  private void requireExtent(DirectoryRecord record, Extent expected, String what)
      throws IsoFormatException {
    if (!record.data().equals(expected)) {
      findings.error(
          record.offset(),
          "ECMA-119 6.8.2.2",
          what
              + " in a directory names block "
              + record.block()
              + " with "
              + record.dataLength()
              + " bytes instead of position "
              + expected.position()
              + " with "
              + expected.length());
    }
  }

  private void checkRecord(DirectoryRecord record) throws IOException {
    Bytes bytes = record.bytes();
    findings.both32(bytes, 2, "ECMA-119 9.1.3", "the location of an extent");
    findings.both32(bytes, 10, "ECMA-119 9.1.4", "a data length");
    findings.both16(bytes, 28, "ECMA-119 9.1.9", "a volume sequence number");
    if (bytes.length() % 2 != 0) {
      findings.warning(record.offset(), "ECMA-119 9.1.1", "the length of a record is odd");
    }
    Extent data = record.data();
    if (data.length() > 0 && (data.position() < 0 || data.end() > source.size())) {
      findings.error(
          record.offset(),
          "ECMA-119 6.4",
          "an extent ends at byte " + data.end() + ", the image at " + source.size());
    }
    if (systemUse.isPresent()) {
      checkSystemUse(record);
    }
  }

  private void checkSystemUse(DirectoryRecord record) throws IOException {
    try {
      for (SystemUseEntry entry : systemUse.get().entries(record)) {
        if (entry.signature().equals("CE") && entry.bytes().length() >= 28) {
          long end = entry.bytes().both32(12) + entry.bytes().both32(20);
          if (end > volume.blockSize()) {
            findings.error(
                entry.bytes().offset(),
                "SUSP 5.1",
                "a continuation area crosses the end of its block, which Linux refuses");
          }
        }
      }
    } catch (IsoFormatException e) {
      findings.broken(e);
    }
  }
}
