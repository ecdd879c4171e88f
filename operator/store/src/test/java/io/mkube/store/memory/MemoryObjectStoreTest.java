package io.mkube.store.memory;

import io.mkube.store.ObjectStore;
import io.mkube.store.contract.ObjectStoreContract;
import io.mkube.store.window.WindowLimits;

final class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore open(WindowLimits limits, int maxValueBytes) {
    return new MemoryObjectStore(limits, maxValueBytes);
  }
}
