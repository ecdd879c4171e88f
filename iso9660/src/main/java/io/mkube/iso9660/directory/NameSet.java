package io.mkube.iso9660.directory;

/**
 * Names that stand in a directory, by 64 bits of a hash: finds one that stands there twice, and
 * rarely one that does not. Takes 2 MiB at most; a directory with more names than fit is searched
 * for repetitions of the first ones only. Not thread-safe.
 */
final class NameSet {
  private static final int LEAST = 64;
  private static final int MOST = 1 << 18;
  private long[] slots;
  private int size;

  /**
   * An empty set.
   *
   * @param expected names that there may be; more find room as well
   */
  NameSet(long expected) {
    this.slots = new long[Math.clamp(Long.highestOneBit(expected) * 4, LEAST, MOST)];
  }

  /** Adds a name; false if it is there already. */
  boolean add(String name) {
    long hash = hash(name);
    int slot = find(slots, hash);
    if (slots[slot] == hash) {
      return false;
    }
    if (size < slots.length / 2) {
      slots[slot] = hash;
      size++;
    } else if (slots.length < MOST) {
      grow();
      slots[find(slots, hash)] = hash;
      size++;
    }
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long hash : old) {
      if (hash != 0) {
        slots[find(slots, hash)] = hash;
      }
    }
  }

  private static int find(long[] slots, long hash) {
    int slot = (int) hash & slots.length - 1;
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private static long hash(String name) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    hash ^= hash >>> 29;
    return hash == 0 ? 1 : hash;
  }
}
