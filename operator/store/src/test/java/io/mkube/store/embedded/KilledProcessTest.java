package io.mkube.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process of 64 writers at random moments: what it had acknowledged is there afterwards.
 */
final class KilledProcessTest {
  @TempDir private Path directory = Path.of("unset");
  private final Map<StoreKey, Long> expected = new HashMap<>();

  @Test
  @Timeout(300)
  void losesNoAcknowledgedWrite() throws Exception {
    killRepeatedly(3, 500);
  }

  @Test
  @Tag("proof")
  void losesNoAcknowledgedWriteIn200Kills() throws Exception {
    killRepeatedly(200, 3_000);
  }

  private void killRepeatedly(int times, int mostWrites) throws Exception {
    Random random = new Random(times);
    for (int i = 0; i < times; i++) {
      try (ChildWriter child = ChildWriter.start(directory)) {
        child.awaitAcknowledged(1 + random.nextInt(mostWrites));
        for (ChildWriter.Acknowledged write : child.kill()) {
          expected.put(write.key(), write.revision());
        }
      }
      requireEverythingAcknowledged(i);
    }
  }

  private void requireEverythingAcknowledged(int round) throws Exception {
    try (ObjectStore store = DataDirectory.open(directory)) {
      Map<StoreKey, Long> found = new HashMap<>();
      long newest = 0;
      for (StoredObject object : store.snapshot().objects()) {
        found.put(object.key(), object.revision());
        newest = Math.max(newest, object.revision());
      }
      expected.forEach((key, revision) -> assertEquals(revision, found.get(key), key::toString));
      assertEquals(newest, store.latestRevision());

      long next = DataDirectory.put(store, "after-" + round, 0, "value");

      assertTrue(next > newest);
      expected.put(DataDirectory.key("after-" + round), next);
    }
  }
}
