package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A walk through a tree. Holds a few sectors for each level. Not thread-safe. */
public final class TreeWalk {
  /** More levels than a path of 4096 characters has. */
  private static final int MAX_DEPTH = 2048;

  /** Directories that share their extents could make a small image endless. */
  private static final long MAX_ENTRIES = 5_000_000;

  private final Tree tree;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final IsoEntry start;
  private final ReadBudget budget;
  private boolean started;
  private long seen;

  TreeWalk(Tree tree, IsoEntry start) {
    this.tree = tree;
    this.start = start;
    this.budget = new ReadBudget(tree.source());
  }

  /**
   * The next entry, empty at the end. A directory is read when the walk enters it, so that one that
   * cannot be read has been seen before.
   *
   * @throws IsoFormatException if a directory lies inside itself or the tree has no end
   */
  public Optional<IsoEntry> next() throws IOException {
    if (!started) {
      started = true;
      enter(start);
    }
    while (!levels.isEmpty()) {
      Level level = levels.peek();
      IsoEntry pending = level.pending;
      if (pending != null) {
        level.pending = null;
        enter(pending);
        continue;
      }
      IsoEntry entry = level.entries.advance();
      if (entry == null) {
        levels.pop();
        continue;
      }
      if (++seen > MAX_ENTRIES) {
        throw new IsoFormatException(
            "ECMA-119 6.8.2", entry.record().offset(), "more than " + MAX_ENTRIES + " entries");
      }
      if (entry.isDirectory()) {
        level.pending = entry;
      }
      return Optional.of(entry);
    }
    return Optional.empty();
  }

  private void enter(IsoEntry directory) throws IOException {
    long position = directory.extents().getFirst().position();
    for (Level level : levels) {
      if (level.position == position) {
        throw new IsoFormatException(
            "ECMA-119 6.8.2",
            directory.record().offset(),
            "the directory " + directory.path() + " lies inside itself");
      }
    }
    if (levels.size() >= MAX_DEPTH) {
      throw new IsoFormatException(
          "ECMA-119 6.8.2.1",
          directory.record().offset(),
          "directories are nested deeper than " + MAX_DEPTH);
    }
    levels.push(new Level(position, tree.entries(directory, budget)));
  }

  private static final class Level {
    private final long position;
    private final EntryCursor entries;
    private @Nullable IsoEntry pending;

    Level(long position, EntryCursor entries) {
      this.position = position;
      this.entries = entries;
    }
  }
}
