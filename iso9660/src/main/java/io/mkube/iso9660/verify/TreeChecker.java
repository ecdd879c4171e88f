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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the directories of one tree as they are stored. For one tree only. */
final class TreeChecker {
  private static final int MAX_DIRECTORIES = 1_000_000;
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final SpaceChecker space;
  private final Findings findings;
  private final RecordChecker records;
  private final Relocations relocations;
  private final Map<Long, StoredDirectory> directories = new LinkedHashMap<>();
  private Optional<SystemUseChecker> systemUse = Optional.empty();
  private boolean rockRidge;
  private boolean parentsWarned;

  TreeChecker(
      ImageSource source,
      VolumeDescriptor volume,
      long volumeEnd,
      SpaceChecker space,
      Findings findings) {
    this.source = source;
    this.volume = volume;
    this.space = space;
    this.findings = findings;
    this.records = new RecordChecker(source, volume, volumeEnd, findings);
    this.relocations = new Relocations(findings);
  }

  /** A directory that is to be checked. */
  private record Open(DirectoryRecord record, Extent extent, Extent parent) {}

  /**
   * Checks all directories.
   *
   * @return the directories by their block
   */
  Map<Long, StoredDirectory> check() throws IOException {
    Bytes bytes = volume.rootRecord();
    findings.require(
        bytes.u8(0) == VolumeDescriptor.ROOT_RECORD_LENGTH
            && bytes.u8(32) == 1
            && bytes.u8(33) == 0,
        bytes.offset(),
        "ECMA-119 8.4.18",
        "the directory record of the root is not as it has to be");
    DirectoryRecord root = new DirectoryRecord(volume, bytes);
    records.check(root);
    Deque<Open> open = new ArrayDeque<>();
    open.add(new Open(root, root.data(), root.data()));
    directories.put(root.block(), new StoredDirectory(root.block(), root.block(), new byte[1], 0));
    while (!open.isEmpty() && directories.size() < MAX_DIRECTORIES) {
      Open directory = open.removeFirst();
      try {
        check(directory, open);
      } catch (IsoFormatException e) {
        findings.broken(e);
      }
    }
    relocations.finish(directories);
    return directories;
  }

  private void check(Open directory, Deque<Open> open) throws IOException {
    Extent extent = directory.extent();
    findings.expect(
        extent.length() % Sector.SIZE == 0,
        directory.record().bytes().offset(10),
        "ECMA-119 6.8.1.3",
        "a directory of " + extent.length() + " bytes does not end with a sector");
    space.use(SpaceChecker.Kind.DIRECTORY, extent, directory.record().offset());
    List<DirectoryRecord> all = new DirectoryReader(source, volume).read(extent);
    if (directories.size() == 1 && open.isEmpty() && systemUse.isEmpty()) {
      announce(all.getFirst());
    }
    new SectorChecker(source, findings).check(extent, volume.shift());
    checkSpecial(directory, all);
    checkAll(directory, all, open);
  }

  /** Learns from the root's own record whether the tree has system use areas (SUSP 5.3). */
  private void announce(DirectoryRecord self) throws IOException {
    boolean primary = volume.kind() == VolumeDescriptor.Kind.PRIMARY;
    Optional<SystemUse> use = primary ? SystemUse.of(source, self) : Optional.empty();
    if (use.isEmpty()) {
      findings.expect(
          self.systemUse().zero() || self.extendedArchitecture().isPresent(),
          self.offset(),
          "SUSP 5.3",
          "the root's system use area does not announce what it holds");
      return;
    }
    systemUse = Optional.of(new SystemUseChecker(use.get(), volume, space, findings));
    List<SystemUseEntry> entries = use.get().entries(self);
    rockRidge = entries.stream().anyMatch(entry -> entry.signature().equals("PX"));
    findings.expect(
        entries.stream().anyMatch(entry -> entry.signature().equals("ER")),
        self.offset(),
        "SUSP 5.5",
        "no entry tells which extensions are used (ER)");
  }

  private void checkAll(Open directory, List<DirectoryRecord> all, Deque<Open> open)
      throws IOException {
    Set<String> identifiers = new HashSet<>();
    RecordOrder order = new RecordOrder(volume, findings);
    RockRidgeChecker attributes = new RockRidgeChecker(findings);
    boolean continued = false;
    for (DirectoryRecord record : all) {
      records.check(record);
      checkSystemUse(directory, record, attributes);
      if (record.isSelf() || record.isParent()) {
        continue;
      }
      order.next(record);
      String key =
          record.identifier().string(StandardCharsets.ISO_8859_1)
              + (record.has(DirectoryRecord.ASSOCIATED) ? "/associated" : "");
      findings.require(
          identifiers.add(key) || continued,
          record.offset(),
          "ECMA-119 6.8.2.1",
          "an identifier stands there twice");
      continued = record.has(DirectoryRecord.MULTI_EXTENT);
      if (record.has(DirectoryRecord.DIRECTORY)) {
        enter(directory, record, open);
      } else if (record.unitSize() == 0 || record.gapSize() == 0) {
        space.use(SpaceChecker.Kind.FILE, record.data(), record.offset());
      }
    }
    findings.require(
        !continued,
        all.getLast().offset(),
        "ECMA-119 9.1.6",
        "the last section of a file is missing");
    order.finish();
  }

  private void enter(Open directory, DirectoryRecord record, Deque<Open> open)
      throws IsoFormatException {
    long parent = block(directory.extent());
    StoredDirectory stored =
        new StoredDirectory(
            record.block(), parent, record.identifier().copy(), record.extendedAttributeBlocks());
    if (directories.putIfAbsent(record.block(), stored) != null) {
      findings.error(
          record.offset(), "ECMA-119 6.8.2", "the directory is stored where another one is");
      return;
    }
    open.addLast(new Open(record, record.data(), directory.extent()));
  }

  private long block(Extent directory) throws IsoFormatException {
    return (directory.position() - volume.shift() * Sector.SIZE) / volume.blockSize();
  }

  /** The first two records name the directory itself and the one that it is in (6.8.2.2). */
  private void checkSpecial(Open directory, List<DirectoryRecord> all) throws IsoFormatException {
    Extent extent = directory.extent();
    requireExtent(all.getFirst(), extent, "its own record");
    if (all.size() < 2 || !all.get(1).isParent()) {
      findings.error(
          extent.position(),
          "ECMA-119 6.8.2.2",
          "the second record is not that of the parent directory");
      return;
    }
    for (DirectoryRecord record : all.subList(2, all.size())) {
      findings.require(
          !record.isSelf() && !record.isParent(),
          record.offset(),
          "ECMA-119 6.8.2.2",
          "a record of the directory itself or its parent stands among the others");
    }
    DirectoryRecord parent = all.get(1);
    boolean root = directory.parent().equals(extent);
    if (parent.data().equals(extent) && !root && !parentsWarned) {
      // xorriso 1.5.4 does so in every Joliet tree; readers find parents in another way.
      parentsWarned = true;
      findings.warning(
          parent.offset(),
          "ECMA-119 6.8.2.2",
          "the record of the parent directory names the directory itself, here or elsewhere too");
    }
    if (!parent.data().equals(extent) || root) {
      requireExtent(parent, directory.parent(), "the record of its parent");
    }
  }

  private void requireExtent(DirectoryRecord record, Extent expected, String what)
      throws IsoFormatException {
    findings.require(
        record.data().equals(expected),
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

  private void checkSystemUse(Open directory, DirectoryRecord record, RockRidgeChecker attributes)
      throws IOException {
    if (systemUse.isEmpty()) {
      return;
    }
    try {
      List<SystemUseEntry> entries = systemUse.get().check(record);
      if (rockRidge) {
        attributes.check(record, entries);
        relocations.learn(block(directory.extent()), record, entries);
      }
    } catch (IsoFormatException e) {
      findings.broken(e);
    }
  }
}
