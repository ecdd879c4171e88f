package io.mkube.apiserver.lifecycle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.cache.CacheLimits;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.memory.MemoryObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ServerRecordsTest {
  private static final String SERVER = "[fd00::1]:6443";
  private static final long LASTS = ServerRecords.LASTS.toNanos();

  private final MemoryObjectStore store = new MemoryObjectStore();
  private WatchCache cache = unopened();
  private ServerRecords records = unopened();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unopened() {
    return null;
  }

  @BeforeEach
  void open() throws Exception {
    cache = WatchCache.load(store, CacheLimits.DEFAULT);
    cache.follow();
    records = new ServerRecords(new ObjectStorage(store, cache));
  }

  @AfterEach
  void close() throws Exception {
    cache.close();
    store.close();
  }

  @Test
  void countsAServerAsEndedOnceItHasNotRenewedForLong() {
    records.renew(SERVER);

    assertFalse(records.ended(SERVER, 0));
    assertFalse(records.ended(SERVER, LASTS - 1));
    assertTrue(records.ended(SERVER, LASTS));
  }

  @Test
  void givesAServerThatRenewsItsWholeTimeAgain() {
    records.renew(SERVER);
    assertFalse(records.ended(SERVER, 0));
    records.renew(SERVER);

    assertFalse(records.ended(SERVER, LASTS));
    assertFalse(records.ended(SERVER, 2 * LASTS - 1));
    assertTrue(records.ended(SERVER, 2 * LASTS));
  }

  @Test
  void givesAServerWithoutARecordTimeToMakeOne() {
    assertFalse(records.ended(SERVER, 0));
    assertTrue(records.ended(SERVER, LASTS));
    assertTrue(records.remove(SERVER));
  }

  @Test
  void forgetsAServerThatIsRemoved() {
    records.renew(SERVER);
    assertTrue(records.has(SERVER));

    assertTrue(records.remove(SERVER));

    assertFalse(records.has(SERVER));
  }
}
