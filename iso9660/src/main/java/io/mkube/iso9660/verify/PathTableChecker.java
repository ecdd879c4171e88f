package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that the path tables of a tree say what its directories say (ECMA-119 6.9). */
final class PathTableChecker {
  private static final String CLAUSE = "ECMA-119 6.9";
  private static final long MAX_SIZE = 16L << 20;
  private static final int MAX_NUMBER = 0xFFFF;
  private static final int HEAD = 8;
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final SpaceChecker space;
  private final Findings findings;

  PathTableChecker(
      ImageSource source, VolumeDescriptor volume, SpaceChecker space, Findings findings) {
    this.source = source;
    this.volume = volume;
    this.space = space;
    this.findings = findings;
  }

  /** A row of a table. */
  private record Row(long offset, long block, int parent, int attributes, byte[] identifier) {}

  /**
   * Checks all tables.
   *
   * @param directories the directories of the tree by their block
   */
  void check(Map<Long, StoredDirectory> directories) throws IOException {
    check(volume.pathTableL(), true, directories);
    check(volume.pathTableM(), false, directories);
    if (volume.optionalPathTableL() != 0) {
      check(volume.optionalPathTableL(), true, directories);
    }
    if (volume.optionalPathTableM() != 0) {
      check(volume.optionalPathTableM(), false, directories);
    }
  }

  private void check(long block, boolean little, Map<Long, StoredDirectory> directories)
      throws IOException {
    try {
      long offset = volume.position(block);
      space.use(
          SpaceChecker.Kind.PATH_TABLE,
          new Extent(offset, volume.pathTableSize()),
          volume.bytes().offset(little ? 140 : 148));
      List<Row> rows = read(block, little);
      Set<Long> listed = new HashSet<>();
      for (int i = 0; i < rows.size(); i++) {
        check(rows.get(i), rows, directories);
        listed.add(rows.get(i).block());
        if (i > 0) {
          checkOrder(rows.get(i - 1), rows.get(i));
        }
      }
      checkRoot(rows, offset);
      for (long directory : directories.keySet()) {
        findings.require(
            listed.contains(directory),
            offset,
            CLAUSE,
            "the directory at block " + directory + " is missing in the path table");
      }
      findings.require(
          rows.size() == directories.size(),
          offset,
          CLAUSE,
          "the path table has " + rows.size() + " rows for " + directories.size() + " directories");
    } catch (IsoFormatException e) {
      findings.broken(e);
    }
  }

  private void checkRoot(List<Row> rows, long offset) {
    boolean right =
        !rows.isEmpty()
            && rows.getFirst().parent() == 1
            && Arrays.equals(rows.getFirst().identifier(), new byte[1]);
    findings.require(
        right, offset, "ECMA-119 6.9.1", "the path table does not begin with the root");
  }

  private void check(Row row, List<Row> rows, Map<Long, StoredDirectory> directories) {
    StoredDirectory directory = directories.get(row.block());
    if (directory == null) {
      findings.error(
          row.offset(),
          CLAUSE,
          "no directory is at block " + row.block() + ", as the path table says");
      return;
    }
    findings.require(
        directory.isNamed(row.identifier()),
        row.offset(),
        "ECMA-119 9.4.5",
        "a directory has another identifier in the path table");
    findings.require(
        row.attributes() == directory.extendedAttributeBlocks(),
        row.offset(),
        "ECMA-119 9.4.2",
        "a directory has an extended attribute record in one place only");
    if (row.parent() == MAX_NUMBER) {
      return; // the number may be cut off
    }
    findings.require(
        row.parent() >= 1
            && row.parent() <= rows.size()
            && rows.get(row.parent() - 1).block() == directory.parent(),
        row.offset(),
        "ECMA-119 9.4.4",
        "row " + row.parent() + " is not the parent directory");
  }

  /** Rows stand by their parents' numbers, then by their identifiers (6.9.1). */
  private void checkOrder(Row before, Row row) {
    boolean right =
        before.parent() < row.parent()
            || (before.parent() == row.parent()
                && Arrays.compareUnsigned(before.identifier(), row.identifier()) <= 0);
    findings.expect(
        right, row.offset(), "ECMA-119 6.9.1", "the rows of the path table are not in order");
  }

  private List<Row> read(long block, boolean little) throws IOException {
    long size = volume.pathTableSize();
    if (size > MAX_SIZE) {
      throw new IsoFormatException(
          "ECMA-119 8.4.13", volume.bytes().offset(132), "a path table of " + size + " bytes");
    }
    Bytes table = source.bytes(volume.position(block), (int) size, CLAUSE);
    List<Row> rows = new ArrayList<>();
    int at = 0;
    while (at + HEAD < table.length()) {
      int length = table.u8(at);
      if (length == 0) {
        throw new IsoFormatException("ECMA-119 9.4.1", table.offset(at), "an identifier is empty");
      }
      rows.add(
          new Row(
              table.offset(at),
              little ? table.le32(at + 2) : table.be32(at + 2),
              little ? table.le16(at + 6) : table.be16(at + 6),
              table.u8(at + 1),
              table.slice(at + HEAD, length).copy()));
      at += HEAD + length;
      if (length % 2 != 0 && at < table.length()) {
        findings.expectZero(table, at, 1, "ECMA-119 9.4.6");
        at++;
      }
    }
    findings.require(
        at == table.length(),
        volume.bytes().offset(132),
        "ECMA-119 8.4.13",
        "the rows of the path table do not fill its size");
    return rows;
  }
}
