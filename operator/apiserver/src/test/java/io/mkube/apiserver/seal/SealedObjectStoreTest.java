package io.mkube.apiserver.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.embedded.EmbeddedObjectStore;
import io.mkube.store.embedded.EmbeddedStoreConfig;
import io.mkube.store.memory.MemoryObjectStore;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedObjectStoreTest {
  private static final StoreKey SECRET = new StoreKey("", "secrets", "ns", "s");
  private static final StoreKey OTHER = new StoreKey("", "secrets", "ns", "other");
  private static final StoreKey MAP = new StoreKey("", "configmaps", "ns", "m");
  private static final byte[] PLAIN = bytes("{\"metadata\":{},\"data\":\"hush\"}");
  private final ObjectStore store = new MemoryObjectStore();
  @TempDir Path directory;
  private KeyFile file;

  @BeforeEach
  void place() {
    file = new KeyFile(directory.resolve("keys").resolve("sealing.key"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private SealedObjectStore open() throws Exception {
    return SealedObjectStore.open(store, file);
  }

  private byte[] stored(StoreKey key) throws StoreException {
    return value(store, key);
  }

  private static byte[] value(ObjectStore from, StoreKey key) throws StoreException {
    return from.snapshot().objects().stream()
        .filter(object -> object.key().equals(key))
        .map(StoredObject::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sealsSecretsAndLeavesEverythingElse() throws Exception {
    ObjectStore sealed = open();
    sealed.write(new Write.Put(SECRET, 0, "u", PLAIN));
    sealed.write(new Write.Put(MAP, 0, "v", PLAIN));

    assertFalse(new String(stored(SECRET), StandardCharsets.ISO_8859_1).contains("hush"));
    assertArrayEquals(PLAIN, stored(MAP));
    assertArrayEquals(PLAIN, value(sealed, SECRET));
    assertArrayEquals(PLAIN, value(open(), SECRET));
  }

  @Test
  void sealsTheSameValueDifferentlyEachTime() throws Exception {
    ObjectStore sealed = open();
    long revision = sealed.write(new Write.Put(SECRET, 0, "u", PLAIN));
    byte[] first = stored(SECRET);
    sealed.write(new Write.Put(SECRET, revision, "u", PLAIN));

    assertNotEquals(List.of(first), List.of(stored(SECRET)));
    assertFalse(Arrays.equals(first, stored(SECRET)));
  }

  @Test
  void opensWhatFollowersReceive() throws Exception {
    ObjectStore sealed = open();
    BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    try (ObjectStore.Subscription subscription =
        sealed.follow(sealed.latestRevision(), changes::add, ended -> {})) {
      long revision = sealed.write(new Write.Put(SECRET, 0, "u", PLAIN));
      sealed.write(new Write.Delete(SECRET, revision, "u", PLAIN));

      assertArrayEquals(PLAIN, take(changes).value());
      assertArrayEquals(PLAIN, take(changes).value());
      assertTrue(subscription != null);
    }
  }

  private static Change take(BlockingQueue<Change> changes) throws InterruptedException {
    Change change = changes.poll(30, TimeUnit.SECONDS);
    assertTrue(change != null, "no change came");
    return change;
  }

  @Test
  void refusesAValueThatWasMovedToAnotherObject() throws Exception {
    ObjectStore sealed = open();
    sealed.write(new Write.Put(SECRET, 0, "u", PLAIN));
    store.write(new Write.Put(OTHER, 0, "u", stored(SECRET)));

    StoreException failure = assertThrows(StoreException.class, sealed::snapshot);

    assertTrue(
        String.valueOf(failure.getMessage()).contains("damaged or belongs to another object"),
        failure.getMessage());
  }

  @Test
  void refusesAValueOfAnotherLifeOfTheSameObject() throws Exception {
    ObjectStore sealed = open();
    long revision = sealed.write(new Write.Put(SECRET, 0, "u", PLAIN));
    store.write(new Write.Put(SECRET, revision, "another", stored(SECRET)));

    assertThrows(StoreException.class, sealed::snapshot);
  }

  @Test
  void refusesEveryDamagedByte() throws Exception {
    SealingKey key = SealingKey.random();
    byte[] sealed = SealedValue.seal(key, SECRET, "u", PLAIN);

    for (int i = 0; i < sealed.length; i++) {
      byte[] damaged = sealed.clone();
      damaged[i] ^= 1;
      assertThrows(
          GeneralSecurityException.class, () -> SealedValue.open(key, SECRET, "u", damaged));
    }
    assertThrows(
        GeneralSecurityException.class,
        () -> SealedValue.open(key, SECRET, "u", Arrays.copyOf(sealed, 10)));
  }

  @Test
  void readsWhatIsNotSealedYetAndSealsIt() throws Exception {
    store.write(new Write.Put(SECRET, 0, "u", PLAIN));
    SealedObjectStore sealed = open();

    assertArrayEquals(PLAIN, value(sealed, SECRET));
    assertEquals(1, sealed.sealAgain());
    assertTrue(SealedValue.isSealed(stored(SECRET)));
    assertArrayEquals(PLAIN, value(sealed, SECRET));
    assertEquals(0, sealed.sealAgain());
  }

  @Test
  void makesAKeyFileForItsOwnerAlone() throws Exception {
    open();

    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
    try (var files = Files.list(directory.resolve("keys"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void refusesToStartWithoutItsKeyFile() throws Exception {
    open().write(new Write.Put(SECRET, 0, "u", PLAIN));
    byte[] before = stored(SECRET);
    Files.delete(file.path());

    IOException failure = assertThrows(IOException.class, this::open);

    assertTrue(String.valueOf(failure.getMessage()).contains("is missing"), failure.getMessage());
    assertTrue(String.valueOf(failure.getMessage()).contains(file.path().toString()));
    assertFalse(Files.exists(file.path()));
    assertArrayEquals(before, stored(SECRET));
  }

  @Test
  void refusesTheKeyFileOfAnotherStore() throws Exception {
    open().write(new Write.Put(SECRET, 0, "u", PLAIN));
    Files.delete(file.path());
    SealedObjectStore.open(new MemoryObjectStore(), file);
    SealedObjectStore wrong = open();

    StoreException failure = assertThrows(StoreException.class, wrong::snapshot);

    assertTrue(String.valueOf(failure.getMessage()).contains("does not hold key"));
    assertFalse(String.valueOf(failure.getMessage()).contains("\n"));
  }

  @Test
  void namesTheLineThatIsNoKeyWithoutRepeatingIt() throws Exception {
    open();
    Files.writeString(file.path(), "# head\nmkube-key-1 c2hvcnQ=\n");

    IOException failure = assertThrows(IOException.class, this::open);

    assertTrue(String.valueOf(failure.getMessage()).contains("line 2"), failure.getMessage());
    assertFalse(String.valueOf(failure.getMessage()).contains("c2hvcnQ"));
  }

  @Test
  void rotatesItsKey() throws Exception {
    open().write(new Write.Put(SECRET, 0, "u", PLAIN));
    String before = Files.readString(file.path());

    KeyRotation.Outcome outcome = KeyRotation.rotate(store, file);

    assertEquals(1, outcome.values());
    assertFalse(outcome.resumed());
    assertNotEquals(before, Files.readString(file.path()));
    assertEquals(1, file.read().orElseThrow().keys().size());
    assertEquals(outcome.key(), SealingKey.text(SealedValue.keyId(stored(SECRET))));
    assertArrayEquals(PLAIN, value(open(), SECRET));
  }

  @Test
  void finishesARotationThatWasCutOff() throws Exception {
    ObjectStore sealed = open();
    sealed.write(new Write.Put(SECRET, 0, "u", PLAIN));
    sealed.write(new Write.Put(OTHER, 0, "v", PLAIN));
    // The new key is in the file, and only one of the two values is sealed with it.
    file.write(file.read().orElseThrow().startingWith(SealingKey.random()));
    SealedObjectStore half = open();
    long revision = half.snapshot().objects().getFirst().revision();
    half.write(new Write.Put(half.snapshot().objects().getFirst().key(), revision, "v", PLAIN));
    assertArrayEquals(PLAIN, value(open(), SECRET));

    KeyRotation.Outcome outcome = KeyRotation.rotate(store, file);

    assertTrue(outcome.resumed());
    assertEquals(1, outcome.values());
    assertEquals(1, file.read().orElseThrow().keys().size());
    assertArrayEquals(PLAIN, value(open(), SECRET));
    assertArrayEquals(PLAIN, value(open(), OTHER));
  }

  @Test
  void takesOverKeysThatAnotherServerRotated() throws Exception {
    SealedObjectStore running = open();
    running.write(new Write.Put(SECRET, 0, "u", PLAIN));

    KeyRotation.rotate(store, file);

    assertArrayEquals(PLAIN, value(running, SECRET));
  }

  @Test
  void opensSecretsAmongObjectsThatAreMadeOnDemand() throws Exception {
    EmbeddedStoreConfig small =
        new EmbeddedStoreConfig(WindowLimits.DEFAULT, 64 << 10, 64 << 10, 64 << 10);
    Path data = directory.resolve("store");
    StoreKey before = new StoreKey("", "pods", "ns", "p");
    try (ObjectStore files = EmbeddedObjectStore.open(data, small)) {
      SealedObjectStore sealed = SealedObjectStore.open(files, file);
      sealed.write(new Write.Put(SECRET, 0, "uid-1", PLAIN));
      sealed.write(new Write.Put(before, 0, "uid-2", bytes("{\"metadata\":{}}")));
      long revision = sealed.write(new Write.Put(MAP, 0, "uid-3", PLAIN));
      for (int i = 0; !hasSnapshot(data); i++) {
        revision = sealed.write(new Write.Put(MAP, revision, "uid-3", bytes("{} " + i)));
      }
    }
    try (ObjectStore files = EmbeddedObjectStore.open(data, small)) {
      assertTrue(files.snapshot().objects() instanceof StoredList);
      SealedObjectStore sealed = SealedObjectStore.open(files, file);
      ObjectStore.Snapshot shown = sealed.snapshot();
      assertEquals(
          List.of(MAP, before, SECRET), shown.objects().stream().map(StoredObject::key).toList());
      assertArrayEquals(PLAIN, value(sealed, SECRET));
      assertArrayEquals(PLAIN, shown.find(SECRET).orElseThrow().value());
      assertEquals(0, sealed.sealAgain());
      assertFalse(shown.find(OTHER).isPresent());
      Files.delete(file.path());
      assertThrows(IOException.class, () -> SealedObjectStore.open(files, file));
    }
  }

  private static boolean hasSnapshot(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.anyMatch(found -> found.toString().endsWith(".snap"));
    }
  }
}
