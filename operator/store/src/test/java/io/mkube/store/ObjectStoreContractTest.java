package io.mkube.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.ObjectStore.Snapshot;
import io.mkube.store.window.WindowLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ObjectStore} promises. A store's own test extends this class and says how one
 * is opened.
 */
@Timeout(120)
public abstract class ObjectStoreContractTest {
  protected static final int MAX_VALUE_BYTES = 2 << 20;
  private static final WindowLimits SMALL_WINDOW = new WindowLimits(50, 1 << 20);

  private ObjectStore store = unopened();

  /** Opens an empty store. */
  protected abstract ObjectStore open(WindowLimits limits, int maxValueBytes) throws Exception;

  @SuppressWarnings("NullAway") // assigned before each test
  private static ObjectStore unopened() {
    return null;
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = open(WindowLimits.DEFAULT, MAX_VALUE_BYTES);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Nested
  class Writing {
    @Test
    void startsAtTheFirstRevisionAndCountsUpOverAllKeys() throws Exception {
      assertEquals(ObjectStore.FIRST_REVISION - 1, store.latestRevision());

      long first = put("pods", "a", 0, "1");
      long second = put("nodes", "b", 0, "2");

      assertEquals(ObjectStore.FIRST_REVISION, first);
      assertTrue(second > first);
      assertEquals(second, store.latestRevision());
    }

    @Test
    void replacesAValueWhoseRevisionIsExpected() throws Exception {
      long created = put("pods", "a", 0, "1");

      long replaced = put("pods", "a", created, "2");

      StoredObject object = only(store.snapshot());
      assertEquals(key("pods", "a"), object.key());
      assertEquals(replaced, object.revision());
      assertEquals("uid-a", object.uid());
      assertEquals("2", text(object.value()));
    }

    @Test
    void refusesToCreateWhatExistsAndSaysItsRevision() throws Exception {
      long created = put("pods", "a", 0, "1");

      var conflict = assertThrows(StoreException.Conflict.class, () -> put("pods", "a", 0, "2"));

      assertEquals(created, conflict.actualRevision());
      assertEquals("1", text(only(store.snapshot()).value()));
      assertEquals(created, store.latestRevision());
    }

    @Test
    void refusesAStaleRevision() throws Exception {
      long created = put("pods", "a", 0, "1");
      long replaced = put("pods", "a", created, "2");

      var onPut = assertThrows(StoreException.Conflict.class, () -> put("pods", "a", created, "3"));
      var onDelete =
          assertThrows(StoreException.Conflict.class, () -> delete("pods", "a", created, "3"));

      assertEquals(replaced, onPut.actualRevision());
      assertEquals(replaced, onDelete.actualRevision());
      assertEquals("2", text(only(store.snapshot()).value()));
    }

    @Test
    void refusesToReplaceOrDeleteWhatDoesNotExist() {
      var onPut = assertThrows(StoreException.Conflict.class, () -> put("pods", "a", 7, "1"));
      var onDelete = assertThrows(StoreException.Conflict.class, () -> delete("pods", "a", 7, "1"));

      assertEquals(0, onPut.actualRevision());
      assertEquals(0, onDelete.actualRevision());
    }

    @Test
    void refusesImpossibleExpectations() {
      assertThrows(IllegalArgumentException.class, () -> put("pods", "a", -1, "1"));
      assertThrows(IllegalArgumentException.class, () -> delete("pods", "a", 0, "1"));
    }

    @Test
    void deletesAndRecreatesWithAnotherUid() throws Exception {
      StoreKey key = key("pods", "a");
      long created = store.write(new Write.Put(key, 0, "first", bytes("1")));
      long deleted = store.write(new Write.Delete(key, created, "first", bytes("last words")));
      assertEquals(List.of(), store.snapshot().objects());

      long recreated = store.write(new Write.Put(key, 0, "second", bytes("2")));

      assertEquals("second", only(store.snapshot()).uid());
      try (Follower follower = Follower.of(store, created)) {
        List<Change> changes = follower.await(2);
        Change removal = changes.get(0);
        assertEquals(deleted, removal.revision());
        assertEquals(Change.Kind.DELETE, removal.kind());
        assertEquals(created, removal.previousRevision());
        assertEquals("first", removal.uid());
        assertEquals("last words", text(removal.value()));
        Change creation = changes.get(1);
        assertEquals(recreated, creation.revision());
        assertEquals(Change.Kind.PUT, creation.kind());
        assertEquals(0, creation.previousRevision());
        assertEquals("second", creation.uid());
      }
    }

    @Test
    void takesAUidThatChangesInPlace() throws Exception {
      StoreKey key = key("pods", "a");
      long created = store.write(new Write.Put(key, 0, "first", bytes("1")));

      long adopted = store.write(new Write.Put(key, created, "second", bytes("2")));

      assertEquals("second", only(store.snapshot()).uid());
      try (Follower follower = Follower.of(store, created)) {
        Change change = follower.await(1).getFirst();
        assertEquals(adopted, change.revision());
        assertEquals(created, change.previousRevision());
        assertEquals("second", change.uid());
      }
    }

    @Test
    void keepsKeysApartThatLookAlike() throws Exception {
      List<StoreKey> keys =
          List.of(
              new StoreKey("", "pods", "", "a"),
              new StoreKey("", "pods", "a", "a"),
              new StoreKey("apps", "pods", "a", "a"),
              new StoreKey("apps", "pods", "a", "a.b"),
              new StoreKey("apps", "pods", "a.b", "a"),
              new StoreKey("apps", "pods", "a", "A"),
              new StoreKey("apps", "pods", "a", "*"),
              new StoreKey("apps", "pods", "a", ">"),
              new StoreKey("apps", "pods", "a", "with space"));
      for (StoreKey key : keys) {
        store.write(new Write.Put(key, 0, "u", bytes(key.toString())));
      }

      List<StoredObject> objects = store.snapshot().objects();

      assertEquals(keys.stream().sorted().toList(), objects.stream().map(o -> o.key()).toList());
      objects.forEach(o -> assertEquals(o.key().toString(), text(o.value())));
    }

    @Test
    void keepsUnicodeNamesAndUids() throws Exception {
      StoreKey key = new StoreKey("grüße.example", "päckchen", "名前空間", "ключ-🦊-\u0000-é-é");
      long created = store.write(new Write.Put(key, 0, "uid-😀", bytes("wert")));

      StoredObject object = only(store.snapshot());

      assertEquals(key, object.key());
      assertEquals("uid-😀", object.uid());
      assertTrue(store.write(new Write.Delete(key, created, "uid-😀", bytes("wert"))) > created);
    }

    @Test
    void refusesTextThatHasNoUtf8Form() {
      assertThrows(
          IllegalArgumentException.class, () -> new StoreKey("", "pods", "default", "a\ud800"));
      assertThrows(
          IllegalArgumentException.class,
          () -> new Write.Put(key("pods", "a"), 0, "\udc00", bytes("1")));
    }

    @Test
    void keepsEmptyAndLargeValuesByteForByte() throws Exception {
      byte[] noise = new byte[3 << 19];
      new Random(1).nextBytes(noise);
      byte[] pattern = new byte[3 << 19];
      Arrays.fill(pattern, (byte) 'x');
      store.write(new Write.Put(key("pods", "empty"), 0, "u", new byte[0]));
      store.write(new Write.Put(key("pods", "noise"), 0, "u", noise));
      store.write(new Write.Put(key("pods", "pattern"), 0, "u", pattern));

      List<StoredObject> objects = store.snapshot().objects();

      assertArrayEquals(new byte[0], objects.get(0).value());
      assertArrayEquals(noise, objects.get(1).value());
      assertArrayEquals(pattern, objects.get(2).value());
    }

    @Test
    void takesValuesUpToTheLimitAndRefusesLargerOnes() throws Exception {
      store.write(new Write.Put(key("pods", "a"), 0, "u", new byte[MAX_VALUE_BYTES]));

      var tooLarge =
          assertThrows(
              StoreException.TooLarge.class,
              () ->
                  store.write(
                      new Write.Put(key("pods", "b"), 0, "u", new byte[MAX_VALUE_BYTES + 1])));

      String message = String.valueOf(tooLarge.getMessage());
      assertTrue(message.contains("core/pods/default/b"), message);
      assertTrue(message.contains(String.valueOf(MAX_VALUE_BYTES)), message);
      assertEquals(1, store.snapshot().objects().size());
    }

    @Test
    void answersACallerThatIsInterruptedAndKeepsTheFlag() throws Exception {
      Thread.currentThread().interrupt();

      long revision = put("pods", "a", 0, "1");

      assertTrue(Thread.interrupted());
      assertEquals(revision, store.latestRevision());
    }
  }

  @Nested
  class WritingConcurrently {
    private static final int CALLERS = 64;

    @Test
    void losesNoIncrementOfASharedCounter() throws Exception {
      int rounds = 10;
      put("pods", "counter", 0, "0");

      inParallel(
          CALLERS,
          caller -> {
            for (int i = 0; i < rounds; i++) {
              increment();
            }
            return caller;
          });

      assertEquals(CALLERS * rounds, Integer.parseInt(text(only(store.snapshot()).value())));
    }

    @Test
    void letsExactlyOneCreatorWin() throws Exception {
      List<Long> revisions =
          inParallel(
              CALLERS,
              caller -> {
                try {
                  return put("pods", "one", 0, "by " + caller);
                } catch (StoreException.Conflict e) {
                  return -e.actualRevision();
                }
              });

      long winner = revisions.stream().filter(r -> r > 0).findFirst().orElseThrow();
      assertEquals(CALLERS - 1, revisions.stream().filter(r -> r == -winner).count());
    }

    @Test
    void givesEveryWriteItsOwnRevision() throws Exception {
      List<List<Long>> revisions =
          inParallel(
              CALLERS,
              caller -> {
                List<Long> mine = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                  mine.add(put("pods", caller + "-" + i, 0, "x"));
                }
                return mine;
              });

      for (List<Long> mine : revisions) {
        assertEquals(mine.stream().sorted().toList(), mine);
      }
      assertEquals(CALLERS * 10, revisions.stream().flatMap(List::stream).distinct().count());
    }

    private void increment() throws StoreException {
      while (true) {
        StoredObject counter = only(store.snapshot());
        int value = Integer.parseInt(text(counter.value()));
        try {
          put("pods", "counter", counter.revision(), String.valueOf(value + 1));
          return;
        } catch (StoreException.Conflict e) {
          assertNotEquals(counter.revision(), e.actualRevision());
        }
      }
    }
  }

  @Nested
  class TakingSnapshots {
    @Test
    void isEmptyInTheBeginning() throws Exception {
      assertEquals(new Snapshot(ObjectStore.FIRST_REVISION - 1, List.of()), store.snapshot());
    }

    @Test
    void ordersByKeyAndCannotBeChanged() throws Exception {
      for (String name : List.of("m", "z", "a")) {
        put("pods", name, 0, name);
        put("nodes", name, 0, name);
      }

      Snapshot snapshot = store.snapshot();

      List<StoreKey> keys = snapshot.objects().stream().map(StoredObject::key).toList();
      assertEquals(keys.stream().sorted().toList(), keys);
      assertThrows(UnsupportedOperationException.class, () -> snapshot.objects().clear());
    }

    @Test
    void doesNotSeeLaterWrites() throws Exception {
      long created = put("pods", "a", 0, "1");
      Snapshot before = store.snapshot();

      put("pods", "a", created, "2");
      put("pods", "b", 0, "3");

      assertEquals(created, before.revision());
      assertEquals("1", text(only(before).value()));
    }

    @Test
    void isConsistentWhileOthersWrite() throws Exception {
      int pairs = 200;
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> writer =
            executor.submit(
                () -> {
                  long left = put("pods", "left", 0, "0");
                  long right = put("pods", "right", 0, "0");
                  for (int i = 1; i < pairs; i++) {
                    left = put("pods", "left", left, String.valueOf(i));
                    right = put("pods", "right", right, String.valueOf(i));
                  }
                  return null;
                });
        while (!writer.isDone()) {
          requireOneCut(store.snapshot());
        }
        writer.get();
      }
      requireOneCut(store.snapshot());
    }

    private void requireOneCut(Snapshot snapshot) {
      Map<String, Integer> values = new HashMap<>();
      long newest = ObjectStore.FIRST_REVISION - 1;
      for (StoredObject object : snapshot.objects()) {
        values.put(object.key().name(), Integer.parseInt(text(object.value())));
        newest = Math.max(newest, object.revision());
      }
      assertEquals(newest, snapshot.revision());
      int left = values.getOrDefault("left", -1);
      int right = values.getOrDefault("right", -1);
      assertTrue(left == right || left == right + 1, "left " + left + ", right " + right);
    }
  }

  @Nested
  class Following {
    @Test
    void deliversEveryLaterChangeInOrderFromEveryRevision() throws Exception {
      List<Long> revisions = new ArrayList<>(List.of(store.latestRevision()));
      for (int i = 0; i < 40; i++) {
        long created = put("pods", "p" + i, 0, "created");
        long replaced = put("pods", "p" + i, created, "replaced");
        revisions.addAll(List.of(created, replaced));
        if (i % 2 == 0) {
          revisions.add(delete("pods", "p" + i, replaced, "deleted"));
        }
      }
      long latest = revisions.getLast();

      for (int i = 0; i < revisions.size() - 1; i++) {
        try (Follower follower = Follower.of(store, revisions.get(i))) {
          List<Change> changes = follower.awaitRevision(latest);
          assertEquals(
              revisions.subList(i + 1, revisions.size()),
              changes.stream().map(Change::revision).toList());
        }
      }
    }

    @Test
    void linksEveryChangeToTheOneBeforeOnItsKey() throws Exception {
      long created = put("pods", "a", 0, "1");
      put("pods", "b", 0, "1");
      long replaced = put("pods", "a", created, "2");
      delete("pods", "a", replaced, "2");

      try (Follower follower = Follower.of(store, ObjectStore.FIRST_REVISION - 1)) {
        List<Change> changes = follower.await(4);
        assertEquals(
            List.of(0L, 0L, created, replaced),
            changes.stream().map(Change::previousRevision).toList());
      }
    }

    @Test
    void deliversWhatIsWrittenAfterwardsToEveryFollower() throws Exception {
      long start = put("pods", "a", 0, "1");
      try (Follower one = Follower.of(store, start);
          Follower two = Follower.of(store, start)) {
        long latest = put("pods", "a", start, "2");

        for (Follower follower : List.of(one, two)) {
          Change change = follower.await(1).getFirst();
          assertEquals(latest, change.revision());
          assertEquals(key("pods", "a"), change.key());
          assertEquals("2", text(change.value()));
        }
      }
    }

    @Test
    void hasNoGapWhileManyWrite() throws Exception {
      int callers = 32;
      int rounds = 20;
      try (Follower early = Follower.of(store, store.latestRevision())) {
        AtomicReference<Follower> late = new AtomicReference<>();
        inParallel(
            callers,
            caller -> {
              long revision = 0;
              for (int i = 0; i < rounds; i++) {
                revision = put("pods", "p" + caller, revision, "v" + i);
              }
              if (caller == 0) {
                late.set(Follower.of(store, ObjectStore.FIRST_REVISION - 1));
              }
              return revision;
            });

        long latest = store.latestRevision();
        requireGapless(early.awaitRevision(latest), callers * rounds);
        try (Follower follower = late.get()) {
          requireGapless(follower.awaitRevision(latest), callers * rounds);
        }
      }
    }

    private void requireGapless(List<Change> changes, int count) {
      assertEquals(count, changes.size());
      Map<StoreKey, Long> view = new HashMap<>();
      long last = 0;
      for (Change change : changes) {
        assertTrue(change.revision() > last, "out of order: " + change.revision());
        last = change.revision();
        assertEquals(view.getOrDefault(change.key(), 0L), change.previousRevision());
        view.put(change.key(), change.revision());
      }
    }

    @Test
    void joinsASnapshotWithoutGapOrOverlap() throws Exception {
      long created = put("pods", "a", 0, "1");
      Snapshot snapshot = store.snapshot();
      long replaced = put("pods", "a", created, "2");

      try (Follower follower = Follower.of(store, snapshot.revision())) {
        List<Change> changes = follower.awaitRevision(replaced);
        assertEquals(List.of(replaced), changes.stream().map(Change::revision).toList());
      }
    }

    @Test
    void deliversOnlyWhatIsAfterARevisionOfTheFuture() throws Exception {
      long created = put("pods", "a", 0, "1");
      long future = created + 2;
      try (Follower follower = Follower.of(store, future)) {
        long last = created;
        for (int i = 0; i < 5; i++) {
          last = put("pods", "a", last, "v" + i);
        }

        List<Change> changes = follower.awaitRevision(last);
        assertTrue(changes.stream().allMatch(change -> change.revision() > future));
        assertTrue(changes.size() >= 3);
      }
    }

    @Test
    void deliversNothingAfterTheSubscriptionIsClosed() throws Exception {
      Follower follower = Follower.of(store, store.latestRevision());
      put("pods", "a", 0, "1");
      follower.await(1);

      follower.close();
      follower.close();
      try (Follower other = Follower.of(store, store.latestRevision())) {
        put("pods", "b", 0, "1");
        other.await(1);
      }

      assertEquals(1, follower.seen().size());
    }

    @Test
    void lastsUntilTheListenerReturnsWhenClosed() throws Exception {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      ObjectStore.Subscription subscription =
          store.follow(
              store.latestRevision(),
              change -> {
                entered.countDown();
                awaitUninterruptibly(release);
              },
              ended -> {});
      put("pods", "a", 0, "1");
      entered.await();

      Thread closing = Thread.ofVirtual().start(subscription::close);
      assertFalse(closing.join(Duration.ofMillis(50)));
      release.countDown();

      assertTrue(closing.join(Duration.ofSeconds(30)));
    }

    @Test
    void canBeClosedByItsListener() throws Exception {
      AtomicReference<ObjectStore.Subscription> self = new AtomicReference<>();
      CountDownLatch assigned = new CountDownLatch(1);
      CountDownLatch closed = new CountDownLatch(1);
      self.set(
          store.follow(
              store.latestRevision(),
              change -> {
                awaitUninterruptibly(assigned);
                self.get().close();
                closed.countDown();
              },
              ended -> {}));
      assigned.countDown();

      put("pods", "a", 0, "1");

      assertTrue(closed.await(30, TimeUnit.SECONDS));
    }

    @Test
    void endsADeliveryWhoseListenerThrows() throws Exception {
      AtomicReference<StoreException> reason = new AtomicReference<>();
      CountDownLatch ended = new CountDownLatch(1);
      try (ObjectStore.Subscription failing =
          store.follow(
              store.latestRevision(),
              change -> {
                throw new IllegalStateException("no room for " + change.key());
              },
              why -> {
                reason.set(why);
                ended.countDown();
              })) {
        put("pods", "a", 0, "1");

        assertTrue(ended.await(30, TimeUnit.SECONDS), failing::toString);
        assertInstanceOf(StoreException.Unavailable.class, reason.get());
        assertInstanceOf(IllegalStateException.class, reason.get().getCause());
      }
      put("pods", "b", 0, "1");
    }
  }

  @Nested
  class HoldingHistory {
    @BeforeEach
    void openWithASmallWindow() throws Exception {
      store.close();
      store = open(SMALL_WINDOW, MAX_VALUE_BYTES);
    }

    @Test
    void refusesARevisionBelowTheWindowAndNamesTheOldestItHolds() throws Exception {
      long start = store.latestRevision();
      overwrite(200, new byte[10]);

      var expired =
          assertThrows(StoreException.Expired.class, () -> Follower.of(store, start).close());

      long oldest = expired.oldestRevision();
      assertThrows(StoreException.Expired.class, () -> Follower.of(store, oldest - 1).close());
      try (Follower follower = Follower.of(store, oldest)) {
        List<Change> changes = follower.awaitRevision(store.latestRevision());
        assertTrue(changes.getFirst().revision() > oldest);
        assertEquals(changes.getFirst().previousRevision(), oldest);
      }
    }

    @Test
    void isBoundedByBytesToo() throws Exception {
      long start = store.latestRevision();
      overwrite(20, new byte[100_000]);

      assertThrows(StoreException.Expired.class, () -> Follower.of(store, start).close());
    }

    @Test
    void holdsTheNewestChangeHoweverLargeItIs() throws Exception {
      long before = overwrite(3, new byte[MAX_VALUE_BYTES - 1]);
      long latest =
          store.write(new Write.Put(key("pods", "hot"), before, "u", new byte[MAX_VALUE_BYTES]));

      try (Follower follower = Follower.of(store, before)) {
        assertEquals(latest, follower.await(1).getFirst().revision());
      }
    }

    @Test
    void endsAFollowerThatFallsBehindWithoutHoldingUpWriters() throws Exception {
      CountDownLatch release = new CountDownLatch(1);
      List<Long> seen = new ArrayList<>();
      CompletableFuture<StoreException> ended = new CompletableFuture<>();
      ObjectStore.Subscription slow =
          store.follow(
              store.latestRevision(),
              change -> {
                seen.add(change.revision());
                awaitUninterruptibly(release);
              },
              ended::complete);
      try {
        put("pods", "first", 0, "1");
        overwrite(500, new byte[10]);
        release.countDown();

        var expired =
            assertInstanceOf(StoreException.Expired.class, ended.get(30, TimeUnit.SECONDS));
        assertTrue(expired.oldestRevision() > seen.getLast());
        assertEquals(seen.stream().sorted().distinct().toList(), seen);
      } finally {
        release.countDown();
        slow.close();
      }
    }

    private long overwrite(int times, byte[] value) throws Exception {
      long revision = 0;
      try (Follower pace = Follower.of(store, store.latestRevision())) {
        for (int i = 0; i < times; i++) {
          revision = store.write(new Write.Put(key("pods", "hot"), revision, "u", value));
          pace.awaitRevision(revision);
        }
      }
      return revision;
    }
  }

  @Nested
  class Closing {
    @Test
    void endsFollowersAndRefusesEverythingAfterwards() throws Exception {
      long created = put("pods", "a", 0, "1");
      Follower follower = Follower.of(store, created);

      store.close();
      store.close();

      assertInstanceOf(StoreException.Unavailable.class, follower.awaitEnd());
      assertThrows(StoreException.Unavailable.class, () -> put("pods", "b", 0, "1"));
      assertThrows(StoreException.Unavailable.class, () -> store.snapshot());
      assertThrows(StoreException.Unavailable.class, () -> store.latestRevision());
      assertThrows(StoreException.Unavailable.class, () -> Follower.of(store, created).close());
      assertFalse(store.health().writable());
    }

    @Test
    void answersEveryWriterThatIsUnderWay() throws Exception {
      CountDownLatch started = new CountDownLatch(8);
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Integer>> writers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
          String name = "p" + caller;
          writers.add(executor.submit(() -> writeUntilRefused(name, started)));
        }
        started.await();

        store.close();

        for (Future<Integer> writer : writers) {
          assertTrue(writer.get() > 0);
        }
      }
    }

    private int writeUntilRefused(String name, CountDownLatch started) throws StoreException {
      long revision = 0;
      int written = 0;
      while (true) {
        try {
          revision = put("pods", name, revision, "v" + written);
        } catch (StoreException.Unavailable e) {
          return written;
        }
        if (written++ == 0) {
          started.countDown();
        }
      }
    }

    @Test
    void reportsItselfWritableWhileOpen() {
      StoreHealth health = store.health();

      assertTrue(health.writable(), health.detail());
      assertFalse(health.detail().isBlank());
    }
  }

  protected static StoreKey key(String resource, String name) {
    return new StoreKey("", resource, "default", name);
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  protected static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private long put(String resource, String name, long expected, String value)
      throws StoreException {
    return store.write(new Write.Put(key(resource, name), expected, "uid-" + name, bytes(value)));
  }

  private long delete(String resource, String name, long expected, String value)
      throws StoreException {
    return store.write(
        new Write.Delete(key(resource, name), expected, "uid-" + name, bytes(value)));
  }

  private static StoredObject only(Snapshot snapshot) {
    assertEquals(1, snapshot.objects().size());
    return snapshot.objects().getFirst();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface Caller<T> {
    T run(int caller) throws Exception;
  }

  private static <T> List<T> inParallel(int callers, Caller<T> task)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int caller = i;
        Callable<T> body =
            () -> {
              start.await();
              return task.run(caller);
            };
        futures.add(executor.submit(body));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}
