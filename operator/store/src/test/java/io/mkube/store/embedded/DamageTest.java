package io.mkube.store.embedded;

import static io.mkube.store.embedded.DataDirectory.contents;
import static io.mkube.store.embedded.DataDirectory.copy;
import static io.mkube.store.embedded.DataDirectory.open;
import static io.mkube.store.embedded.DataDirectory.put;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreOpenException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class DamageTest {
  @TempDir private Path temporary = Path.of("unset");
  private Path original = Path.of("unset");
  private int copies;
  private final Logger log = (Logger) LoggerFactory.getLogger(Recovery.class);
  private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();

  @BeforeEach
  void prepare() {
    original = temporary.resolve("original");
    warnings.start();
    log.addAppender(warnings);
    log.setAdditive(false);
  }

  @AfterEach
  void restoreLog() {
    log.detachAppender(warnings);
    log.setAdditive(true);
  }

  @Nested
  class WhenTheLastWriteWasCutShort {
    private Map<String, String> before = new TreeMap<>();
    private Path segment = Path.of("unset");
    private long start;
    private long end;
    private long lastRevision;

    @BeforeEach
    void writeThreeFrames() throws Exception {
      try (ObjectStore store = open(original)) {
        put(store, "a", 0, "first");
        put(store, "b", 0, "second");
        before = contents(store);
        lastRevision = put(store, "c", 0, "third, which will be torn");
      }
      segment = DataDirectory.segments(original).getLast();
      List<Long> frames = DataDirectory.frames(segment);
      assertEquals(4, frames.size());
      start = frames.get(2);
      end = frames.get(3);
    }

    @Test
    void cutsItAtEveryByte() throws Exception {
      for (long cut = start + 1; cut < end; cut++) {
        Path copy = nextCopy();
        DataDirectory.truncate(copy.resolve(segment.getFileName()), cut);
        requireOnlyTheEarlierWrites(copy);
      }
    }

    @Test
    void cutsItAtEveryByteOfAnAllocatedSegment() throws Exception {
      for (long cut = start + 1; cut < end; cut++) {
        Path copy = nextCopy();
        DataDirectory.overwrite(
            copy.resolve(segment.getFileName()), cut, new byte[(int) (end - cut)]);
        if (Arrays.equals(bytes(copy), bytes(original))) {
          continue; // the bytes after the cut are zeros anyway
        }
        requireOnlyTheEarlierWrites(copy);
      }
    }

    @Test
    void cutsItWhenOnlyItsEndReachedTheDisk() throws Exception {
      for (long cut = start + 1; cut < end; cut++) {
        Path copy = nextCopy();
        DataDirectory.overwrite(
            copy.resolve(segment.getFileName()), start, new byte[(int) (cut - start)]);
        requireOnlyTheEarlierWrites(copy);
      }
    }

    @Test
    void goesOnAfterTheCut() throws Exception {
      DataDirectory.truncate(segment, end - 1);
      try (ObjectStore store = open(original)) {
        assertEquals(lastRevision, put(store, "d", 0, "written instead"));
      }

      try (ObjectStore store = open(original)) {
        assertEquals(3, contents(store).size());
        assertEquals(1, warnings.list.size());
      }
    }

    @Test
    void cutsWhateverStandsBehindTheLastFrame() throws Exception {
      byte[] noise = new byte[3_000];
      new Random(5).nextBytes(noise);
      DataDirectory.overwrite(segment, start, noise);

      requireOnlyTheEarlierWrites(original);
    }

    private byte[] bytes(Path directory) throws Exception {
      return Files.readAllBytes(directory.resolve(segment.getFileName()));
    }

    private void requireOnlyTheEarlierWrites(Path directory) throws Exception {
      try (ObjectStore store = open(directory)) {
        assertEquals(before, contents(store));
      }
      assertEquals(1, warnings.list.size());
      String warning = warnings.list.removeLast().getFormattedMessage();
      assertTrue(warning.contains("at byte " + start), warning);
    }
  }

  @Nested
  class WhenTheLogIsDamagedInTheMiddle {
    private Path segment = Path.of("unset");

    @BeforeEach
    void writeFrames() throws Exception {
      try (ObjectStore store = open(original)) {
        for (String name : List.of("a", "b", "c")) {
          put(store, name, 0, "value of " + name);
        }
      }
      segment = DataDirectory.segments(original).getLast();
    }

    @Test
    void namesFileAndOffsetWhicheverByteIsWrong() throws Exception {
      List<Long> frames = DataDirectory.frames(segment);
      for (long at = frames.get(1); at < frames.get(2); at++) {
        Path copy = nextCopy();
        Path damaged = copy.resolve(segment.getFileName());
        DataDirectory.flip(damaged, at);
        byte[] before = Files.readAllBytes(damaged);

        String message = requireCorrupt(copy);

        assertTrue(message.contains(damaged + " is damaged at byte " + frames.get(1)), message);
        assertTrue(Arrays.equals(before, Files.readAllBytes(damaged)), "it was changed");
      }
    }

    @Test
    void refusesEveryWrongByteOfTheFileHeader() throws Exception {
      for (long at = 0; at < FileHeader.LENGTH; at++) {
        Path copy = nextCopy();
        DataDirectory.flip(copy.resolve(segment.getFileName()), at);

        assertThrows(StoreOpenException.class, () -> open(copy).close());
      }
    }

    @Test
    void refusesAnEarlierSegmentThatIsCutOff() throws Exception {
      try (ObjectStore store = open(original)) {
        put(store, "d", 0, "in the next segment");
      }
      List<Long> frames = DataDirectory.frames(segment);
      DataDirectory.truncate(segment, frames.getLast() - 1);

      String message = requireCorrupt(original);

      assertTrue(message.contains(segment + " is damaged at byte " + frames.get(2)), message);
    }

    @Test
    void refusesASegmentThatLostItsLastFrame() throws Exception {
      try (ObjectStore store = open(original)) {
        put(store, "d", 0, "in the next segment");
      }
      DataDirectory.truncate(segment, DataDirectory.frames(segment).get(2));

      String message = requireCorrupt(original);

      assertTrue(message.contains("revision 5 follows revision 3"), message);
    }

    @Test
    void refusesAMissingSegment() throws Exception {
      for (int i = 0; i < 2; i++) {
        try (ObjectStore store = open(original)) {
          put(store, "d" + i, 0, "in the next segment");
        }
      }
      Path missing = DataDirectory.segments(original).get(1);
      Files.delete(missing);

      String message = requireCorrupt(original);

      assertTrue(message.contains(missing.toString()), message);
    }

    @Test
    void takesNoFrameOfAnotherFileForItsOwn() throws Exception {
      Path other = temporary.resolve("other");
      try (ObjectStore store = open(other)) {
        for (String name : List.of("a", "b", "c")) {
          put(store, name, 0, "value of " + name);
        }
      }
      Path foreign = DataDirectory.segments(other).getLast();
      List<Long> frames = DataDirectory.frames(foreign);
      byte[] last =
          Arrays.copyOfRange(
              Files.readAllBytes(foreign), frames.get(2).intValue(), frames.get(3).intValue());
      DataDirectory.overwrite(segment, frames.get(2), last);

      try (ObjectStore store = open(original)) {
        assertEquals(2, contents(store).size());
      }
    }
  }

  @Nested
  class WhenASnapshotIsDamaged {
    private Path snapshot = Path.of("unset");

    @BeforeEach
    void writeUntilSnapshot() throws Exception {
      try (ObjectStore store = open(original)) {
        for (int i = 0; i < 150; i++) {
          put(store, "pod-" + i, 0, "value ".repeat(100));
        }
        await().until(() -> !DataDirectory.snapshots(original).isEmpty());
      }
      snapshot = DataDirectory.snapshots(original).getLast();
    }

    @Test
    void refusesWhicheverByteIsWrong() throws Exception {
      Random random = new Random(3);
      long size = Files.size(snapshot);
      for (int i = 0; i < 40; i++) {
        long at = i == 0 ? 0 : i == 1 ? size - 1 : random.nextLong(size);
        Path copy = nextCopy();
        DataDirectory.flip(copy.resolve(snapshot.getFileName()), at);

        assertThrows(StoreOpenException.class, () -> open(copy).close(), "byte " + at);
      }
    }

    @Test
    void refusesOneThatIsCutOffOrTooLong() throws Exception {
      long size = Files.size(snapshot);
      for (long length : List.of(0L, 10L, (long) FileHeader.LENGTH, size - 1, size + 1)) {
        Path copy = nextCopy();
        DataDirectory.truncate(copy.resolve(snapshot.getFileName()), length);

        requireCorrupt(copy);
      }
    }

    @Test
    void refusesToGoOnWithoutIt() throws Exception {
      Files.delete(snapshot);

      requireCorrupt(original);
    }

    @Test
    void refusesOneWithoutItsLog() throws Exception {
      for (Path segment : DataDirectory.segments(original)) {
        Files.delete(segment);
      }

      requireCorrupt(original);
    }
  }

  @Test
  void refusesANewerFormatByItsVersion() throws Exception {
    open(original).close();
    Path segment = DataDirectory.segments(original).getLast();
    DataDirectory.overwrite(segment, 8, ByteBuffer.allocate(4).putInt(7).array());

    var refusal = assertThrows(StoreOpenException.NewerFormat.class, () -> open(original).close());

    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("data format 7"), message);
    assertTrue(message.contains("up to " + FileHeader.Kind.SEGMENT.version()), message);
    assertTrue(message.contains(segment.toString()), message);
  }

  @Test
  void refusesAPathThatIsNotADirectory() throws Exception {
    Path file = Files.write(temporary.resolve("file"), new byte[1]);

    var refusal = assertThrows(StoreOpenException.Inaccessible.class, () -> open(file).close());

    assertTrue(String.valueOf(refusal.getMessage()).contains(file.toString()));
  }

  private Path nextCopy() throws Exception {
    return copy(original, temporary.resolve("copy-" + copies++));
  }

  private static String requireCorrupt(Path directory) {
    var refusal = assertThrows(StoreOpenException.Corrupt.class, () -> open(directory).close());
    return String.valueOf(refusal.getMessage());
  }
}
