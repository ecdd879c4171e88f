package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files and directories by path: what an image should hold after the same edits. */
final class EditedMap {
  private static final int[] SIZES = {0, 1, 2047, 2048, 2049, 4096, 65_536, 100_001};
  private final Random random;
  private final Set<String> untouchable;
  private final boolean plainNames;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final TreeSet<String> directories = new TreeSet<>(Set.of(""));
  private int made;

  /**
   * A map with what a tree holds.
   *
   * @param plainNames whether new names are such that every tree spells them alike
   * @param untouchable files that machines boot from
   */
  EditedMap(
      ImageSource source, Tree tree, Random random, boolean plainNames, Set<String> untouchable)
      throws IOException {
    this.random = random;
    this.plainNames = plainNames;
    this.untouchable = untouchable;
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      if (entry.isDirectory()) {
        directories.add(entry.path());
      } else if (entry.isFile()) {
        files.put(entry.path(), read(source, entry));
      }
    }
  }

  Map<String, byte[]> files() {
    return files;
  }

  Set<String> directories() {
    return directories;
  }

  private static byte[] read(ImageSource source, IsoEntry entry) throws IOException {
    try (var channel = ContentChannel.open(source, entry)) {
      return Channels.newInputStream(channel).readAllBytes();
    }
  }

  /** Makes one edit here and in a patch. */
  void edit(IsoPatch.Builder patch) {
    String directory = any(directories.stream().filter(d -> depth(d) < 12).toList());
    String fresh = directory + "/" + name();
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> {
        byte[] content = content(SIZES[random.nextInt(SIZES.length)]);
        patch.add(fresh, new MemorySource(content));
        files.put(fresh, content);
      }
      case 3, 4 -> {
        String path = anyFile();
        byte[] content = content(SIZES[random.nextInt(SIZES.length)]);
        patch.replace(path, new MemorySource(content));
        files.put(path, content);
      }
      case 5, 6 -> {
        String made = plainNames ? fresh.replace(".TXT", "") : fresh;
        patch.mkdir(made);
        directories.add(made);
      }
      case 7 -> delete(patch, anyFile());
      case 8 -> deleteDirectory(patch);
      case 9 -> setBytes(patch);
      default -> rename(patch, fresh);
    }
  }

  private void delete(IsoPatch.Builder patch, String path) {
    patch.delete(path);
    byte[] content = Objects.requireNonNull(files.remove(path));
    if (random.nextBoolean()) {
      patch.add(path, new MemorySource(content));
      files.put(path, content);
    }
  }

  private void deleteDirectory(IsoPatch.Builder patch) {
    String path = any(List.copyOf(directories));
    boolean boots = untouchable.stream().anyMatch(f -> f.startsWith(path + "/"));
    if (path.isEmpty()
        || boots
        || files.keySet().stream().filter(f -> below(f, path)).count() > 9) {
      return;
    }
    patch.delete(path);
    files.keySet().removeIf(file -> below(file, path));
    directories.removeIf(other -> other.equals(path) || below(other, path));
  }

  private void setBytes(IsoPatch.Builder patch) {
    String path = anyFile();
    byte[] content = Objects.requireNonNull(files.get(path)).clone();
    if (content.length > 0) {
      int offset = random.nextInt(content.length);
      byte[] bytes = content(Math.min(content.length - offset, 1 + random.nextInt(3000)));
      patch.setBytes(path, offset, ByteBuffer.wrap(bytes));
      System.arraycopy(bytes, 0, content, offset, bytes.length);
      files.put(path, content);
    }
  }

  private void rename(IsoPatch.Builder patch, String fresh) {
    String path = any(List.copyOf(directories));
    boolean boots = untouchable.stream().anyMatch(f -> f.startsWith(path + "/"));
    if (random.nextBoolean() || path.isEmpty() || boots || below(fresh, path)) {
      String file = anyFile();
      patch.rename(file, fresh);
      files.put(fresh, files.remove(file));
      return;
    }
    String target = plainNames ? fresh.replace(".TXT", "") : fresh;
    patch.rename(path, target);
    Map<String, byte[]> moved = new HashMap<>();
    files.forEach((f, c) -> moved.put(below(f, path) ? target + f.substring(path.length()) : f, c));
    files.clear();
    files.putAll(moved);
    List<String> all = new ArrayList<>(directories);
    directories.clear();
    for (String d : all) {
      boolean inside = d.equals(path) || below(d, path);
      directories.add(inside ? target + d.substring(path.length()) : d);
    }
  }

  private static boolean below(String inner, String outer) {
    return inner.startsWith(outer + "/");
  }

  private static int depth(String path) {
    return (int) path.chars().filter(c -> c == '/').count();
  }

  private String name() {
    made++;
    if (plainNames) {
      return "N" + made + ".TXT";
    }
    String base = "New name %d".formatted(made);
    return switch (random.nextInt(6)) {
      case 0 -> base + ".cfg";
      case 1 -> base + " ünïcode.txt";
      case 2 -> "x".repeat(30 + random.nextInt(20)) + made + ".conf";
      case 3 -> made + " 日本語の名前";
      case 4 -> "." + made + ".many.dots.tar.gz";
      default -> "n" + made;
    };
  }

  private byte[] content(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String anyFile() {
    return any(files.keySet().stream().filter(f -> !untouchable.contains(f)).toList());
  }

  private String any(List<String> paths) {
    return paths.get(random.nextInt(paths.size()));
  }

  /** Demands that a tree holds this and nothing else. */
  void assertSame(ImageSource source, Tree tree) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    Set<String> foundDirectories = new TreeSet<>(Set.of(""));
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (next.get().isFile()) {
        found.put(next.get().path(), read(source, next.get()));
      } else if (next.get().isDirectory()) {
        foundDirectories.add(next.get().path());
      }
    }
    files.keySet().removeIf(EditedMap::follows);
    found.keySet().removeIf(EditedMap::follows);
    assertEquals(files.keySet(), found.keySet());
    assertEquals(directories, foundDirectories);
    files.forEach((path, content) -> assertArrayEquals(content, found.get(path), path));
  }

  /** Boot catalogs tell where boot images are, so they change when these move. */
  private static boolean follows(String path) {
    return path.toLowerCase(Locale.ROOT).contains("/boot.cat");
  }

  /** Demands that a tree holds the same contents, whatever their names are. */
  void assertSameContents(ImageSource source, Tree tree) throws IOException {
    List<ByteBuffer> found = new ArrayList<>();
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (next.get().isFile() && !follows(next.get().path())) {
        found.add(ByteBuffer.wrap(read(source, next.get())));
      }
    }
    assertEquals(counted(files.values().stream().map(ByteBuffer::wrap)), counted(found.stream()));
  }

  private static Map<ByteBuffer, Long> counted(Stream<ByteBuffer> contents) {
    return contents.collect(Collectors.groupingBy(c -> c, Collectors.counting()));
  }

  /** Demands that a program has extracted this. */
  void assertExtracted(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey().substring(1));
      assertTrue(Files.exists(path), file.getKey());
      assertArrayEquals(file.getValue(), Files.readAllBytes(path), file.getKey());
    }
  }
}
