package io.mkube.store.embedded;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import io.mkube.store.contract.ObjectStoreContract;
import io.mkube.store.window.WindowLimits;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedObjectStoreTest extends ObjectStoreContract {
  @TempDir private Path directory = Path.of("unset");

  @Override
  protected ObjectStore open(WindowLimits limits, int maxValueBytes) throws StoreOpenException {
    Path empty = directory.resolve("of").resolve(UUID.randomUUID().toString());
    return EmbeddedObjectStore.open(
        empty, new EmbeddedStoreConfig(limits, maxValueBytes, 64 << 10, 64 << 10));
  }

  @Test
  void refusesAKeyThatIsTooLong() throws Exception {
    try (ObjectStore store = open(WindowLimits.DEFAULT, MAX_VALUE_BYTES)) {
      StoreKey key = new StoreKey("", "pods", "default", "n".repeat(9_000));

      var tooLarge =
          assertThrows(
              StoreException.TooLarge.class,
              () -> store.write(new Write.Put(key, 0, "uid", new byte[0])));

      String message = String.valueOf(tooLarge.getMessage());
      assertTrue(message.endsWith("limit of 8192 (key and uid)"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 65536, 65536, maxValueBytes",
    "67108865, 65536, 65536, maxValueBytes",
    "1, 65535, 65536, segmentBytes",
    "1, 65536, 65535, snapshotAfterBytes",
  })
  void refusesLimitsThatCannotWork(int value, int segment, long snapshot, String setting) {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new EmbeddedStoreConfig(WindowLimits.DEFAULT, value, segment, snapshot));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(setting), refused::toString);
  }
}
