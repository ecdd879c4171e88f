package io.mkube.iso9660.verify;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that the path tables of a tree say what its directories say (ECMA-119 6.9). */
final class PathTableChecker {
  private static final String CLAUSE = "ECMA-119 6.9";
  private static final long MAX_SIZE = 16L << 20;
  private static final int MAX_NUMBER = 0xFFFF;
  private static final int HEAD = 8;
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final Findings findings;

  PathTableChecker(ImageSource source, VolumeDescriptor volume, Findings findings) {
    this.source = source;
    this.volume = volume;
    this.findings = findings;
  }

  /** A row of a table. */
  private record Row(long offset, long block, int parent) {}

  /**
   * Checks all tables.
   *
   * @param parents block of each directory with the block of the one that it is in
   */
  void check(Map<Long, Long> parents) throws IOException {
    check(volume.pathTableL(), true, parents);
    check(volume.pathTableM(), false, parents);
    if (volume.optionalPathTableL() != 0) {
      check(volume.optionalPathTableL(), true, parents);
    }
    if (volume.optionalPathTableM() != 0) {
      check(volume.optionalPathTableM(), false, parents);
    }
  }

  private void check(long block, boolean little, Map<Long, Long> parents) throws IOException {
    try {
      List<Row> rows = read(block, little);
      if (rows.size() != parents.size()) {
        findings.error(
            volume.position(block),
            CLAUSE,
            "the path table has " + rows.size() + " rows for " + parents.size() + " directories");
      }
      for (Row row : rows) {
        check(row, rows, parents);
      }
    } catch (IsoFormatException e) {
      findings.broken(e);
    }
  }

  private void check(Row row, List<Row> rows, Map<Long, Long> parents) {
    Long parent = parents.get(row.block());
    if (parent == null) {
      findings.error(
          row.offset(),
          CLAUSE,
          "no directory is at block " + row.block() + ", as the path table says");
      return;
    }
    if (row.parent() == MAX_NUMBER) {
      return; // the number may be cut off
    }
    boolean right =
        row.parent() >= 1
            && row.parent() <= rows.size()
            && rows.get(row.parent() - 1).block() == parent;
    if (!right) {
      findings.error(
          row.offset(), "ECMA-119 9.4.4", "row " + row.parent() + " is not the parent directory");
    }
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
              little ? table.le16(at + 6) : table.be16(at + 6)));
      at += HEAD + length + length % 2;
    }
    return rows;
  }
}
