package io.mkube.store.embedded;

import static io.mkube.store.embedded.DataDirectory.contents;
import static io.mkube.store.embedded.DataDirectory.delete;
import static io.mkube.store.embedded.DataDirectory.key;
import static io.mkube.store.embedded.DataDirectory.open;
import static io.mkube.store.embedded.DataDirectory.put;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.Write;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestartTest {
  @TempDir private Path temporary = Path.of("unset");

  @Test
  void restoresManyKeysOverSegmentsAndSnapshots() throws Exception {
    Path directory = temporary.resolve("data");
    Map<String, String> before;
    long latest;
    try (ObjectStore store = open(directory)) {
      for (int i = 0; i < 600; i++) {
        long created = put(store, "pod-" + i, 0, "value ".repeat(100) + i);
        if (i % 3 == 0) {
          put(store, "pod-" + i, created, "replaced " + i);
        } else if (i % 7 == 0) {
          delete(store, "pod-" + i, created);
        }
      }
      before = contents(store);
      latest = store.latestRevision();
    }
    assertFalse(DataDirectory.snapshots(directory).isEmpty());

    try (ObjectStore store = open(directory)) {
      assertEquals(before, contents(store));
      assertEquals(latest, store.latestRevision());
      assertEquals(latest + 1, put(store, "next", 0, "value"));
    }
  }

  @Test
  void keepsTheRevisionWhenTheLastWriteWasADelete() throws Exception {
    long deleted;
    try (ObjectStore store = open(temporary)) {
      deleted = delete(store, "a", put(store, "a", 0, "1"));
    }

    try (ObjectStore store = open(temporary)) {
      assertEquals(new ObjectStore.Snapshot(deleted, List.of()), store.snapshot());
      assertTrue(put(store, "a", 0, "2") > deleted);
    }
  }

  @Test
  void letsFollowersGoOnWhereTheyWere() throws Exception {
    long created;
    long replaced;
    long deleted;
    try (ObjectStore store = open(temporary)) {
      created = put(store, "a", 0, "1");
      replaced = put(store, "a", created, "2");
      deleted = delete(store, "a", replaced);
    }

    try (ObjectStore store = open(temporary);
        Follower follower = Follower.of(store, created)) {
      List<Change> changes = follower.awaitRevision(deleted);
      assertEquals(List.of(replaced, deleted), changes.stream().map(Change::revision).toList());
      assertEquals("x", new String(changes.getLast().value(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void beginsItsHistoryAtTheSnapshot() throws Exception {
    overwriteUntilSnapshot();
    long revision = StoreFiles.snapshotRevision(onlySnapshot()).orElseThrow();

    try (ObjectStore store = open(temporary)) {
      var expired =
          assertThrows(
              StoreException.Expired.class, () -> Follower.of(store, revision - 1).close());
      assertEquals(revision, expired.oldestRevision());
      Follower.of(store, revision).close();
    }
  }

  @Test
  void dropsTheLogThatASnapshotReplaces() throws Exception {
    overwriteUntilSnapshot();

    assertTrue(DataDirectory.segments(temporary).size() <= 3);
    assertEquals(1, DataDirectory.snapshots(temporary).size());
  }

  @Test
  void hasAFixedNumberOfFilesHoweverOftenItIsOpened() throws Exception {
    try (ObjectStore store = open(temporary)) {
      assertEquals(ObjectStore.FIRST_REVISION - 1, store.latestRevision());
    }
    for (int i = 0; i < 5; i++) {
      open(temporary).close();
    }
    assertEquals(1, DataDirectory.segments(temporary).size());

    long revision = 0;
    for (int i = 0; i < 60; i++) {
      try (ObjectStore store = open(temporary)) {
        revision = put(store, "a", revision, "value " + i);
      }
    }
    assertTrue(DataDirectory.segments(temporary).size() < 40);
  }

  @Test
  void removesFilesThatACrashLeftUnfinished() throws Exception {
    Path segment = Files.write(temporary.resolve("segment-%020d.tmp".formatted(7)), new byte[9]);
    Path snapshot = Files.write(temporary.resolve("snapshot-%020d.tmp".formatted(7)), new byte[9]);
    Path foreign = Files.write(temporary.resolve("notes.tmp"), new byte[9]);

    open(temporary).close();

    assertFalse(Files.exists(segment));
    assertFalse(Files.exists(snapshot));
    assertTrue(Files.exists(foreign));
  }

  @Test
  void restoresUidsThatChangedInPlaceAndLargeValues() throws Exception {
    byte[] large = "compressible ".repeat(40_000).getBytes(StandardCharsets.UTF_8);
    Map<String, String> before;
    try (ObjectStore store = open(temporary)) {
      long first = store.write(new Write.Put(key("a"), 0, "uid-1", large));
      long second = store.write(new Write.Put(key("a"), first, "uid-2", large));
      store.write(new Write.Put(key("a"), second, "uid-3", new byte[0]));
      store.write(new Write.Put(key("b"), 0, "uid-😀", large));
      before = contents(store);
    }

    try (ObjectStore store = open(temporary)) {
      assertEquals(before, contents(store));
    }
  }

  private Path onlySnapshot() throws Exception {
    List<Path> snapshots = DataDirectory.snapshots(temporary);
    assertEquals(1, snapshots.size());
    return snapshots.getFirst();
  }

  private void overwriteUntilSnapshot() throws Exception {
    try (ObjectStore store = open(temporary)) {
      long revision = 0;
      while (revision < 400) {
        revision = put(store, "hot", revision, "value ".repeat(150) + revision);
      }
      await().until(() -> !DataDirectory.snapshots(temporary).isEmpty());
      await().until(() -> DataDirectory.segments(temporary).size() <= 3);
    }
  }
}
