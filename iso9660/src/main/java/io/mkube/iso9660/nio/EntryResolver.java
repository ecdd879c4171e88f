package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.EntryCursor;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries through symbolic links. Links are resolved inside the image only: the root is above
 * everything. Remembers the directories that were used last. Thread-safe.
 */
final class EntryResolver {
  private static final int MAX_LINKS = 40;
  private static final int MAX_TARGET_NAMES = 4096;
  private static final int REMEMBERED = 256;
  private static final int MAX_PLACES = 100;

  private final Tree tree;
  private final Location root;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Location> directories = new Recent();
  private final Map<Long, Integer> firstPaths = new HashMap<>();
  private final Map<Long, Integer> otherPlaces = new HashMap<>();

  EntryResolver(Tree tree) {
    this.tree = tree;
    this.root = new Location(tree.root(), null);
  }

  /** Directories by their path, the ones used last. */
  private static final class Recent extends LinkedHashMap<String, Location> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Location> eldest) {
      return size() > REMEMBERED;
    }
  }

  /**
   * The entry of a path.
   *
   * @param follow whether a link at the end is followed; those on the way always are
   * @throws NoSuchFileException if there is none
   * @throws FileSystemLoopException if links have no end
   */
  Location resolve(IsoPath path, boolean follow) throws IOException {
    Location known = path.location();
    if (known != null && !(follow && known.entry().type() == IsoEntry.Type.SYMBOLIC_LINK)) {
      return known;
    }
    Deque<String> rest = new ArrayDeque<>();
    path.addNamesTo(rest);
    Location at = root;
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        at = at.up();
        continue;
      }
      Location next = child(at, name, path);
      Optional<String> target = next.entry().rockRidge().linkTarget();
      boolean link = next.entry().type() == IsoEntry.Type.SYMBOLIC_LINK && target.isPresent();
      if (!link || (rest.isEmpty() && !follow)) {
        at = next;
        continue;
      }
      links++;
      if (links > MAX_LINKS || rest.size() > MAX_TARGET_NAMES) {
        throw new FileSystemLoopException(path.toString());
      }
      if (target.get().startsWith("/")) {
        at = root;
      }
      String[] names = target.get().split("/", -1);
      for (int i = names.length - 1; i >= 0; i--) {
        rest.addFirst(names[i]);
      }
    }
    return at;
  }

  /**
   * Opens a directory, unless walking through it would not end.
   *
   * @throws IsoFormatException if it lies inside itself, or in more places than a sound image has
   */
  EntryCursor open(Location directory) throws IOException {
    directory.requireNoLoop();
    long position = directory.entry().extents().getFirst().position();
    int path = directory.entry().path().hashCode();
    lock.lock();
    try {
      Integer first = firstPaths.putIfAbsent(position, path);
      if (first != null
          && first != path
          && otherPlaces.merge(position, 1, Integer::sum) > MAX_PLACES) {
        throw new IsoFormatException(
            "ECMA-119 6.8.2",
            directory.entry().record().offset(),
            "the directory " + directory.entry().path() + " is in many places at once");
      }
    } finally {
      lock.unlock();
    }
    return tree.entries(directory.entry());
  }

  private Location child(Location directory, String name, IsoPath path) throws IOException {
    if (!directory.entry().isDirectory()) {
      throw new NoSuchFileException(path.toString());
    }
    String key = directory.parent() == null ? "/" + name : directory.entry().path() + "/" + name;
    Location known = remembered(key);
    if (known != null) {
      return known;
    }
    IsoEntry entry =
        tree.find(directory.entry(), name)
            .orElseThrow(() -> new NoSuchFileException(path.toString()));
    Location found = new Location(entry, directory);
    if (entry.isDirectory()) {
      remember(key, found);
    }
    return found;
  }

  private @Nullable Location remembered(String key) {
    lock.lock();
    try {
      return directories.get(key);
    } finally {
      lock.unlock();
    }
  }

  private void remember(String key, Location found) {
    lock.lock();
    try {
      directories.put(key, found);
    } finally {
      lock.unlock();
    }
  }
}
