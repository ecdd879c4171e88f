package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that two trees show the same files. Writers can hide a file from one of them and shorten
 * names, so one that is missing is only a warning, but where both have a path it is one file.
 */
final class TreeComparison {
  /** What is more takes too much memory and is left out. */
  private static final int MAX_ENTRIES = 200_000;

  private final Findings findings;

  TreeComparison(Findings findings) {
    this.findings = findings;
  }

  /**
   * An entry of a tree.
   *
   * @param offset position of its record
   * @param path path as it is shown
   * @param content where its content is; empty for a directory
   */
  private record Item(long offset, String path, boolean directory, List<Extent> content) {}

  /** Compares a tree with the main one. */
  void compare(Tree main, Tree other) throws IOException {
    Map<String, Item> wanted = items(main);
    Map<String, Item> found = items(other);
    if (wanted.size() >= MAX_ENTRIES || found.size() >= MAX_ENTRIES) {
      return;
    }
    String name = other.view().name().toLowerCase(Locale.ROOT);
    Set<List<Extent>> contents = new HashSet<>();
    wanted.values().forEach(item -> contents.add(item.content()));
    for (Map.Entry<String, Item> entry : found.entrySet()) {
      Item item = entry.getValue();
      boolean unique = entry.getKey().indexOf('\0') < 0;
      Item twin = unique ? wanted.get(entry.getKey()) : null;
      if (twin != null) {
        findings.require(
            twin.directory() == item.directory() && twin.content().equals(item.content()),
            item.offset(),
            "ECMA-119 8.5",
            item.path() + " is another file in the " + name + " tree than in the primary one");
      } else if (!item.directory() && !item.content().isEmpty()) {
        findings.expect(
            contents.contains(item.content()),
            item.offset(),
            "ECMA-119 8.5",
            item.path() + " is in the " + name + " tree only");
      }
    }
    Set<List<Extent>> there = new HashSet<>();
    found.values().forEach(item -> there.add(item.content()));
    for (Map.Entry<String, Item> entry : wanted.entrySet()) {
      Item item = entry.getValue();
      if (!found.containsKey(entry.getKey()) && !item.directory() && !item.content().isEmpty()) {
        findings.expect(
            there.contains(item.content()),
            item.offset(),
            "ECMA-119 8.5",
            item.path() + " is not in the " + name + " tree");
      }
    }
  }

  /** Compares the trees of a partition that can be mounted alone, which has to show the same. */
  void compareTwin(Tree main, Tree twin) throws IOException {
    Map<String, Item> wanted = items(main);
    Map<String, Item> found = items(twin);
    for (Map.Entry<String, Item> entry : wanted.entrySet()) {
      Item item = found.get(entry.getKey());
      Item expected = entry.getValue();
      boolean same =
          item != null
              && item.directory() == expected.directory()
              && item.content().equals(expected.content());
      findings.require(
          same,
          item == null ? expected.offset() : item.offset(),
          "partition_offset",
          expected.path() + " is not the same where the partition is mounted alone");
    }
    for (Map.Entry<String, Item> entry : found.entrySet()) {
      findings.require(
          wanted.containsKey(entry.getKey()),
          entry.getValue().offset(),
          "partition_offset",
          entry.getValue().path() + " is only there where the partition is mounted alone");
    }
  }

  private static Map<String, Item> items(Tree tree) throws IOException {
    Map<String, Item> items = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    TreeWalk walk = tree.walk(tree.root());
    Optional<IsoEntry> next = walk.next();
    while (next.isPresent() && items.size() < MAX_ENTRIES) {
      IsoEntry entry = next.get();
      if (entry.isDirectory() || entry.isFile()) {
        boolean directory = entry.isDirectory();
        List<Extent> content = directory || stored(entry) == 0 ? List.of() : entry.extents();
        Item item = new Item(entry.record().offset(), entry.path(), directory, content);
        String key = entry.path().toUpperCase(Locale.ROOT);
        if (items.putIfAbsent(key, item) != null) {
          ambiguous.add(key); // names that differ in case only are renamed in other trees
          items.put(key + '\0' + items.size(), item);
        }
      }
      next = walk.next();
    }
    for (String key : ambiguous) {
      Item first = items.remove(key);
      if (first != null) {
        items.put(key + '\0', first);
      }
    }
    return items;
  }

  private static long stored(IsoEntry entry) {
    return entry.extents().stream().mapToLong(Extent::length).sum();
  }
}
