package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.patch.PatchOptions;
import io.mkube.iso9660.patch.PatchSession;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any sequence of patches gives what the same edits of a map give, in every tree. */
final class PatchIT {
  private static final Instant TIME = Instant.parse("2025-01-02T03:04:05Z");
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"1, 40", "2, 40", "3, 120", "4, 300"})
  void equalsTheSameEditsOfAMap(long seed, int edits) throws Exception {
    Model model = new Model(new Random(seed));
    Path base = base(model);

    Path target = folder.resolve("target.iso");
    try (ImageSource source = ImageSource.open(base)) {
      PatchSession session = PatchSession.begin(source, PatchOptions.DEFAULT.withTime(TIME));
      for (int i = 0; i < edits; i++) {
        model.edit(session);
      }
      IsoDelta delta = session.finish();
      Files.copy(base, target);
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        delta.applyTo(channel);
      }
    }

    try (IsoImage image = IsoImage.open(target)) {
      assertEquals(
          List.of(),
          ImageChecker.check(image.source()).stream()
              .filter(finding -> finding.severity() == Finding.Severity.ERROR)
              .toList());
      for (View view : new View[] {View.ROCK_RIDGE, View.JOLIET}) {
        model.assertSame(image, image.tree(view).orElseThrow());
      }
      assertEquals(model.files.size(), model.count(image, image.tree(View.PLAIN).orElseThrow()));
    }
    Path out = folder.resolve("out");
    Programs.run("xorriso", "-osirrox", "on", "-indev", target, "-extract", "/", out);
    Programs.run("chmod", "-R", "u+rwX", out);
    model.assertExtracted(out);
    Programs.run("7z", "x", "-y", "-o" + folder.resolve("seven"), target);
    model.assertExtracted(folder.resolve("seven"));
    Programs.run("isoinfo", "-R", "-l", "-i", target);
  }

  private Path base(Model model) throws Exception {
    Path tree = folder.resolve("tree");
    for (int i = 0; i < 30; i++) {
      model.put("/dir" + i % 3 + "/file" + i + ".txt", i * 300);
    }
    model.put("/top", 5000);
    model.put("/dir0/deep/deeper/leaf", 3);
    for (Map.Entry<String, byte[]> file : model.files.entrySet()) {
      Path path = tree.resolve(file.getKey().substring(1));
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Path base = folder.resolve("base.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "-o", base, tree);
    return base;
  }

  /** Files and directories by path, and edits of both them and an image. */
  private static final class Model {
    private final Random random;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final List<String> directories = new ArrayList<>(List.of(""));
    private int made;

    Model(Random random) {
      this.random = random;
    }

    void put(String path, int length) {
      files.put(path, content(length));
      for (int at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
        if (!directories.contains(path.substring(0, at))) {
          directories.add(path.substring(0, at));
        }
      }
    }

    private byte[] content(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    void edit(PatchSession session) throws IOException {
      String directory = directories.get(random.nextInt(directories.size()));
      String fresh = directory + "/" + name();
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          byte[] content = content(size());
          session.add(fresh, new MemorySource(content));
          files.put(fresh, content);
        }
        case 3, 4 -> {
          String path = anyFile();
          byte[] content = content(size());
          session.replace(path, new MemorySource(content));
          files.put(path, content);
        }
        case 5 -> {
          session.mkdir(fresh);
          directories.add(fresh);
        }
        case 6 -> {
          String path = anyFile();
          session.delete(path);
          files.remove(path);
        }
        default -> {
          String path = anyFile();
          session.rename(path, fresh);
          files.put(fresh, files.remove(path));
        }
      }
    }

    private String name() {
      made++;
      String base = "New name %d".formatted(made);
      return switch (random.nextInt(4)) {
        case 0 -> base + ".cfg";
        case 1 -> base + " ünïcode.txt";
        case 2 -> "x".repeat(30 + random.nextInt(20)) + made + ".conf";
        default -> "n" + made;
      };
    }

    private int size() {
      return switch (random.nextInt(6)) {
        case 0 -> 0;
        case 1 -> 2048;
        case 2 -> 2049;
        case 3 -> 100_000;
        default -> random.nextInt(5000);
      };
    }

    private String anyFile() {
      List<String> paths = List.copyOf(files.keySet());
      return paths.get(random.nextInt(paths.size()));
    }

    void assertSame(IsoImage image, Tree tree) throws IOException {
      Map<String, byte[]> found = new TreeMap<>();
      TreeWalk walk = tree.walk(tree.root());
      for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
        if (next.get().isFile()) {
          byte[] content = Channels.newInputStream(image.open(next.get())).readAllBytes();
          found.put(next.get().path(), content);
        }
      }
      assertEquals(files.keySet(), found.keySet());
      files.forEach((path, content) -> assertArrayEquals(content, found.get(path), path));
    }

    int count(IsoImage image, Tree tree) throws IOException {
      int count = 0;
      TreeWalk walk = tree.walk(tree.root());
      for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
        count += next.get().isFile() ? 1 : 0;
      }
      assertEquals(
          "CD001",
          image.source().bytes(16 * 2048 + 1, 5, "test").text(0, 5, StandardCharsets.US_ASCII));
      return count;
    }

    void assertExtracted(Path folder) throws IOException {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey().substring(1));
        assertArrayEquals(file.getValue(), Files.readAllBytes(path), file.getKey());
      }
      try (var paths = Files.walk(folder)) {
        assertEquals(files.size(), paths.filter(Files::isRegularFile).count());
      }
    }
  }
}
