package io.mkube.store.embedded;

import io.mkube.store.ObjectStore;
import io.mkube.store.ObjectStoreContractTest;
import io.mkube.store.StoreOpenException;
import io.mkube.store.window.WindowLimits;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedObjectStoreTest extends ObjectStoreContractTest {
  @TempDir private Path directory = Path.of("unset");

  @Override
  protected ObjectStore open(WindowLimits limits, int maxValueBytes) throws StoreOpenException {
    Path empty = directory.resolve("of").resolve(UUID.randomUUID().toString());
    return EmbeddedObjectStore.open(
        empty, new EmbeddedStoreConfig(limits, maxValueBytes, 64 << 10, 64 << 10));
  }
}
