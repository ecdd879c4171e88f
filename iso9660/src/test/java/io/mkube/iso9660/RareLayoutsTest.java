package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.EntryCursor;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the standard allows and programs write seldom or never. */
final class RareLayoutsTest {
  private static final int MULTI_EXTENT = DirectoryRecord.MULTI_EXTENT;
  private static final long FIRST_SECTION = 0xFFFFF800L;
  @TempDir private Path folder;

  @Test
  void readsAFileOfMoreThanFourGibibytes() throws Exception {
    long size = FIRST_SECTION + 300_000_000;
    long second = 100 + FIRST_SECTION / 2048 + 7; // not behind the first one
    long volume = (second + 300_000_000 / 2048 + 1) * 2048;
    byte[] head =
        new TinyImage(2048, 20, 64 << 10, volume)
            .file("HUGE.BIN;1", 100, FIRST_SECTION, MULTI_EXTENT)
            .file("HUGE.BIN;1", second, 300_000_000, 0)
            .build();
    byte[] before = "the end of one".getBytes(StandardCharsets.US_ASCII);
    byte[] after = "and the begin of the other".getBytes(StandardCharsets.US_ASCII);
    Path file = folder.resolve("huge.iso");
    try (FileChannel image =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      image.write(ByteBuffer.wrap(head), 0);
      image.write(ByteBuffer.wrap(before), 100 * 2048 + FIRST_SECTION - before.length);
      image.write(ByteBuffer.wrap(after), second * 2048);
      image.write(ByteBuffer.wrap(new byte[] {7}), second * 2048 + 300_000_000 - 1);
      image.write(ByteBuffer.wrap(new byte[] {0}), volume - 1);
    }
    try (FileSystem system = FileSystems.newFileSystem(file)) {
      Path huge = system.getPath("/HUGE.BIN");
      assertEquals(size, Files.size(huge));
      try (SeekableByteChannel channel = Files.newByteChannel(huge)) {
        channel.position(FIRST_SECTION - before.length);
        ByteBuffer around = ByteBuffer.allocate(before.length + after.length);
        while (around.hasRemaining()) {
          assertTrue(channel.read(around) > 0);
        }
        assertEquals(
            "the end of oneand the begin of the other",
            new String(around.array(), StandardCharsets.US_ASCII));
        assertEquals(1, channel.position(size - 1).read(around.clear()));
        assertEquals(7, around.get(0));
        assertEquals(-1, channel.read(around));
      }
    }
    try (ImageSource source = ImageSource.open(file)) {
      assertSound(source);
    }
  }

  @Test
  void addsAFileOfMoreThanFourGibibytes() throws Exception {
    ImageSource base = new MemorySource(new TinyImage(2048, 20, 64 << 10, 64 << 10).build());
    long size = (5L << 30) + 12_345;
    ImageSource derived =
        IsoPatch.builder().add("/HUGE.BIN", new Counting(size)).build().plan(base).over(base);
    try (IsoImage image = IsoImage.open(derived)) {
      IsoEntry huge = image.find("/HUGE.BIN").orElseThrow();
      assertEquals(size, huge.size());
      assertEquals(2, huge.records().size());
      try (SeekableByteChannel channel = image.open(huge)) {
        for (long position : new long[] {0, FIRST_SECTION - 8, FIRST_SECTION, 4L << 30, size - 9}) {
          ByteBuffer found = ByteBuffer.allocate(8);
          channel.position(position / 8 * 8);
          while (found.hasRemaining()) {
            assertTrue(channel.read(found) > 0);
          }
          assertEquals(position / 8, found.getLong(0));
        }
      }
      assertSound(derived);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048})
  void readsBlocksOfEverySize(int blockSize) throws Exception {
    int perSector = 2048 / blockSize;
    byte[] odd = content(3000);
    byte[] last = content(17);
    int root = 21 * perSector - 1; // in the last block of a sector
    TinyImage tiny = new TinyImage(blockSize, root, 128 << 10, 128 << 10);
    for (int i = 0; i < 70; i++) {
      tiny.file("F%02d.TXT;1".formatted(i), 30L * perSector + 1, i, 0);
    }
    tiny.file("ODD.BIN;1", 40L * perSector + 1, odd.length, 0).put(40L * perSector + 1, odd);
    long end = (128L << 10) / blockSize - 1;
    tiny.file("Z.BIN;1", end, last.length, 0).put(end, last);
    try (IsoImage image = IsoImage.open(new MemorySource(tiny.build()))) {
      assertEquals(72, image.list("/").size());
      assertArrayEquals(odd, read(image, "/ODD.BIN"));
      assertArrayEquals(last, read(image, "/Z.BIN"));
      assertArrayEquals(new byte[69], read(image, "/F69.TXT"));
    }
  }

  @Test
  void leavesFilesAloneThatShareASectorWithAChangedOne() throws Exception {
    TinyImage tiny = new TinyImage(512, 80, 64 << 10, 64 << 10);
    byte[] kept = content(512);
    for (int i = 0; i < 8; i++) {
      tiny.file("F%d.TXT;1".formatted(i), 101 + i, 512, 0).put(101 + i, kept);
    }
    IsoPatch patch =
        IsoPatch.builder()
            .replace("/F1.TXT", content(3))
            .replace("/F3.TXT", content(513))
            .delete("/F5.TXT")
            .setBytes("/F6.TXT", 1, ByteBuffer.wrap(new byte[511]))
            .add("/NEW.TXT", content(700))
            .build();
    ImageSource base = new MemorySource(tiny.build());
    try (IsoImage image = IsoImage.open(patch.plan(base).over(base))) {
      for (int i : new int[] {0, 2, 4, 7}) {
        assertArrayEquals(kept, read(image, "/F" + i + ".TXT"), "F" + i);
      }
      assertArrayEquals(content(3), read(image, "/F1.TXT"));
      assertArrayEquals(content(513), read(image, "/F3.TXT"));
      assertArrayEquals(Arrays.copyOf(kept, 1), Arrays.copyOf(read(image, "/F6.TXT"), 1));
      assertArrayEquals(content(700), read(image, "/NEW.TXT"));
      assertTrue(image.find("/F5.TXT").isEmpty());
      assertSound(image.source());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 2048})
  void skipsTheGapsOfInterleavedFiles(int blockSize) throws Exception {
    byte[] first = content(5 * blockSize + 100);
    byte[] second = content(2 * blockSize);
    long block = 60L * 2048 / blockSize;
    TinyImage tiny =
        new TinyImage(blockSize, 20 * 2048 / blockSize, 256 << 10, 256 << 10)
            .file("A.BIN;1", block, first.length, 0, 0, 2, 1)
            .file("B.BIN;1", block + 2, second.length, 0, 0, 1, 2);
    for (int at = 0; at * blockSize < first.length; at++) {
      int stop = Math.min(first.length, (at + 1) * blockSize);
      tiny.put(block + at / 2 * 3L + at % 2, Arrays.copyOfRange(first, at * blockSize, stop));
    }
    tiny.put(block + 2, Arrays.copyOf(second, blockSize));
    tiny.put(block + 5, Arrays.copyOfRange(second, blockSize, 2 * blockSize));
    try (IsoImage image = IsoImage.open(new MemorySource(tiny.build()))) {
      assertTrue(image.find("/A.BIN").orElseThrow().interleaved());
      assertArrayEquals(first, read(image, "/A.BIN"));
      assertArrayEquals(second, read(image, "/B.BIN"));
    }
  }

  @Test
  void readsBehindExtendedAttributesAndApartFromAssociatedFiles() throws Exception {
    byte[] fork = content(100);
    byte[] data = content(5000);
    byte[] attributed = content(2049);
    TinyImage tiny =
        new TinyImage(2048, 20, 128 << 10, 128 << 10)
            .file("DOC.TXT;1", 30, fork.length, DirectoryRecord.ASSOCIATED)
            .file("DOC.TXT;1", 31, data.length, 0)
            .file("XAR.TXT;1", 40, attributed.length, 0, 2, 0, 0)
            .put(30, fork)
            .put(31, data)
            .put(40, "attributes".getBytes(StandardCharsets.US_ASCII))
            .put(42, attributed);
    try (IsoImage image = IsoImage.open(new MemorySource(tiny.build()))) {
      assertEquals(
          List.of("DOC.TXT", "XAR.TXT"), image.list("/").stream().map(IsoEntry::name).toList());
      assertArrayEquals(data, read(image, "/DOC.TXT"));
      assertArrayEquals(attributed, read(image, "/XAR.TXT"));
      EntryCursor associated = image.tree().associated(image.tree().root());
      IsoEntry entry = associated.next().orElseThrow();
      assertEquals("DOC.TXT", entry.name());
      try (var content = image.newInputStream(entry)) {
        assertArrayEquals(fork, content.readAllBytes());
      }
      assertTrue(associated.next().isEmpty());
    }
  }

  @Test
  void findsAndEditsAmongTwentyThousandEntries() throws Exception {
    TinyImage tiny = new TinyImage(2048, 20, 2 << 20, 2 << 20);
    for (int i = 0; i < 20_000; i++) {
      tiny.file("N%05d.TXT;1".formatted(i), 1000, i % 2000, 0);
    }
    ImageSource base = new MemorySource(tiny.build());
    try (IsoImage image = IsoImage.open(base)) {
      assertEquals(20_000, image.list("/").size());
      assertEquals(1999, image.find("/N19999.TXT").orElseThrow().size());
      assertTrue(image.find("/N20000.TXT").isEmpty());
    }
    IsoPatch patch =
        IsoPatch.builder()
            .delete("/N10000.TXT")
            .add("/M.TXT", content(3))
            .rename("/N00000.TXT", "/ZZ.TXT")
            .build();
    try (IsoImage image = IsoImage.open(patch.plan(base).over(base))) {
      List<IsoEntry> entries = image.list("/");
      assertEquals(20_000, entries.size());
      assertEquals("M.TXT", entries.getFirst().name());
      assertEquals("ZZ.TXT", entries.getLast().name());
      assertFalse(entries.stream().anyMatch(entry -> entry.name().equals("N10000.TXT")));
      assertSound(image.source());
    }
  }

  private static byte[] read(IsoImage image, String path) throws IOException {
    try (var content = image.newInputStream(image.find(path).orElseThrow())) {
      return content.readAllBytes();
    }
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void assertSound(ImageSource source) throws IOException {
    assertEquals(
        List.of(),
        ImageChecker.check(source).stream()
            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
            .toList());
  }

  /** Eight bytes big endian that count, so that each place tells where it is. */
  private record Counting(long size) implements ImageSource {
    @Override
    public int read(long position, ByteBuffer target) {
      if (position >= size) {
        return -1;
      }
      int count = (int) Math.min(target.remaining(), size - position);
      for (long at = position; at < position + count; at++) {
        target.put((byte) ((at / 8) >> (8 * (7 - at % 8))));
      }
      return count;
    }

    @Override
    public void close() {
      // There is nothing to release.
    }
  }
}
