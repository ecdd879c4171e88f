package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.delta.DeltaRange;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.derive.DeriveOptions;
import io.mkube.iso9660.derive.ImageCopy;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.partition.Apm;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any sequence of patches equals the same edits of a map, whatever the image is laid out like. */
final class PatchLayoutsIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "PLAIN, 11, 40",
    "JOLIET, 12, 40",
    "LEVEL_4, 13, 40",
    "ISOHYBRID, 14, 30",
    "GRUB, 15, 25",
    "TWIN, 16, 30",
    "DEEP, 17, 60",
    "MULTI, 18, 40"
  })
  void equalsTheSameEditsOfAMap(SampleImage sample, long seed, int edits) throws Exception {
    seed += Long.getLong("seed", 0);
    Path base = sample.build(folder);
    byte[] before = Files.readAllBytes(base);
    List<Finding> known = findings(base);
    EditedMap map;
    IsoPatch.Builder patch = IsoPatch.builder();
    try (IsoImage image = IsoImage.open(base)) {
      map =
          new EditedMap(
              image.source(),
              image.tree(),
              new Random(seed),
              image.tree().view() == View.PLAIN,
              sample.bootFiles());
    }
    for (int i = 0; i < edits; i++) {
      map.edit(patch);
    }

    Path target = folder.resolve("target.iso");
    IsoDelta delta;
    try (ImageSource source = ImageSource.open(base)) {
      delta = patch.build().plan(source);
      ImageCopy.write(base, target, delta, DeriveOptions.DEFAULT);
      assertReadsAlike(delta, source, target, seed);
      IsoDelta again = patch.build().plan(source);
      assertEquals(places(delta), places(again), "a plan can be made again");
      assertReadsAlike(again, source, target, seed);
    }
    assertArrayEquals(before, Files.readAllBytes(base));
    assertUntouchedElsewhere(delta, before, Files.readAllBytes(target));

    assertEquals(known, findings(target));
    try (IsoImage image = IsoImage.open(target)) {
      assertTrees(map, image.source(), image.trees());
    }
    sample.judge(map, base, target, folder);
  }

  private static void assertTrees(EditedMap map, ImageSource source, List<Tree> trees)
      throws IOException {
    map.assertSame(source, trees.getFirst());
    for (Tree tree : trees.subList(1, trees.size())) {
      // Below Rock Ridge lie the same records, where some stand for directories elsewhere.
      if (trees.getFirst().view() != View.ROCK_RIDGE || tree.view() != View.PLAIN) {
        map.assertSameContents(source, tree);
      }
    }
  }

  /** The delta read over the base at any place is the derived image. */
  private static void assertReadsAlike(IsoDelta delta, ImageSource base, Path target, long seed)
      throws IOException {
    Random random = new Random(seed);
    ImageSource overlaid = delta.over(base);
    assertEquals(Files.size(target), overlaid.size());
    try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "r")) {
      for (int i = 0; i < 300; i++) {
        int length = (int) Math.min(overlaid.size(), 1 + random.nextInt(20_000));
        long position = random.nextLong(overlaid.size() - length + 1);
        byte[] expected = new byte[length];
        file.seek(position);
        file.readFully(expected);
        assertArrayEquals(expected, overlaid.bytes(position, length, "test").copy());
      }
    }
  }

  /** What the plan does not name is as in the base, and zero behind its end. */
  private static void assertUntouchedElsewhere(IsoDelta delta, byte[] base, byte[] target) {
    byte[] expected = Arrays.copyOf(base, target.length);
    byte[] found = target.clone();
    for (DeltaRange range : delta.ranges()) {
      Arrays.fill(expected, (int) range.position(), (int) range.end(), (byte) 0);
      Arrays.fill(found, (int) range.position(), (int) range.end(), (byte) 0);
    }
    assertEquals(-1, Arrays.mismatch(expected, found), "first byte that no range holds");
  }

  @Test
  void growsWhatFilledTheTables() throws Exception {
    Path base = SampleImage.GRUB.build(folder);
    Path target = folder.resolve("grown.iso");
    IsoPatch.builder().add("/large", new byte[3 << 20]).build().derive(base, target);
    try (ImageSource before = ImageSource.open(base);
        ImageSource after = ImageSource.open(target)) {
      assertTrue(after.size() > before.size() + (2 << 20));
      assertEquals(before.size(), appleEnd(before));
      assertEquals(after.size(), appleEnd(after));
      assertEquals(lastUsable(before) / 4 * 4 - 1, lastGap(before).last());
      assertEquals(lastUsable(after) / 4 * 4 - 1, lastGap(after).last());
      assertEquals(lastGap(before).first(), lastGap(after).first());
    }
    String report = Programs.run("xorriso", "-indev", target, "-report_system_area", "plain");
    assertTrue(report.contains("Apple_HFS"), report);
  }

  private static long lastUsable(ImageSource image) throws IOException {
    return PartitionTables.read(image).gpt().orElseThrow().lastUsable() + 1;
  }

  private static Gpt.Entry lastGap(ImageSource image) throws IOException {
    Gpt.Entry last = PartitionTables.read(image).gpt().orElseThrow().partitions().getLast();
    assertTrue(last.name().startsWith("Gap"), last.name());
    return last;
  }

  /** xorriso's Joliet directories name themselves as their parents. */
  @ParameterizedTest
  @CsvSource({"-J", "-iso-level 4 -J", "-J -partition_offset 16"})
  void directoriesThatMoveNameTheirParents(String options) throws Exception {
    Path many = Files.createDirectories(folder.resolve("tree/many"));
    Files.createDirectories(folder.resolve("tree/other"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(many.resolve("file" + i + ".txt"), "content " + i);
    }
    Path base = folder.resolve("base.iso");
    String make = "xorriso -as mkisofs -quiet -R " + options + " -o \"$0\" \"$1\"";
    Programs.run("sh", "-c", make, base, folder.resolve("tree"));
    IsoPatch.Builder patch = IsoPatch.builder();
    for (int i = 0; i < 80; i++) {
      patch.add("/many/added" + i + ".txt", new byte[] {(byte) i});
      patch.mkdir("/other/made" + i);
    }
    Path target = folder.resolve("target.iso");
    patch.build().derive(base, target);
    assertEquals(List.of(), findings(target));
    Path out = folder.resolve("out");
    Programs.run("7z", "x", "-y", "-o" + out, target);
    assertArrayEquals(new byte[] {79}, Files.readAllBytes(out.resolve("many/added79.txt")));
    assertTrue(Files.isDirectory(out.resolve("other/made79")));
  }

  private static long appleEnd(ImageSource image) throws IOException {
    Apm map = PartitionTables.read(image).apm().orElseThrow();
    Apm.Entry last = map.partitions().getLast();
    return (last.start() + last.count()) * map.blockSize();
  }

  private static List<List<Long>> places(IsoDelta delta) {
    return delta.ranges().stream().map(r -> List.of(r.position(), r.length())).toList();
  }

  private static List<Finding> findings(Path image) throws IOException {
    try (ImageSource source = ImageSource.open(image)) {
      return ImageChecker.check(source).stream()
          .filter(finding -> finding.severity() == Finding.Severity.ERROR)
          .toList();
    }
  }

  /** The tree of the partition that can be mounted alone, from a file of its own. */
  static void assertTwin(EditedMap map, Path image, Path folder) throws Exception {
    Path partition = folder.resolve("partition.iso");
    try (ImageSource source = ImageSource.open(image)) {
      VolumeSet twin = VolumeSet.twin(source, 16).orElseThrow();
      assertTrees(map, source, Tree.of(source, twin));
      try (FileChannel from = FileChannel.open(image)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) twin.primary().volumeBytes());
        from.read(bytes, 16L * 2048);
        Files.write(partition, bytes.array());
      }
    }
    Path out = folder.resolve("partition");
    Programs.run("xorriso", "-osirrox", "on", "-indev", partition, "-extract", "/", out);
    Programs.run("chmod", "-R", "u+rwX", out);
    map.assertExtracted(out);
  }

  static Set<String> paths(String listing) {
    Set<String> paths = new TreeSet<>();
    listing.lines().filter(line -> line.startsWith("/")).forEach(paths::add);
    return paths;
  }
}
