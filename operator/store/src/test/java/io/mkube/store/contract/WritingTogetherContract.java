package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every store promises of several writes as one, be it that it refuses them: a test does its
 * work one by one then, and asks the same of the outcome.
 */
abstract class WritingTogetherContract extends StoreContract {
  private static final int CALLERS = 16;
  private static final int TIMES = 20;

  WritingTogetherContract(Opener opener) {
    super(opener);
  }

  @Test
  void writesAllWithRevisionsThatFollowEachOther() throws Exception {
    long a = put("pods", "a", 0, "1");
    long b = put("pods", "b", 0, "1");
    List<Write> writes =
        List.of(
            new Write.Put(key("pods", "a"), a, "uid-a", bytes("2")),
            new Write.Delete(key("pods", "b"), b, "uid-b", bytes("last")),
            new Write.Put(key("nodes", "c"), 0, "uid-c", bytes("1")));
    try (Follower follower = Follower.of(store, b)) {
      if (!store.writesTogether()) {
        requireRefused(writes);
        return;
      }
      long last = store.writeTogether(writes);

      List<Change> changes = follower.awaitRevision(last);
      assertEquals(
          List.of(last - 2, last - 1, last), changes.stream().map(Change::revision).toList());
      assertEquals(List.of(a, b, 0L), changes.stream().map(Change::previousRevision).toList());
      assertEquals(last, store.latestRevision());
      assertEquals(
          Map.of("a", "2", "c", "1"), values(), "what was put is there, what was deleted is not");
    }
  }

  @Test
  void writesNothingIfOneKeyHasAnotherRevision() throws Exception {
    long a = put("pods", "a", 0, "1");
    long b = put("pods", "b", put("pods", "b", 0, "1"), "2");
    for (long stale : new long[] {0, a, b - 1}) {
      List<Write> writes =
          List.of(
              new Write.Put(key("pods", "a"), a, "uid-a", bytes("never")),
              new Write.Put(key("pods", "new"), 0, "uid-new", bytes("never")),
              new Write.Put(key("pods", "b"), stale, "uid-b", bytes("never")));
      if (store.writesTogether()) {
        var conflict =
            assertThrows(StoreException.Conflict.class, () -> store.writeTogether(writes));
        assertEquals(key("pods", "b"), conflict.key());
        assertEquals(b, conflict.actualRevision());
      } else {
        requireRefused(writes);
      }
      assertEquals(Map.of("a", "1", "b", "2"), values());
      assertEquals(b, store.latestRevision());
    }
  }

  @Test
  void createsAnewWhatWasDeleted() throws Exception {
    long deleted = delete("pods", "a", put("pods", "a", 0, "1"), "last");
    List<Write> writes =
        List.of(
            new Write.Put(key("pods", "a"), 0, "uid-2", bytes("2")),
            new Write.Put(key("pods", "b"), 0, "uid-b", bytes("2")));
    if (store.writesTogether()) {
      assertTrue(store.writeTogether(writes) > deleted);
      assertEquals(Map.of("a", "2", "b", "2"), values());
    } else {
      requireRefused(writes);
    }
  }

  @Test
  void takesOneByItself() throws Exception {
    long revision =
        store.writeTogether(List.of(new Write.Put(key("pods", "a"), 0, "uid-a", bytes("1"))));

    assertEquals(revision, only(store.snapshot()).revision());
  }

  @Test
  void refusesAllIfOneIsTooLarge() throws Exception {
    byte[] large = new byte[ObjectStoreContract.MAX_VALUE_BYTES + 1];
    List<Write> writes =
        List.of(
            new Write.Put(key("pods", "a"), 0, "uid-a", bytes("1")),
            new Write.Put(key("pods", "b"), 0, "uid-b", large));
    if (store.writesTogether()) {
      assertThrows(StoreException.TooLarge.class, () -> store.writeTogether(writes));
    } else {
      requireRefused(writes);
    }
    assertEquals(Map.of(), values());
  }

  /** Pairs are counted up by all callers: what is seen of a pair is never of two writes. */
  @Test
  void letsNobodyBetween() throws Exception {
    if (!store.writesTogether()) {
      requireRefused(
          List.of(
              new Write.Put(key("pods", "left"), 0, "uid-l", bytes("1")),
              new Write.Put(key("pods", "right"), 0, "uid-r", bytes("1"))));
      return;
    }
    try (Follower follower = Follower.of(store, store.latestRevision())) {
      var unused = inParallel(CALLERS, caller -> count(TIMES));

      long last = store.latestRevision();
      Map<String, Change> seen = new HashMap<>();
      for (Change change : follower.awaitRevision(last)) {
        seen.put(change.key().name(), change);
        if (change.key().name().equals("right")) {
          Change left = Objects.requireNonNull(seen.get("left"));
          assertEquals(change.revision() - 1, left.revision());
          assertEquals(text(left.value()), text(change.value()));
        }
      }
      assertEquals(String.valueOf(CALLERS * TIMES), values().get("right"));
    }
  }

  private int count(int times) throws StoreException {
    int done = 0;
    int tried = 0;
    while (done < times) {
      Map<String, StoredObject> found = objects();
      StoredObject left = found.get("left");
      StoredObject right = found.get("right");
      int value = left == null ? 0 : Integer.parseInt(text(left.value()));
      byte[] next = bytes(String.valueOf(value + 1));
      try {
        var unused =
            store.writeTogether(
                List.of(
                    new Write.Put(key("pods", "left"), revision(left), "uid-l", next),
                    new Write.Put(key("pods", "right"), revision(right), "uid-r", next)));
        done++;
      } catch (StoreException.Conflict e) {
        assertTrue(e.actualRevision() > 0);
      }
      tried++;
    }
    return tried;
  }

  private static long revision(@Nullable StoredObject object) {
    return object == null ? 0 : object.revision();
  }

  private void requireRefused(List<Write> writes) {
    var refused = assertThrows(StoreException.Unavailable.class, () -> store.writeTogether(writes));
    assertTrue(String.valueOf(refused.getMessage()).endsWith("the write did not happen"));
  }

  private Map<String, StoredObject> objects() throws StoreException {
    ObjectStore.Snapshot snapshot = store.snapshot();
    Map<String, StoredObject> found = new HashMap<>();
    snapshot.objects().forEach(object -> found.put(object.key().name(), object));
    return found;
  }

  private Map<String, String> values() throws StoreException {
    Map<String, String> values = new HashMap<>();
    objects().forEach((name, object) -> values.put(name, text(object.value())));
    return values;
  }
}
