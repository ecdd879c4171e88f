package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.ObjectStore;
import io.mkube.store.ObjectStore.Snapshot;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises of its snapshots. */
abstract class TakingSnapshotsContract extends StoreContract {
  TakingSnapshotsContract(Opener opener) {
    super(opener);
  }

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
