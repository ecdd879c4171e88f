package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks that nothing lies where something else is. Files may share an extent as a whole; the
 * catalog and the images that machines boot from may be files too. Not thread-safe.
 */
final class SpaceChecker {
  /** More than any image has; what comes later is not checked. */
  private static final int MAX = 2_000_000;

  private final Findings findings;
  private final Set<Claim> claims = new HashSet<>();

  SpaceChecker(Findings findings) {
    this.findings = findings;
  }

  /** What lies somewhere. */
  enum Kind {
    DESCRIPTOR("volume descriptors"),
    PATH_TABLE("a path table"),
    DIRECTORY("a directory"),
    CONTINUATION("a continuation area"),
    CATALOG("the boot catalog"),
    BOOT_IMAGE("a boot image"),
    FILE("a file");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** Something that lies somewhere. */
  private record Claim(long start, long end, Kind kind) {}

  /**
   * Notes what lies somewhere.
   *
   * @param namedAt position of what says so
   */
  void use(Kind kind, Extent extent, long namedAt) {
    if (extent.position() < 0) {
      findings.error(namedAt, "ECMA-119 6.4", kind.text + " lies outside the image");
    } else if (extent.length() > 0 && claims.size() < MAX) {
      claims.add(new Claim(extent.position(), extent.end(), kind));
    }
  }

  /** Reports everything that overlaps. */
  void finish() {
    List<Claim> sorted = new ArrayList<>(claims);
    sorted.sort(
        Comparator.comparingLong(Claim::start)
            .thenComparing(Comparator.comparingLong(Claim::end).reversed())
            .thenComparing(Claim::kind));
    Claim file = new Claim(-1, -1, Kind.FILE);
    Claim structure = new Claim(-1, -1, Kind.DESCRIPTOR);
    for (Claim claim : sorted) {
      compare(file, claim);
      compare(structure, claim);
      if (claim.kind == Kind.FILE && claim.end > file.end) {
        file = claim;
      } else if (claim.kind != Kind.FILE && claim.end > structure.end) {
        structure = claim;
      }
    }
  }

  private void compare(Claim before, Claim claim) {
    if (before.end <= claim.start) {
      return;
    }
    boolean boots = mayBeFile(before.kind) || mayBeFile(claim.kind);
    if (before.kind == Kind.FILE && claim.kind == Kind.FILE) {
      findings.warning(claim.start, "ECMA-119 6.4.1", "a part of an extent belongs to two files");
    } else if (!boots || (before.kind != Kind.FILE && claim.kind != Kind.FILE)) {
      if (!(mayBeFile(before.kind) && before.kind == claim.kind)) {
        findings.error(
            claim.start,
            "ECMA-119 6.4.1",
            claim.kind.text + " lies where " + before.kind.text + " is");
      }
    }
  }

  private static boolean mayBeFile(Kind kind) {
    return kind == Kind.CATALOG || kind == Kind.BOOT_IMAGE;
  }
}
