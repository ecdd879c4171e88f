package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every store promises of one write after the other. */
abstract class WritingContract extends StoreContract {
  WritingContract(Opener opener) {
    super(opener);
  }

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
    store.write(
        new Write.Put(key("pods", "a"), 0, "u", new byte[ObjectStoreContract.MAX_VALUE_BYTES]));

    var tooLarge =
        assertThrows(
            StoreException.TooLarge.class,
            () ->
                store.write(
                    new Write.Put(
                        key("pods", "b"),
                        0,
                        "u",
                        new byte[ObjectStoreContract.MAX_VALUE_BYTES + 1])));

    String message = String.valueOf(tooLarge.getMessage());
    assertTrue(message.contains("core/pods/default/b"), message);
    assertTrue(message.contains(String.valueOf(ObjectStoreContract.MAX_VALUE_BYTES)), message);
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
