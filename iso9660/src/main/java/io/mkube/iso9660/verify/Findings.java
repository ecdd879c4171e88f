package io.mkube.iso9660.verify;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import java.util.ArrayList;
import java.util.List;

/** Collects findings; of a thousand alike the first tell enough. Not thread-safe. */
final class Findings {
  private static final int MAX = 1000;
  private final List<Finding> found = new ArrayList<>();

  void error(long offset, String clause, String text) {
    add(new Finding(Finding.Severity.ERROR, offset, clause, text));
  }

  void warning(long offset, String clause, String text) {
    add(new Finding(Finding.Severity.WARNING, offset, clause, text));
  }

  void broken(IsoFormatException problem) {
    error(problem.offset(), problem.clause(), String.valueOf(problem.getMessage()));
  }

  /** Finds the two halves of a number that differ (ECMA-119 7.3.3). */
  void both32(Bytes bytes, int at, String clause, String what) throws IsoFormatException {
    if (bytes.le32(at) != bytes.be32(at + 4)) {
      error(
          bytes.offset(at),
          clause,
          what
              + " is "
              + bytes.le32(at)
              + " in little and "
              + bytes.be32(at + 4)
              + " in big endian");
    }
  }

  /** Finds the two halves of a number that differ (ECMA-119 7.2.3). */
  void both16(Bytes bytes, int at, String clause, String what) throws IsoFormatException {
    if (bytes.le16(at) != bytes.be16(at + 2)) {
      error(
          bytes.offset(at),
          clause,
          what
              + " is "
              + bytes.le16(at)
              + " in little and "
              + bytes.be16(at + 2)
              + " in big endian");
    }
  }

  List<Finding> all() {
    return List.copyOf(found);
  }

  private void add(Finding finding) {
    if (found.size() < MAX) {
      found.add(finding);
    }
  }
}
