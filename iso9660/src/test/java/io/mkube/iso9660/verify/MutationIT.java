package io.mkube.iso9660.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.Programs;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of every structure is changed, one at a time, and the checker has to notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MutationIT {
  private static final int PRIMARY = 16 * Sector.SIZE;
  private static final int GPT = 512;
  private static final int GPT_ENTRY = 128;
  private byte[] image = {};
  private Set<Finding> before = Set.of();

  @BeforeAll
  void makeImage(@TempDir Path folder) throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/boot"));
    byte[] loader = new byte[3000];
    Files.write(tree.resolve("loader.bin"), loader);
    Files.createDirectories(folder.resolve("tree/etc/deep"));
    Files.writeString(folder.resolve("tree/etc/deep/file.txt"), "text");
    Files.writeString(folder.resolve("tree/etc/" + "long".repeat(60)), "long");
    Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("etc/deep"));
    Path esp = folder.resolve("esp.img");
    Programs.run("mkfs.fat", "-C", "-F", "12", esp, "1440");
    Path file = folder.resolve("image.iso");
    Programs.run(
        "xorriso",
        "-as",
        "mkisofs",
        "-quiet",
        "-R",
        "-J",
        "-V",
        "NAME",
        "-b",
        "boot/loader.bin",
        "-no-emul-boot",
        "-boot-load-size",
        "4",
        "-boot-info-table",
        "-partition_offset",
        "16",
        "-append_partition",
        "2",
        "0xef",
        esp,
        "-appended_part_as_gpt",
        "-eltorito-alt-boot",
        "-e",
        "--interval:appended_partition_2:all::",
        "-no-emul-boot",
        "-o",
        file,
        folder.resolve("tree"));
    image = Files.readAllBytes(file);
    before = new HashSet<>(ImageChecker.check(new MemorySource(image)));
    for (Finding finding : before) {
      assertEquals(Finding.Severity.WARNING, finding.severity(), finding.toString());
    }
  }

  /** Whether a change of one byte is noticed; an image that is refused is noticed too. */
  private boolean isNoticed(int at, int mask) throws IOException {
    image[at] ^= (byte) mask;
    try {
      return !before.containsAll(ImageChecker.check(new MemorySource(image)));
    } catch (IsoFormatException e) {
      return true;
    } finally {
      image[at] ^= (byte) mask;
    }
  }

  private void assertNoticed(String what, long from, int length, IntPredicate free)
      throws IOException {
    List<Integer> missed = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      if (!free.test(i) && !isNoticed((int) from + i, 0x81)) {
        missed.add(i);
      }
    }
    assertEquals(List.of(), missed, "bytes of " + what + " at " + from);
  }

  @Test
  void noticesEveryByteOfVolumeDescriptors() throws Exception {
    // Text may be anything, and so may what applications use.
    IntPredicate text = i -> (i >= 8 && i < 72) || (i >= 190 && i < 813) || (i >= 883 && i < 1395);
    // The optional tables may be absent; the date of a root is not compared with anything.
    IntPredicate free = i -> text.test(i) || i == 156 + 18;
    assertNoticed("the primary descriptor", PRIMARY, 1400, free);
    int joliet = descriptor(View.JOLIET);
    assertNoticed("the Joliet descriptor", joliet, 1400, i -> i == 7 || free.test(i));
    assertNoticed("the descriptor of the partition", 32L * Sector.SIZE, 190, free);
    assertNoticed("the boot record", 17L * Sector.SIZE, 75, i -> false);
  }

  private int descriptor(View view) throws IOException {
    try (IsoImage iso = IsoImage.open(new MemorySource(image))) {
      return (int) iso.tree(view).orElseThrow().volume().bytes().offset();
    }
  }

  @Test
  void noticesEveryByteOfDirectoryRecords() throws Exception {
    try (IsoImage iso = IsoImage.open(new MemorySource(image))) {
      for (View view : new View[] {View.ROCK_RIDGE, View.JOLIET}) {
        Tree tree = iso.tree(view).orElseThrow();
        for (IsoEntry directory : List.of(tree.root(), tree.find("/etc").orElseThrow())) {
          checkRecords(tree, directory);
        }
      }
    }
  }

  private void checkRecords(Tree tree, IsoEntry directory) throws IOException {
    DirectoryReader reader = new DirectoryReader(new MemorySource(image), tree.volume());
    for (DirectoryRecord record : reader.read(directory.extents().getFirst())) {
      int name = DirectoryRecord.HEAD + record.identifier().length();
      boolean special = record.isSelf() || record.isParent();
      assertNoticed(
          "a record of " + tree.view() + directory.path(),
          record.offset(),
          name,
          // Year and hidden flag may be anything, and so may letters of a Joliet name.
          i ->
              i == 18
                  || i == 25
                  || (!special && i > DirectoryRecord.HEAD && tree.view() == View.JOLIET));
      assertTrue(isNoticed((int) record.offset() + 25, 0x02), "directory flag");
      if (!special) {
        assertTrue(isNoticed((int) record.offset() + 25, 0x80), "multi-extent flag");
      }
    }
  }

  @Test
  void noticesEveryByteOfRockRidgeEntries() throws Exception {
    try (IsoImage iso = IsoImage.open(new MemorySource(image))) {
      Tree tree = iso.tree(View.ROCK_RIDGE).orElseThrow();
      for (String path : List.of("/link", "/etc", "/etc/" + "long".repeat(60))) {
        DirectoryRecord record = tree.find(path).orElseThrow().record();
        for (var entry : tree.systemUse().orElseThrow().entries(record)) {
          String kind = entry.signature();
          assertNoticed(
              kind + " of " + path,
              entry.bytes().offset(),
              entry.bytes().length(),
              // Letters of names, years, and the permissions that both halves do not guard.
              i ->
                  (kind.equals("NM") && i > 4)
                      || (kind.equals("SL") && i > 6)
                      || (kind.equals("TF") && i >= 5 && (i - 5) % 7 == 0));
        }
      }
    }
  }

  @Test
  void noticesEveryByteOfPathTables() throws Exception {
    try (IsoImage iso = IsoImage.open(new MemorySource(image))) {
      for (View view : new View[] {View.ROCK_RIDGE, View.JOLIET}) {
        VolumeDescriptor volume = iso.tree(view).orElseThrow().volume();
        int size = (int) volume.pathTableSize();
        for (long block : new long[] {volume.pathTableL(), volume.pathTableM()}) {
          assertNoticed("a path table", volume.position(block), size, i -> false);
        }
      }
    }
  }

  @Test
  void noticesEveryByteOfBootStructures() throws Exception {
    try (IsoImage iso = IsoImage.open(new MemorySource(image))) {
      long catalog = iso.volumes().bootCatalog().orElseThrow() * Sector.SIZE;
      assertNoticed(
          "the boot catalog",
          catalog,
          128,
          // Size, segment and criteria of an entry are its own affair; so is the name of a section.
          MutationIT::catalogMayDiffer);
      assertTrue(isNoticed((int) catalog + 32 + 1, 0x0C), "medium");
      long loader = iso.find("/boot/loader.bin").orElseThrow().extents().getFirst().position();
      assertNoticed("the boot info table", loader + 8, 16, i -> false);
      assertNoticed("the boot image", loader + 64, 64, i -> false);
    }
  }

  private static boolean catalogMayDiffer(int at) {
    int field = at % 32;
    return switch (at / 32) {
      case 0 -> false;
      case 2 -> field >= 4;
      default -> field != 0 && field != 5 && (field < 8 || field > 11);
    };
  }

  @Test
  void noticesEveryByteOfPartitionTables() throws Exception {
    assertNoticed("the GPT header", GPT, 512, i -> false);
    int array = block(GPT + 72) * 512;
    assertNoticed("the GPT entries", array, 2 * GPT_ENTRY, i -> false);
    int backup = block(GPT + 32) * 512;
    assertNoticed("the second GPT header", backup, 512, i -> false);
    // Cylinders and heads are read by no one, and a hybrid image may have any type.
    assertNoticed("the MBR entry", 446, 16, i -> i >= 1 && i <= 7);
  }

  private int block(int at) {
    return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  @Test
  void noticesARecordThatHidesThoseBehindIt() throws Exception {
    try (IsoImage iso = IsoImage.open(new MemorySource(image))) {
      int record = (int) iso.find("/boot").orElseThrow().record().offset();
      assertTrue(isNoticed(record, image[record]), "a length of zero");
    }
  }

  @Test
  void saysWhereAndWhichClause() throws Exception {
    image[PRIMARY + 80] ^= 1;
    try {
      List<Finding> findings = ImageChecker.check(new MemorySource(image));
      Finding size =
          findings.stream()
              .filter(finding -> finding.clause().equals("ECMA-119 8.4.8"))
              .findFirst()
              .orElseThrow();
      assertEquals(16, size.sector());
      assertEquals(PRIMARY + 80, size.offset());
      assertTrue(size.toString().startsWith("error: sector 16 (ECMA-119 8.4.8): "));
    } finally {
      image[PRIMARY + 80] ^= 1;
    }
  }

  @Test
  void noticesAnImageThatIsCutOff() throws Exception {
    byte[] half = Arrays.copyOf(image, image.length / 2);
    assertFalse(ImageChecker.check(new MemorySource(half)).isEmpty());
  }
}
