package io.mkube.store.embedded;

import static io.mkube.store.embedded.DataDirectory.contents;
import static io.mkube.store.embedded.DataDirectory.put;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreOpenException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DiskFailureTest {
  private static final int CALLERS = 40;

  @TempDir private Path directory = Path.of("unset");
  private final FaultyDisk disk = new FaultyDisk();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final ExecutorService callers =
      Executors.newThreadPerTaskExecutor(
          task -> {
            Thread thread = Thread.ofVirtual().unstarted(task);
            threads.add(thread);
            return thread;
          });
  private ObjectStore store = unopened();
  private Map<String, String> before = Map.of();

  @SuppressWarnings("NullAway") // assigned before each test
  private static ObjectStore unopened() {
    return null;
  }

  @BeforeAll
  static void silenceLog() {
    DataDirectory.setLogLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLog() {
    DataDirectory.setLogLevel(null);
  }

  @BeforeEach
  void openStore() throws Exception {
    store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk);
    put(store, "before", 0, "durable");
    before = contents(store);
  }

  @AfterEach
  void closeStore() {
    gate.countDown();
    store.close();
    callers.close();
  }

  @Nested
  class WhileTheDiskIsBusy {
    @Test
    void acknowledgesAndShowsNothingBeforeItIsDurable() throws Exception {
      long latest = store.latestRevision();
      try (Follower follower = Follower.of(store, latest)) {
        disk.holdForces(gate);
        Future<Long> writer = callers.submit(() -> put(store, "a", 0, "1"));
        await().until(() -> disk.held() == 1);

        assertFalse(writer.isDone());
        assertEquals(latest, store.latestRevision());
        assertEquals(before, contents(store));
        assertEquals(List.of(), follower.seen());

        gate.countDown();
        assertEquals(writer.get(), follower.await(1).getFirst().revision());
        assertEquals(2, contents(store).size());
      }
    }

    @Test
    void makesAllWaitingWritesDurableWithOneForce() throws Exception {
      int forces = disk.forces();
      disk.holdForces(gate);
      Future<Long> first = callers.submit(() -> put(store, "first", 0, "1"));
      await().until(() -> disk.held() == 1);
      List<Future<Long>> others = startWriters();
      await().until(() -> waiting(CALLERS + 1));

      gate.countDown();

      first.get();
      for (Future<Long> other : others) {
        other.get();
      }
      assertEquals(forces + 2, disk.forces());
    }

    @Test
    void answersConflictsOfUnfinishedWritesOnlyWhenTheyAreDurable() throws Exception {
      disk.holdForces(gate);
      List<Future<Long>> rivals = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        rivals.add(callers.submit(() -> put(store, "one", 0, "1")));
      }
      await().until(() -> waiting(CALLERS));
      assertTrue(rivals.stream().noneMatch(Future::isDone));

      gate.countDown();

      int won = 0;
      for (Future<Long> rival : rivals) {
        try {
          rival.get();
          won++;
        } catch (ExecutionException e) {
          assertInstanceOf(StoreException.Conflict.class, e.getCause());
        }
      }
      assertEquals(1, won);
    }
  }

  @Nested
  class WhenItFails {
    @Test
    void turnsReadOnlyAfterAFailedForce() throws Exception {
      disk.failForces(file -> true, "Input/output error");

      String message = refusal("a");

      assertTrue(message.contains("outcome of the write is unknown"), message);
      requireReadOnly("Input/output error");
    }

    @Test
    void turnsReadOnlyWhenTheDiskIsFull() throws Exception {
      disk.failWrites(file -> true, "No space left on device");

      refusal("a");

      requireReadOnly("No space left on device");
    }

    @Test
    void failsEveryWriterThatWaits() throws Exception {
      disk.holdForces(gate);
      disk.failForces(file -> true, "Input/output error");
      List<Future<Long>> writers = startWriters();
      await().until(() -> waiting(CALLERS));

      gate.countDown();

      for (Future<Long> writer : writers) {
        var failed = assertThrows(ExecutionException.class, writer::get);
        assertInstanceOf(StoreException.Unavailable.class, failed.getCause());
      }
      requireReadOnly("Input/output error");
    }

    @Test
    void cutsATornWriteWhenItIsOpenedAgain() throws Exception {
      for (int bytes = 0; bytes < 60; bytes += 7) {
        disk.tearNextWrite(bytes);
        refusal("torn");
        requireReadOnly("Input/output error");
        store.close();

        disk.heal();
        store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk);
        assertEquals(before, contents(store));
        assertTrue(store.health().writable());
      }
    }

    @Test
    void keepsItsFollowers() throws Exception {
      try (Follower follower = Follower.of(store, ObjectStore.FIRST_REVISION - 1)) {
        disk.failForces(file -> true, "Input/output error");
        refusal("a");

        assertEquals(1, follower.await(1).size());
        assertThrows(StoreException.Unavailable.class, () -> put(store, "b", 0, "1"));
      }
    }

    private void requireReadOnly(String reason) throws StoreException {
      disk.heal();
      String later = refusal("later");
      assertTrue(later.contains(reason), later);
      assertTrue(later.contains("read-only"), later);
      assertTrue(later.contains("did not happen"), later);
      assertFalse(store.health().writable());
      assertTrue(store.health().detail().contains(reason), store.health().detail());
      assertEquals(before, contents(store));
    }

    private String refusal(String name) {
      var refused = assertThrows(StoreException.Unavailable.class, () -> put(store, name, 0, "1"));
      return String.valueOf(refused.getMessage());
    }
  }

  @Nested
  class WhenOnlyTheBackgroundIsHit {
    private static final String VALUE = "value ".repeat(200);

    @Test
    void writesInManySteps() throws Exception {
      disk.shortenWrites(11);
      put(store, "a", 0, VALUE);
      Map<String, String> written = contents(store);
      store.close();

      store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk);
      assertEquals(written, contents(store));
    }

    @Test
    void goesOnWithoutSnapshotsWhenTheyCannotBeWritten() throws Exception {
      disk.failForces(file -> name(file).startsWith("snapshot"), "No space left on device");
      long revision = overwrite(0, 200);
      assertEquals(List.of(), DataDirectory.snapshots(directory));
      assertTrue(store.health().writable());

      disk.heal();
      overwrite(revision, 200);

      await().until(() -> !DataDirectory.snapshots(directory).isEmpty());
      requireSameAfterRestart();
    }

    @Test
    void createsASegmentAgainThatCouldNotBePrepared() throws Exception {
      CountDownLatch failed = new CountDownLatch(1);
      disk.failCreates(
          file -> {
            // The writer itself may get there before the disk has healed.
            boolean preparing = Thread.currentThread().getName().startsWith("mkube-store-backgr");
            if (preparing) {
              failed.countDown();
            }
            return preparing && name(file).startsWith("segment");
          },
          "No space left on device");
      long revision = 0;
      while (failed.getCount() > 0) {
        revision = put(store, "hot", revision, VALUE);
      }
      disk.heal();

      overwrite(revision, 100);

      requireSameAfterRestart();
    }

    @Test
    void turnsReadOnlyWithoutLossWhenThereIsNoRoomForASegment() throws Exception {
      disk.failCreates(file -> name(file).startsWith("segment"), "No space left on device");
      StoreException.Unavailable refused =
          assertThrows(StoreException.Unavailable.class, () -> overwrite(0, 200));

      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("the write did not happen"), message);
      disk.heal();
      requireSameAfterRestart();
    }

    private long overwrite(long from, int times) throws StoreException {
      long revision = from;
      for (int i = 0; i < times; i++) {
        revision = put(store, "hot", revision, VALUE);
      }
      return revision;
    }

    private void requireSameAfterRestart() throws Exception {
      Map<String, String> written = contents(store);
      store.close();
      store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk);
      assertEquals(written, contents(store));
    }

    private static String name(Path file) {
      return file.getFileName().toString();
    }
  }

  @Test
  void refusesToOpenWhatItCannotWriteAndReleasesTheLock() throws Exception {
    store.close();
    disk.failCreates(file -> true, "Read-only file system");

    var refused =
        assertThrows(
            StoreOpenException.Inaccessible.class,
            () -> EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk).close());

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("Read-only file system"), message);
    disk.heal();
    store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk);
    assertEquals(before, contents(store));
  }

  private List<Future<Long>> startWriters() {
    List<Future<Long>> writers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String name = "w" + i;
      writers.add(callers.submit(() -> put(store, name, 0, "1")));
    }
    return writers;
  }

  private boolean waiting(int count) {
    return count
        == threads.stream()
            .filter(thread -> LockSupport.getBlocker(thread) instanceof PendingWrite)
            .count();
  }
}
