package io.mkube.apiserver.seal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a key file: the first one seals, all of them open.
 *
 * @param keys at least one
 */
record KeyRing(List<SealingKey> keys) {
  KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("at least one key is needed");
    }
  }

  SealingKey active() {
    return keys.getFirst();
  }

  Optional<SealingKey> find(byte[] id) {
    return keys.stream().filter(key -> Arrays.equals(key.id(), id)).findFirst();
  }

  /** The same with another key to seal with. */
  KeyRing startingWith(SealingKey key) {
    List<SealingKey> all = new ArrayList<>(keys);
    all.addFirst(key);
    return new KeyRing(all);
  }

  /** Only the key that seals. */
  KeyRing onlyActive() {
    return new KeyRing(List.of(active()));
  }
}
