package io.mkube.app.wiring;

import io.mkube.app.config.StoreLocation;
import io.mkube.app.console.CommandException;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreOpenException;
import io.mkube.store.embedded.EmbeddedObjectStore;
import io.mkube.store.embedded.EmbeddedStoreConfig;
import io.mkube.store.memory.MemoryObjectStore;
import io.mkube.store.nats.NatsObjectStore;
import java.nio.file.Path;

/** Opens stores. */
public final class Stores {
  private Stores() {}

  /** The store of a data directory, unless another one is asked for. */
  public static StoreLocation in(Path data) {
    return new StoreLocation.Folder(data.resolve("store"));
  }

  /**
   * Opens a store; the caller closes it.
   *
   * @throws CommandException if it cannot be opened
   */
  public static ObjectStore open(StoreLocation location) throws CommandException {
    try {
      if (location instanceof StoreLocation.Folder folder) {
        // The usual one needs no switch, which would be made of classes while the program starts.
        return EmbeddedObjectStore.open(folder.path(), EmbeddedStoreConfig.DEFAULT);
      }
      return switch (location) {
        case StoreLocation.Memory memory -> new MemoryObjectStore();
        case StoreLocation.Folder folder -> throw new IllegalStateException("opened already");
        case StoreLocation.Nats nats -> NatsObjectStore.open(nats.config());
      };
    } catch (StoreOpenException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
