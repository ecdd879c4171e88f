package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.IsoFormatException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that moved directories, the records that they were moved from and their links to their old
 * parents agree (RRIP 4.1.5). For one tree only.
 */
final class Relocations {
  private final Findings findings;
  private final Map<Long, Link> children = new HashMap<>();
  private final Map<Long, Link> parents = new HashMap<>();
  private final Map<Long, Long> moved = new HashMap<>();

  Relocations(Findings findings) {
    this.findings = findings;
  }

  /** A link: where it stands, the directory that holds it, and the block that it names. */
  private record Link(long offset, long directory, long target) {}

  /**
   * Learns what a record says.
   *
   * @param directory block of the directory that holds it
   */
  void learn(long directory, DirectoryRecord record, List<SystemUseEntry> entries)
      throws IsoFormatException {
    for (SystemUseEntry entry : entries) {
      switch (entry.signature()) {
        case "CL" -> {
          long target = entry.bytes().both32(4);
          Link link = new Link(entry.bytes().offset(), directory, target);
          findings.require(
              children.put(target, link) == null,
              link.offset(),
              "RRIP 4.1.5.1",
              "two child links lead to one directory");
        }
        case "PL" -> {
          long target = entry.bytes().both32(4);
          parents.put(directory, new Link(entry.bytes().offset(), directory, target));
        }
        case "RE" -> {
          // xorriso repeats it in the records of the moved directory itself.
          if (!record.isSelf() && !record.isParent()) {
            moved.put(record.block(), record.offset());
          }
        }
        default -> {
          // Nothing of moved directories.
        }
      }
    }
  }

  /** Reports what does not agree. */
  void finish(Map<Long, StoredDirectory> directories) {
    for (Link child : children.values()) {
      findings.require(
          directories.containsKey(child.target()),
          child.offset(),
          "RRIP 4.1.5.1",
          "a child link leads to block " + child.target() + ", where no directory is");
      findings.require(
          moved.containsKey(child.target()),
          child.offset(),
          "RRIP 4.1.5.3",
          "the directory that a child link leads to is not marked as moved");
      Link parent = parents.get(child.target());
      findings.require(
          parent != null && parent.target() == child.directory(),
          parent == null ? child.offset() : parent.offset(),
          "RRIP 4.1.5.2",
          "a moved directory does not name the parent that it came from");
    }
    for (Link parent : parents.values()) {
      findings.require(
          children.containsKey(parent.directory()),
          parent.offset(),
          "RRIP 4.1.5.2",
          "a parent link stands in a directory that was not moved");
    }
    Set<Long> collections = new HashSet<>();
    for (Link child : children.values()) {
      StoredDirectory target = directories.get(child.target());
      if (target != null) {
        collections.add(target.parent());
      }
    }
    // xorriso marks the directory for moved ones too, so that readers hide it.
    moved.forEach(
        (block, offset) ->
            findings.require(
                children.containsKey(block) || collections.contains(block),
                offset,
                "RRIP 4.1.5.3",
                "a directory is marked as moved, but no child link leads to it"));
  }
}
