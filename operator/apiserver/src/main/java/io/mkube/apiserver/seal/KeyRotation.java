package io.mkube.apiserver.seal;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.io.IOException;

/**
 * Replaces the key of a store while no server uses it. The new key is in the file before anything
 * is sealed with it, and the old one stays there until nothing needs it: a rotation that was cut
 * off loses nothing, servers start as usual, and the next rotation finishes it.
 */
public final class KeyRotation {
  private KeyRotation() {}

  /**
   * What a rotation did.
   *
   * @param key id of the key that seals now
   * @param values how many values were sealed with it
   * @param resumed whether an earlier rotation was finished instead of beginning a new one
   */
  public record Outcome(String key, int values, boolean resumed) {}

  /**
   * Rotates.
   *
   * @throws IOException if the key file is missing or cannot be written
   * @throws StoreException if the store does not answer, or holds values of unknown keys
   */
  public static Outcome rotate(ObjectStore store, KeyFile file) throws IOException, StoreException {
    KeyRing before =
        file.read()
            .orElseThrow(() -> new IOException("key file " + file.path() + ": does not exist"));
    // Every value must open before a key is replaced.
    var unused = SealedObjectStore.open(store, file).snapshot();
    boolean resumed = before.keys().size() > 1;
    if (!resumed) {
      file.write(before.startingWith(SealingKey.random()));
    }
    SealedObjectStore sealed = SealedObjectStore.open(store, file);
    int values = 0;
    // Once more as long as something was found, in case that a server writes all the same.
    int found = sealOnce(sealed);
    while (found > 0) {
      values += found;
      found = sealOnce(sealed);
    }
    KeyRing after = file.read().orElseThrow().onlyActive();
    file.write(after);
    return new Outcome(after.active().toString(), values, resumed);
  }

  private static int sealOnce(SealedObjectStore sealed) throws StoreException {
    var unused = sealed.snapshot();
    return sealed.sealAgain();
  }
}
