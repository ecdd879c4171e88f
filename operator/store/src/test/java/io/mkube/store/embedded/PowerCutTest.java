package io.mkube.store.embedded;

import static java.util.Comparator.comparingLong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import io.mkube.store.embedded.RecordingDisk.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes while every operation on the disk is recorded, and then cuts the power at every point of
 * the record: the store opens, holds what was acknowledged by then, and holds nothing but the state
 * at one revision.
 */
final class PowerCutTest {
  private static final int CALLERS = 6;
  private static final int WRITES = 60;

  @TempDir private Path directory = Path.of("unset");
  private final Map<Long, Map<String, String>> states = new HashMap<>();
  private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

  /** Revisions of writes that are nothing without the next one. */
  private final Set<Long> halves = ConcurrentHashMap.newKeySet();

  /** A write whose caller had gone on when the disk had done so many operations. */
  private record Acknowledged(int operations, Change change) {}

  @BeforeAll
  static void silenceLog() {
    DataDirectory.setLogLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLog() {
    DataDirectory.setLogLevel(null);
  }

  @Test
  @Timeout(120)
  void losesNothingAcknowledgedAt500Points() throws Exception {
    assertEquals(Optional.empty(), firstFailure(record(1), 500, ignored -> false));
  }

  @Test
  @Tag("proof")
  void losesNothingAcknowledgedAt12000Points() throws Exception {
    for (int seed = 1; seed <= 4; seed++) {
      assertEquals(Optional.empty(), firstFailure(record(seed), 3_000, ignored -> false));
    }
  }

  @Test
  @Timeout(120)
  void noticesThatFilesAreNotForced() throws Exception {
    Optional<String> failure = firstFailure(record(2), 500, Operation.Forced.class::isInstance);

    assertTrue(failure.isPresent());
  }

  @Test
  @Timeout(120)
  void noticesThatNamesAreNotForced() throws Exception {
    Optional<String> failure =
        firstFailure(record(3), 500, Operation.NamesForced.class::isInstance);

    assertTrue(failure.isPresent());
  }

  /** Has several callers write, each to its own keys, over several segments and snapshots. */
  private List<Operation> record(int seed) throws Exception {
    states.clear();
    acknowledged.clear();
    halves.clear();
    RecordingDisk disk = new RecordingDisk();
    try (ObjectStore store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        String prefix = "caller-" + caller + "-";
        Random random = new Random(seed * 31L + caller);
        running.add(callers.submit(() -> write(store, disk, prefix, random)));
      }
      for (Future<Integer> caller : running) {
        assertEquals(WRITES, caller.get());
      }
    }
    Map<String, String> state = new TreeMap<>();
    states.put(ObjectStore.FIRST_REVISION - 1, Map.of());
    List<Change> log = acknowledged.stream().map(Acknowledged::change).toList();
    for (Change change : log.stream().sorted(comparingLong(Change::revision)).toList()) {
      DataDirectory.apply(state, change);
      states.put(change.revision(), Map.copyOf(state));
    }
    assertEquals(CALLERS * WRITES + halves.size() + 1, states.size());
    return disk.operations();
  }

  private int write(ObjectStore store, RecordingDisk disk, String prefix, Random random)
      throws StoreException {
    Map<StoreKey, Long> revisions = new TreeMap<>();
    long twin = 0;
    for (int i = 0; i < WRITES; i++) {
      StoreKey key = DataDirectory.key(prefix + random.nextInt(4));
      byte[] value = new byte[random.nextInt(random.nextInt(5) == 0 ? 9_000 : 300)];
      random.nextBytes(value);
      long expected = revisions.getOrDefault(key, 0L);
      boolean deletion = expected > 0 && random.nextInt(5) == 0;
      String uid = prefix + i;
      Write write =
          deletion
              ? new Write.Delete(key, expected, uid, value)
              : new Write.Put(key, expected, uid, value);
      if (random.nextInt(4) == 0) {
        twin = writeWithTwin(store, disk, write, twin);
        revisions.put(key, deletion ? 0L : twin - 1);
        continue;
      }
      long revision = store.write(write);
      Change.Kind kind = deletion ? Change.Kind.DELETE : Change.Kind.PUT;
      acknowledged.add(
          new Acknowledged(disk.count(), new Change(revision, kind, key, expected, uid, value)));
      revisions.put(key, deletion ? 0L : revision);
    }
    return WRITES;
  }

  /** Writes something else with it, all or nothing; returns the revision of that. */
  private long writeWithTwin(ObjectStore store, RecordingDisk disk, Write write, long twin)
      throws StoreException {
    StoreKey key = DataDirectory.key(write.uid().replaceFirst("[0-9]+$", "twin"));
    Write other = new Write.Put(key, twin, write.uid(), write.value());
    long revision = store.writeTogether(List.of(write, other));
    Change.Kind kind = write instanceof Write.Delete ? Change.Kind.DELETE : Change.Kind.PUT;
    long expected = write.expectedRevision();
    Change first =
        new Change(revision - 1, kind, write.key(), expected, write.uid(), write.value());
    Change second = new Change(revision, Change.Kind.PUT, key, twin, write.uid(), write.value());
    acknowledged.add(new Acknowledged(disk.count(), first));
    acknowledged.add(new Acknowledged(disk.count(), second));
    halves.add(first.revision());
    return revision;
  }

  /** Cuts the power at points spread evenly over the record; tells what was wrong first. */
  private Optional<String> firstFailure(
      List<Operation> operations, int points, Predicate<Operation> ignored) throws StoreException {
    PowerCut power = new PowerCut();
    int done = 0;
    for (int point = 1; point <= points; point++) {
      int end = (int) ((long) operations.size() * point / points);
      while (done < end) {
        Operation operation = operations.get(done++);
        if (!ignored.test(operation)) {
          power.perform(operation);
        }
      }
      Optional<String> failure = failure(power.survivors(new Random(point)), done);
      if (failure.isPresent()) {
        return failure.map(
            "after operation %d of %d: %s".formatted(end, operations.size(), "")::concat);
      }
    }
    return Optional.empty();
  }

  private Optional<String> failure(Map<Path, byte[]> found, int done) throws StoreException {
    long least =
        acknowledged.stream()
            .filter(write -> write.operations() <= done)
            .mapToLong(write -> write.change().revision())
            .max()
            .orElse(ObjectStore.FIRST_REVISION - 1);
    RecordingDisk disk = new RecordingDisk(found);
    try (ObjectStore store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk)) {
      long latest = store.latestRevision();
      if (latest < least) {
        return Optional.of("revision " + least + " was acknowledged, the last one is " + latest);
      }
      if (halves.contains(latest)) {
        return Optional.of("revision " + latest + " is half of two writes together");
      }
      return DataDirectory.contents(store).equals(states.get(latest))
          ? Optional.empty()
          : Optional.of("the contents are not those of revision " + latest);
    } catch (StoreOpenException e) {
      return Optional.of("cannot be opened: " + e.getMessage());
    }
  }
}
