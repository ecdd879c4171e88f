package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.fat.FatEditor;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can be done to a FAT file system, judged by mtools and fsck.fat. */
final class FatEditsIT {
  private static final Instant TIME = Instant.parse("2025-01-02T03:04:06Z");
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final TreeSet<String> directories = new TreeSet<>(List.of(""));
  private int made;
  @TempDir private Path folder;

  private interface Edits {
    void make(FatEditor editor) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({"12, 1440", "16, 20000", "32, 70000"})
  void equalsTheSameEditsOfAMap(int bits, int kibibytes) throws Exception {
    Path disk = makeDisk(bits, kibibytes);
    Random random = new Random(bits);
    for (int round = 0; round < 4; round++) {
      edit(
          disk,
          editor -> {
            for (int i = 0; i < 60; i++) {
              edit(editor, random);
            }
          });
      Programs.run("fsck.fat", "-n", disk);
      assertHolds(disk, folder.resolve("out" + round));
    }
  }

  private void edit(FatEditor editor, Random random) throws IOException {
    List<String> parents = List.copyOf(directories);
    String path = parents.get(random.nextInt(parents.size())) + "/" + name(random);
    List<String> present = List.copyOf(files.keySet());
    int choice = present.size() < 5 ? 0 : random.nextInt(10);
    if (choice < 5) {
      byte[] content = new byte[random.nextInt(6) == 0 ? 0 : random.nextInt(9000)];
      random.nextBytes(content);
      editor.add(path, new MemorySource(content));
      files.put(path, content);
    } else if (choice < 6) {
      editor.mkdir(path);
      directories.add(path);
    } else if (choice < 8) {
      String gone = present.get(random.nextInt(present.size()));
      editor.delete(gone);
      files.remove(gone);
    } else if (choice < 9) {
      String from = present.get(random.nextInt(present.size()));
      editor.rename(from, path);
      files.put(path, files.remove(from));
    } else {
      moveDirectory(editor, parents.get(random.nextInt(parents.size())), path);
    }
  }

  private void moveDirectory(FatEditor editor, String from, String to) throws IOException {
    if (from.isEmpty() || (to + "/").startsWith(from + "/")) {
      assertThrows(FileSystemException.class, () -> editor.rename(from.isEmpty() ? "/" : from, to));
      return;
    }
    editor.rename(from, to);
    for (String path : List.copyOf(directories)) {
      if ((path + "/").startsWith(from + "/")) {
        directories.remove(path);
        directories.add(to + path.substring(from.length()));
      }
    }
    for (String path : List.copyOf(files.keySet())) {
      if (path.startsWith(from + "/")) {
        files.put(to + path.substring(from.length()), files.remove(path));
      }
    }
  }

  private String name(Random random) {
    made++;
    return switch (random.nextInt(8)) {
      case 0 -> "SHORT" + made + ".TXT";
      case 1 -> "lower" + made + ".cfg";
      case 2 -> "the same beginning " + made + ".conf";
      case 3 -> made + " ünïcode 日本語 😀.txt";
      case 4 -> "many.dots." + made + ".tar.gz";
      case 5 -> ".hidden" + made;
      case 6 -> "x".repeat(255 - 5) + (10_000 + made);
      default -> "thirteen" + (10_000 + made);
    };
  }

  private void assertHolds(Path disk, Path out) throws Exception {
    Path copied = Files.createDirectories(out.resolve("copied"));
    Programs.run("env", "LC_ALL=C.UTF-8", "mcopy", "-s", "-n", "-i", disk, "::*", copied);
    assertExtracted(copied, "__"); // mtools knows no characters outside the basic plane
    Path unpacked = out.resolve("unpacked");
    Programs.run("env", "LC_ALL=C.UTF-8", "7z", "x", "-tFAT", "-y", "-o" + unpacked, disk);
    assertExtracted(unpacked, "😀");
  }

  private void assertExtracted(Path out, String emoji) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(out)) {
      walk.forEach(path -> found.add(path.toString().substring(out.toString().length())));
    }
    TreeSet<String> expected = new TreeSet<>();
    Stream.concat(directories.stream(), files.keySet().stream())
        .forEach(path -> expected.add(path.replace("😀", emoji)));
    assertEquals(expected, found);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = out.resolve(file.getKey().substring(1).replace("😀", emoji));
      assertArrayEquals(file.getValue(), Files.readAllBytes(path), file.getKey());
    }
  }

  @ParameterizedTest
  @CsvSource({"12, 1440", "16, 20000", "32, 70000"})
  void givesBackAllThatADeletedDirectoryHad(int bits, int kibibytes) throws Exception {
    Path disk = makeDisk(bits, kibibytes);
    String before = Programs.run("fsck.fat", "-n", disk);
    edit(
        disk,
        editor -> {
          editor.mkdir("/tree");
          editor.mkdir("/tree/inner");
          for (int i = 0; i < 150; i++) {
            editor.add("/tree/inner/a long name, number " + i, content(i * 10));
          }
        });
    String filled = Programs.run("fsck.fat", "-n", disk);
    assertTrue(filled.contains(": 152 files, "), filled);
    edit(disk, editor -> editor.delete("/TREE"));
    assertEquals(before, Programs.run("fsck.fat", "-n", disk));
  }

  @ParameterizedTest
  @CsvSource({"12, 1440", "16, 20000", "32, 70000"})
  void staysSoundWhenItIsFull(int bits, int kibibytes) throws Exception {
    Path disk = makeDisk(bits, kibibytes);
    edit(
        disk,
        editor -> {
          editor.mkdir("/d");
          List<String> added = new ArrayList<>();
          FileSystemException refusal =
              assertThrows(
                  FileSystemException.class,
                  () -> {
                    while (true) {
                      String path = "/d/a long name, number " + added.size();
                      editor.add(path, content(kibibytes * 10));
                      added.add(path);
                    }
                  });
          assertTrue(refusal.getReason().contains("has no room for"), refusal.getReason());
          FileSystemException again =
              assertThrows(
                  FileSystemException.class,
                  () -> editor.replace(added.getFirst(), content(kibibytes * 1000)));
          assertTrue(again.getReason().contains("are missing"), again.getReason());
          editor.delete(added.getLast());
          editor.add("/d/instead", content(kibibytes * 10));
        });
    Programs.run("fsck.fat", "-n", disk);
    Path copy = folder.resolve("copy");
    Programs.run("mcopy", "-i", disk, "::/d/instead", copy);
    assertEquals(kibibytes * 10L, Files.size(copy));
  }

  @Test
  void losesNothingWhereANameIsRefused() throws Exception {
    Path disk = makeDisk(12, 1440);
    edit(
        disk,
        editor -> {
          assertThrows(FileSystemException.class, () -> editor.add("/a:b", content(5000)));
          assertThrows(FileSystemException.class, () -> editor.mkdir("/" + "x".repeat(256)));
          List<String> added = new ArrayList<>();
          FileSystemException full =
              assertThrows(
                  FileSystemException.class,
                  () -> {
                    while (true) {
                      editor.add("/FILE" + added.size(), content(600));
                      added.add("");
                    }
                  });
          assertTrue(full.getReason().contains("root directory"), full.getReason());
          assertEquals(224, added.size());
          editor.delete("/file7");
          editor.add("/AGAIN", content(600));
        });
    String report = Programs.run("fsck.fat", "-n", disk);
    assertTrue(report.contains(": 224 files, 448/"), report);
  }

  @Test
  void changesTheCaseOfANameAndNoOther() throws Exception {
    Path disk = makeDisk(16, 20_000);
    edit(
        disk,
        editor -> {
          editor.add("/GRUB.CFG", content(5));
          editor.add("/other", content(6));
          editor.rename("/grub.cfg", "/Grub.cfg");
          assertThrows(
              FileAlreadyExistsException.class, () -> editor.rename("/Grub.cfg", "/OTHER"));
        });
    Programs.run("fsck.fat", "-n", disk);
    files.put("/Grub.cfg", new byte[5]);
    files.put("/other", new byte[6]);
    assertHolds(disk, folder.resolve("out"));
  }

  private static ImageSource content(int length) {
    return new MemorySource(new byte[length]);
  }

  private Path makeDisk(int bits, int kibibytes) throws Exception {
    Path disk = folder.resolve("disk.img");
    Programs.run("mkfs.fat", "-C", "-F", bits, disk, kibibytes);
    return disk;
  }

  private static void edit(Path disk, Edits edits) throws IOException {
    try (ImageSource source = ImageSource.open(disk);
        FileChannel target = FileChannel.open(disk, StandardOpenOption.WRITE)) {
      Draft draft = new Draft(source);
      edits.make(FatEditor.open(draft, 0, TIME));
      draft.delta().applyTo(target);
    }
  }
}
