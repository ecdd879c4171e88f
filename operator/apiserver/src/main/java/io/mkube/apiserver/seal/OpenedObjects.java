package io.mkube.apiserver.seal;

import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import java.util.List;

/** Stored objects of which some, that lie side by side, were sealed and are shown opened. */
final class OpenedObjects extends StoredList {
  private final StoredList stored;
  private final int from;
  private final List<StoredObject> opened;

  /**
   * Shows them.
   *
   * @param stored all objects
   * @param from place of the first opened one
   * @param opened the opened ones
   */
  OpenedObjects(StoredList stored, int from, List<StoredObject> opened) {
    this.stored = stored;
    this.from = from;
    this.opened = List.copyOf(opened);
  }

  @Override
  public StoreKey key(int index) {
    return stored.key(index);
  }

  @Override
  public StoredObject get(int index) {
    return index >= from && index < from + opened.size()
        ? opened.get(index - from)
        : stored.get(index);
  }

  @Override
  public int size() {
    return stored.size();
  }
}
