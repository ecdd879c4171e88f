package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Names that do not fit into their records: libarchive, which reads forwards only, must find them
 * after every patch as it does in images that other programs have made.
 */
final class LongNamesIT {
  private static final int ROUNDS = 3;
  private static final int CHANGES = 12;
  @TempDir private Path folder;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final List<String> directories = new ArrayList<>(List.of(""));

  @ParameterizedTest
  @CsvSource({
    "1, xorriso -as mkisofs -quiet -R -J",
    "2, xorriso -as mkisofs -quiet -R",
    "3, genisoimage -quiet -R -J -input-charset utf-8",
    "4, genisoimage -quiet -R -input-charset utf-8",
    "5, xorriso -as mkisofs -quiet -R -J -partition_offset 16 --hardlinks",
    "6, xorriso -as mkisofs -quiet -R -J -l",
    "7, genisoimage -quiet -R -J -l",
    "9, genisoimage -quiet -r"
  })
  void areReadForwardsAfterEveryPatch(long seed, String command) throws Exception {
    Random random = new Random(seed);
    Path image = makeImage(command, random);
    for (int round = 0; round < ROUNDS; round++) {
      IsoPatch.Builder patch = IsoPatch.builder();
      for (int i = 0; i < CHANGES; i++) {
        change(patch, random, round + "_" + i);
      }
      Path next = folder.resolve("image" + round + ".iso");
      patch.build().derive(image, next);
      image = next;
      assertRead(image, folder.resolve("out" + round));
    }
  }

  private Path makeImage(String command, Random random) throws Exception {
    Path tree = folder.resolve("tree");
    for (String directory : new String[] {"/a", "/a/b", "/a/b/c", "/" + name("d", random)}) {
      Files.createDirectories(tree.resolve(directory.substring(1)));
      directories.add(directory);
    }
    for (int i = 0; i < 30; i++) {
      String path = pick(directories, random) + "/" + name("f" + i, random);
      files.put(path, content(random));
      Files.write(tree.resolve(path.substring(1)), files.get(path));
    }
    Path image = folder.resolve("base.iso");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("-o", image.toString(), tree.toString()));
    Programs.run(words.toArray());
    return image;
  }

  private void change(IsoPatch.Builder patch, Random random, String unique) {
    String known = pick(List.copyOf(files.keySet()), random);
    String path = pick(directories, random) + "/" + name(unique, random);
    byte[] content = content(random);
    switch (random.nextInt(6)) {
      case 0 -> {
        patch.mkdir(path);
        directories.add(path);
      }
      case 1 -> {
        patch.replace(known, content);
        files.put(known, content);
      }
      case 2 -> {
        patch.delete(known);
        files.remove(known);
      }
      case 3 -> {
        patch.rename(known, path);
        files.put(path, files.remove(known));
      }
      default -> {
        patch.add(path, content);
        files.put(path, content);
      }
    }
  }

  private void assertRead(Path image, Path out) throws Exception {
    try (IsoImage iso = IsoImage.open(image)) {
      assertEquals(
          List.of(),
          ImageChecker.check(iso.source()).stream()
              .filter(finding -> finding.severity() == Finding.Severity.ERROR)
              .toList());
    }
    Files.createDirectory(out);
    Programs.run("env", "LC_ALL=C.UTF-8", "bsdtar", "-C", out, "-xf", image);
    Programs.run("chmod", "-R", "u+rwX", out);
    Map<String, byte[]> found = new TreeMap<>();
    List<String> foundDirectories = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(out)) {
      for (Path path : walk.toList()) {
        String name = path.equals(out) ? "" : "/" + out.relativize(path);
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          found.put(name, content(path));
        } else {
          foundDirectories.add(name);
        }
      }
    }
    assertEquals(files.keySet(), found.keySet());
    files.forEach((path, content) -> assertArrayEquals(content, found.get(path), path));
    assertEquals(
        directories.stream().sorted().toList(), foundDirectories.stream().sorted().toList());
  }

  private static byte[] content(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  /** Joliet holds 64 characters, which must not be the same in two names. */
  private static String name(String unique, Random random) {
    return unique + "n".repeat(random.nextBoolean() ? 10 : 90 + random.nextInt(150));
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(6000)];
    random.nextBytes(content);
    return content;
  }
}
