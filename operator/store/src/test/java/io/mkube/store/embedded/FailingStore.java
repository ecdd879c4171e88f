package io.mkube.store.embedded;

import io.mkube.store.StoreOpenException;
import java.nio.file.Path;

/** A store in a directory whose disk can be made to fail, for tests of those who use stores. */
public final class FailingStore {
  private final FaultyDisk disk = new FaultyDisk();
  private final Path directory;

  public FailingStore(Path directory) {
    this.directory = directory;
  }

  /** Opens the store, which reports what {@link #failForces} and {@link #failWrites} ask for. */
  public EmbeddedObjectStore open() throws StoreOpenException {
    return EmbeddedObjectStore.open(directory, EmbeddedStoreConfig.DEFAULT, disk);
  }

  /** Every force fails from now on. */
  public void failForces(String text) {
    disk.failForces(file -> true, text);
  }

  /** Every write to a file fails from now on. */
  public void failWrites(String text) {
    disk.failWrites(file -> true, text);
  }

  /** The disk works again; what an open store makes of that is its affair. */
  public void heal() {
    disk.heal();
  }
}
