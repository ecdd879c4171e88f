package io.mkube.iso9660.patch;

import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.naming.Identifiers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which entry of a directory in one tree is which in another. Trees spell names in their own way,
 * shorten them and number what has become the same, so all entries of a directory are paired at
 * once, the surest first: each is the counterpart of one only. For one directory; not thread-safe.
 */
final class EntryPairs {
  private final TreeModel tree;
  private final Map<String, IsoEntry> open = new LinkedHashMap<>();
  private final Map<String, IsoEntry> free = new LinkedHashMap<>();
  private final Map<String, IsoEntry> pairs = new HashMap<>();

  private EntryPairs(TreeModel tree, List<IsoEntry> reference, List<IsoEntry> others) {
    this.tree = tree;
    reference.forEach(entry -> open.put(entry.name(), entry));
    others.forEach(entry -> free.put(entry.name(), entry));
  }

  /** Finds the entries that a directory holds files of. */
  interface Contents {
    /** Positions of the files in a directory of the first tree, or else of the other one. */
    Set<Long> positions(IsoEntry directory, boolean first) throws IOException;
  }

  /**
   * Counterparts by name in the first tree.
   *
   * @param tree the other tree
   */
  static Map<String, IsoEntry> of(
      TreeModel tree, List<IsoEntry> reference, List<IsoEntry> others, Contents contents)
      throws IOException {
    EntryPairs pairs = new EntryPairs(tree, reference, others);
    pairs.byName(true);
    pairs.byIdentifier();
    pairs.byData();
    pairs.byContents(contents);
    pairs.byName(false);
    pairs.byBeginning();
    return pairs.pairs;
  }

  private void byName(boolean sameData) {
    for (IsoEntry entry : List.copyOf(open.values())) {
      IsoEntry other = free.get(entry.name());
      if (other != null && alike(entry, other, sameData)) {
        pair(entry, other);
      }
    }
    if (!tree.naming().rockRidge()) {
      Map<String, IsoEntry> folded = new HashMap<>();
      free.values().forEach(other -> folded.putIfAbsent(fold(other), other));
      for (IsoEntry entry : List.copyOf(open.values())) {
        IsoEntry other = folded.get(fold(entry));
        if (other != null && alike(entry, other, sameData) && free.containsKey(other.name())) {
          pair(entry, other);
        }
      }
    }
  }

  private void byIdentifier() throws IsoFormatException {
    Map<ByteBuffer, IsoEntry> identifiers = new HashMap<>();
    for (IsoEntry other : free.values()) {
      identifiers.put(ByteBuffer.wrap(other.record().identifier().copy()), other);
    }
    for (IsoEntry entry : List.copyOf(open.values())) {
      byte[] plain =
          Identifiers.plain(tree.volume().kind(), tree.naming(), entry.name(), entry.isDirectory());
      IsoEntry other = identifiers.get(ByteBuffer.wrap(plain));
      if (other != null && alike(entry, other, true) && free.containsKey(other.name())) {
        pair(entry, other);
      }
    }
  }

  private void byData() {
    Map<List<Extent>, IsoEntry> data = new HashMap<>();
    free.values().stream()
        .filter(EntryPairs::hasData)
        .forEach(other -> data.putIfAbsent(other.extents(), other));
    for (IsoEntry entry : List.copyOf(open.values())) {
      IsoEntry other = hasData(entry) ? data.remove(entry.extents()) : null;
      if (other != null) {
        pair(entry, other);
      }
    }
  }

  private void byContents(Contents contents) throws IOException {
    for (IsoEntry entry : List.copyOf(open.values())) {
      if (!entry.isDirectory()) {
        continue;
      }
      Set<Long> files = contents.positions(entry, true);
      for (IsoEntry other : files.isEmpty() ? List.<IsoEntry>of() : List.copyOf(free.values())) {
        Set<Long> common = other.isDirectory() ? contents.positions(other, false) : Set.of();
        if (common.stream().anyMatch(files::contains)) {
          pair(entry, other);
          break;
        }
      }
    }
  }

  /** What is left has no content to tell it by: names that begin alike belong together. */
  private void byBeginning() {
    for (IsoEntry entry : List.copyOf(open.values())) {
      Optional<IsoEntry> best = Optional.empty();
      int longest = 0;
      for (IsoEntry other : free.values()) {
        int common = common(fold(entry), fold(other));
        if (common > longest && alike(entry, other, true)) {
          longest = common;
          best = Optional.of(other);
        }
      }
      best.ifPresent(other -> pair(entry, other));
    }
  }

  private void pair(IsoEntry entry, IsoEntry other) {
    pairs.put(entry.name(), other);
    open.remove(entry.name());
    free.remove(other.name());
  }

  private static boolean alike(IsoEntry entry, IsoEntry other, boolean sameData) {
    if (entry.isDirectory() != other.isDirectory()) {
      return false;
    }
    return entry.isDirectory()
        || !sameData
        || entry.extents().equals(other.extents())
        || (!hasData(entry) && !hasData(other));
  }

  private static boolean hasData(IsoEntry entry) {
    return !entry.isDirectory() && entry.extents().stream().anyMatch(e -> e.length() > 0);
  }

  private static String fold(IsoEntry entry) {
    return entry.name().toLowerCase(Locale.ROOT);
  }

  private static int common(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }
}
