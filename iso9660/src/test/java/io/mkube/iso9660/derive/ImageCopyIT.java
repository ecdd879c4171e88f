package io.mkube.iso9660.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.Programs;
import io.mkube.iso9660.delta.DeltaRange;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.format.MemorySource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies with changes, on a real file system of Linux. */
final class ImageCopyIT {
  private static final int SIZE = 3 << 20;
  private static final int AT = 100_000;
  private static final byte[] NEW = {1, 2, 3, 4, 5};

  @TempDir private Path folder;
  private final byte[] content = new byte[SIZE];
  private Path base;
  private Path target;

  @BeforeEach
  void makeBase() throws IOException {
    new Random(7).nextBytes(content);
    base = Files.write(folder.resolve("base.iso"), content);
    target = folder.resolve("target.iso");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void writesTheChangesOverACopyAndLeavesTheBaseAlone(Durability durability) throws IOException {
    DerivedImage derived =
        ImageCopy.write(base, target, delta(SIZE + 10), DeriveOptions.DEFAULT.with(durability));

    byte[] expected = Arrays.copyOf(content, SIZE + 10);
    System.arraycopy(NEW, 0, expected, AT, NEW.length);
    assertArrayEquals(expected, Files.readAllBytes(target));
    assertArrayEquals(content, Files.readAllBytes(base));
    assertEquals(target, derived.file());
    assertEquals(SIZE + 10, derived.size());
    assertEquals(NEW.length, derived.changedBytes());
    assertEquals(List.of("base.iso", "target.iso"), names());
  }

  @Test
  void refusesTheBaseByWhateverName() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), base);
    Path dangling = Files.createSymbolicLink(folder.resolve("chain"), link);
    Path hard = Files.createLink(folder.resolve("hard"), base);
    for (Path name : List.of(base, link, dangling, hard, folder.resolve("./base.iso"))) {
      FileSystemException refusal =
          assertThrows(FileSystemException.class, () -> write(name), name::toString);
      assertEquals(name + ": is the base itself; name another target", refusal.getMessage());
    }
    assertArrayEquals(content, Files.readAllBytes(base));
  }

  @Test
  void refusesTargetsThatAreNoFilesOrHaveNoFolder() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertThrows(FileSystemException.class, () -> write(directory));
    assertThrows(FileSystemException.class, () -> write(Path.of("/dev/null")));
    assertThrows(NoSuchFileException.class, () -> write(folder.resolve("none/x.iso")));
    assertEquals(List.of("base.iso", "directory"), names());
  }

  @Test
  void writesWhereASymbolicLinkPoints() throws IOException {
    Files.createDirectory(folder.resolve("store"));
    Path real = Files.writeString(folder.resolve("store/real.iso"), "old");
    Files.createSymbolicLink(target, Path.of("store/real.iso"));

    assertEquals(real, write(target).file());

    assertTrue(Files.isSymbolicLink(target));
    assertEquals(SIZE, Files.size(real));
  }

  @Test
  void keepsThePermissionsOfWhatItReplacesAndTakesThoseOfTheBaseElse() throws IOException {
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("r--r-----"));
    write(target);
    assertEquals("rw-r-----", permissions(target));

    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwxrwx"));
    write(target);
    assertEquals("rwxrwxrwx", permissions(target));
  }

  @Test
  void leavesTheOldTargetWhenTheListenerCancels() throws IOException {
    Files.writeString(target, "old");
    DeriveListener cancelling =
        (phase, done, total) -> {
          throw new CancellationException("enough at " + done);
        };

    assertThrows(
        CancellationException.class,
        () -> ImageCopy.write(base, target, delta(SIZE), DeriveOptions.DEFAULT.with(cancelling)));

    assertEquals("old", Files.readString(target));
    assertEquals(List.of("base.iso", "target.iso"), names());
  }

  @Test
  void leavesNothingWhenTheThreadIsInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      assertThrows(InterruptedIOException.class, () -> write(target));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(List.of("base.iso"), names());
  }

  @Test
  void removesWhatKilledProcessesHaveLeftAndNothingElse() throws IOException {
    Path left = Files.writeString(folder.resolve(".mkube-iso-00ff00ff00ff00ff.part"), "left");
    Path other = Files.writeString(folder.resolve(".mkube-iso.txt"), "of somebody else");
    Path directory = Files.createDirectory(folder.resolve(".mkube-iso-d.part"));

    write(target);

    assertTrue(Files.notExists(left));
    assertTrue(Files.exists(other) && Files.exists(directory));
  }

  @Test
  void leavesTheDraftOfAnotherDerivationAlone() throws IOException {
    Path draft = Files.writeString(folder.resolve(".mkube-iso-0123456789abcdef.part"), "work");
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      write(target);
      assertTrue(Files.exists(draft));
    }
  }

  @Test
  void derivesSeveralImagesAtOnceInOneFolder() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Path one = folder.resolve("derived" + i % 4 + ".iso");
      threads.add(Thread.ofVirtual().start(() -> writeUnchecked(one)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(SIZE, Files.size(folder.resolve("derived" + i + ".iso")));
    }
    assertEquals(5, names().size());
  }

  @Test
  void tellsTheProgressToTheEnd() throws IOException {
    List<Long> told = new ArrayList<>();
    DeriveListener listener = (phase, done, total) -> told.add(total - done);
    ImageCopy.write(base, target, delta(SIZE), DeriveOptions.DEFAULT.with(listener));
    assertEquals(0, told.getLast());
  }

  @Test
  void keepsSparseImagesSparse() throws Exception {
    Programs.run("truncate", "-s", "200M", base);

    ImageCopy.write(base, target, delta(Files.size(base), Files.size(base)), DeriveOptions.DEFAULT);

    assertEquals(Files.size(base), Files.size(target));
    long blocks = Long.parseLong(Programs.run("stat", "-c", "%b", target).strip());
    assertTrue(blocks * 512 < 2 * SIZE, () -> blocks + " blocks");
    byte[] head = new byte[SIZE];
    try (var in = Files.newInputStream(target)) {
      assertEquals(SIZE, in.readNBytes(head, 0, SIZE));
    }
    System.arraycopy(NEW, 0, content, AT, NEW.length);
    assertArrayEquals(content, head);
  }

  @Test
  void copiesWhatLiesBehindHoles() throws Exception {
    long[] places = {(40L << 20) - 1, (60L << 20) + 4095, (80L << 20) + 17};
    try (FileChannel channel = FileChannel.open(base, StandardOpenOption.WRITE)) {
      for (long place : places) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 0, 2}), place);
      }
    }

    ImageCopy.write(base, target, delta(Files.size(base), Files.size(base)), DeriveOptions.DEFAULT);

    try (FileChannel channel = FileChannel.open(target)) {
      assertEquals(Files.size(base), channel.size());
      for (long place : places) {
        byte[] copied = new byte[5];
        channel.read(ByteBuffer.wrap(copied), place - 1);
        assertArrayEquals(new byte[] {0, 1, 0, 2, 0}, copied, () -> "at " + place);
      }
    }
    long blocks = Long.parseLong(Programs.run("stat", "-c", "%b", target).strip());
    assertTrue(blocks * 512 < 16 << 20, () -> blocks + " blocks");
  }

  @Test
  void refusesABaseThatHasBecomeAnother() throws IOException {
    IsoDelta delta = delta(SIZE);
    Files.write(base, new byte[] {0}, StandardOpenOption.APPEND);
    assertThrows(
        FileSystemException.class,
        () -> ImageCopy.write(base, target, delta, DeriveOptions.DEFAULT));
    assertEquals(List.of("base.iso"), names());
  }

  private void writeUnchecked(Path to) {
    try {
      write(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DerivedImage write(Path to) throws IOException {
    return ImageCopy.write(base, to, delta(SIZE), DeriveOptions.DEFAULT);
  }

  private static IsoDelta delta(long size) {
    return delta(SIZE, size);
  }

  private static IsoDelta delta(long before, long after) {
    return new IsoDelta(
        before, after, List.of(new DeltaRange(AT, NEW.length, new MemorySource(NEW), 0)));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
