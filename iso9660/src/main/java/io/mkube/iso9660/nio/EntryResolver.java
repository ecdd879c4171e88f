package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds entries through symbolic links. Links are resolved inside the image only: the root is above
 * everything.
 *
 * @param tree tree that is read
 */
record EntryResolver(Tree tree) {
  private static final int MAX_LINKS = 40;

  /**
   * The entry of a path.
   *
   * @param follow whether a link at the end is followed; those on the way always are
   * @throws NoSuchFileException if there is none
   * @throws FileSystemLoopException if links have no end
   */
  IsoEntry resolve(String path, boolean follow) throws IOException {
    Deque<String> rest = new ArrayDeque<>(names(path));
    Deque<IsoEntry> way = new ArrayDeque<>(List.of(tree.root()));
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("..")) {
        if (way.size() > 1) {
          way.pop();
        }
        continue;
      }
      IsoEntry entry = child(way.element(), name, path);
      Optional<String> target = entry.rockRidge().linkTarget();
      boolean link = entry.type() == IsoEntry.Type.SYMBOLIC_LINK && target.isPresent();
      if (!link || (rest.isEmpty() && !follow)) {
        way.push(entry);
        continue;
      }
      links++;
      if (links > MAX_LINKS) {
        throw new FileSystemLoopException(path);
      }
      if (target.get().startsWith("/")) {
        way.clear();
        way.push(tree.root());
      }
      names(target.get()).reversed().forEach(rest::addFirst);
    }
    return way.element();
  }

  private IsoEntry child(IsoEntry directory, String name, String path) throws IOException {
    if (!directory.isDirectory()) {
      throw new NoSuchFileException(path);
    }
    return tree.list(directory).stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchFileException(path));
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }
}
