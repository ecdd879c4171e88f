package io.mkube.iso9660.verify;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects findings, each once; of thousands alike the first tell enough. Not thread-safe. */
final class Findings {
  private static final int MAX = 1000;
  private final Set<Finding> found = new HashSet<>();
  private final List<Finding> inOrder = new ArrayList<>();
  private long more;

  void error(long offset, String clause, String text) {
    add(new Finding(Finding.Severity.ERROR, offset, clause, text));
  }

  void warning(long offset, String clause, String text) {
    add(new Finding(Finding.Severity.WARNING, offset, clause, text));
  }

  void broken(IsoFormatException problem) {
    error(problem.offset(), problem.clause(), problem.problem());
  }

  /** An error unless something holds. */
  void require(boolean holds, long offset, String clause, String text) {
    if (!holds) {
      error(offset, clause, text);
    }
  }

  /** A warning unless something holds. */
  void expect(boolean holds, long offset, String clause, String text) {
    if (!holds) {
      warning(offset, clause, text);
    }
  }

  /** Finds bytes that should be zero, which readers pass over. */
  void expectZero(Bytes bytes, int at, int count, String clause) throws IsoFormatException {
    expect(
        bytes.slice(at, count).zero(),
        bytes.offset(at),
        clause,
        "a field that is unused is not zero");
  }

  /** Finds the two halves of a number that differ (ECMA-119 7.3.3). */
  void both32(Bytes bytes, int at, String clause, String what) throws IsoFormatException {
    both(bytes.offset(at), clause, what, bytes.le32(at), bytes.be32(at + 4));
  }

  /** Finds the two halves of a number that differ (ECMA-119 7.2.3). */
  void both16(Bytes bytes, int at, String clause, String what) throws IsoFormatException {
    both(bytes.offset(at), clause, what, bytes.le16(at), bytes.be16(at + 2));
  }

  private void both(long offset, String clause, String what, long little, long big) {
    if (little != big) {
      error(offset, clause, what + " is " + little + " in little and " + big + " in big endian");
    }
  }

  List<Finding> all() {
    List<Finding> all = new ArrayList<>(inOrder);
    if (more > 0) {
      all.add(new Finding(Finding.Severity.ERROR, 0, "", "and " + more + " more findings"));
    }
    return List.copyOf(all);
  }

  private void add(Finding finding) {
    if (inOrder.size() >= MAX) {
      more++;
    } else if (found.add(finding)) {
      inOrder.add(finding);
    }
  }
}
