package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.util.BitSet;

/**
 * Which sectors of an image hold something. Room is given out where it changes least: what was
 * given back before, then padding inside the volume, then behind everything. Not thread-safe.
 */
final class SpaceMap {
  /** Sectors at the end of a volume that stay empty: media checks do not read them. */
  private static final int TAIL = 15;

  private final Draft draft;
  private final long volumeEnd;
  private final boolean wipe;
  private final BitSet used = new BitSet();
  private final BitSet freed = new BitSet();
  private final BitSet reserved = new BitSet();
  private final long appendStart;
  private long appendAt;

  /**
   * An empty map.
   *
   * @param volumeEnd first sector behind the volume
   * @param appendAt first sector behind everything that anything says is there
   * @param wipe whether what is given back is overwritten with zeros
   */
  SpaceMap(Draft draft, long volumeEnd, long appendAt, boolean wipe) {
    this.draft = draft;
    this.volumeEnd = volumeEnd;
    this.appendStart = appendAt;
    this.appendAt = appendAt;
    this.wipe = wipe;
  }

  /**
   * Marks bytes as used; their sectors are never given out until they are freed. What lies outside
   * the image cannot be given out anyway and costs no memory, however far away it is.
   */
  void use(Extent extent) {
    if (extent.length() > 0 && extent.position() >= 0 && extent.position() < draft.size()) {
      used.set(first(extent), end(extent));
      freed.clear(first(extent), end(extent));
    }
  }

  /** Keeps a sector from being given out, though nothing may be stored in it. */
  void reserve(long position) {
    if (position > 0 && position < draft.size()) {
      used.set(sector(position));
      reserved.set(sector(position));
    }
  }

  /** Marks the sectors of an extent as free and wipes them: old content may be a secret. */
  void free(Extent extent) {
    if (extent.length() > 0 && extent.position() >= 0 && extent.position() < draft.size()) {
      int first = first(extent);
      int end = end(extent);
      for (int sector = first; sector < end; sector++) {
        used.set(sector, reserved.get(sector));
        freed.set(sector, !reserved.get(sector));
      }
      if (wipe) {
        long start = (long) first * Sector.SIZE;
        draft.zero(start, Math.min((long) end * Sector.SIZE, draft.size()) - start);
      }
    }
  }

  /** Whether the sector at a position holds something. */
  boolean isUsed(long position) {
    return position < 0 || position >= draft.size() || used.get(sector(position));
  }

  /** Whether the sectors behind a position are free and empty. */
  boolean isFree(long position, long length) throws IOException {
    if (position < 0 || length > draft.size() - position) {
      return false;
    }
    int first = sector(position);
    int end = sector(position + length + Sector.SIZE - 1);
    int taken = used.nextSetBit(first);
    return (taken < 0 || taken >= end) && end <= volumeEnd - TAIL && isZero(first, end);
  }

  /** Takes the sector at a position if that is possible. */
  boolean take(long position) throws IOException {
    if (position == appendAt * Sector.SIZE) {
      return allocate(Sector.SIZE, position) == position;
    }
    boolean free = isFree(position, Sector.SIZE);
    if (free) {
      use(new Extent(position, Sector.SIZE));
    }
    return free;
  }

  /** Takes sectors for a number of bytes and gives their position. */
  long allocate(long bytes) throws IOException {
    return allocate(bytes, 0);
  }

  /**
   * Takes sectors behind a position. Readers that cannot go back, as libarchive's, want a directory
   * behind the one that it is in.
   */
  long allocate(long bytes, long behind) throws IOException {
    int count = Math.toIntExact(Math.max(1, Sector.count(bytes)));
    int from = sector(behind + Sector.SIZE - 1);
    int first = inFreed(count, from);
    if (first < 0) {
      first = inPadding(count, from);
    }
    if (first < 0) {
      first = Math.toIntExact(appendAt);
      appendAt += count;
      draft.grow(appendAt * Sector.SIZE);
    }
    used.set(first, first + count);
    freed.clear(first, first + count);
    return (long) first * Sector.SIZE;
  }

  /** Sectors that were given out behind everything, and a margin for what stays empty. */
  long appended() {
    return appendAt - appendStart + TAIL + 1;
  }

  /** Position behind the last byte that was given out or is named by anything. */
  long end() {
    return appendAt * Sector.SIZE;
  }

  private int inFreed(int count, int from) {
    int first = freed.nextSetBit(from);
    while (first >= 0) {
      int end = freed.nextClearBit(first);
      if (end - first >= count) {
        return first;
      }
      first = freed.nextSetBit(end);
    }
    return -1;
  }

  private int inPadding(int count, int from) throws IOException {
    int limit = Math.toIntExact(Math.min(volumeEnd - TAIL, draft.size() / Sector.SIZE));
    int first = used.nextClearBit(Math.max(16, from));
    while (first < limit) {
      int next = used.nextSetBit(first);
      int end = next < 0 ? limit : Math.min(next, limit);
      int start = emptyRun(first, end, count);
      if (start >= 0) {
        return start;
      }
      first = used.nextClearBit(Math.max(end, first + 1));
    }
    return -1;
  }

  /** The first run of empty sectors in a range, −1 if none is long enough. */
  private int emptyRun(int from, int end, int count) throws IOException {
    int start = from;
    for (int sector = from; sector < end && end - start >= count; sector++) {
      if (!isZero(sector, sector + 1)) {
        start = sector + 1;
      } else if (sector - start + 1 == count) {
        return start;
      }
    }
    return -1;
  }

  private boolean isZero(int first, int end) throws IOException {
    for (int sector = first; sector < end; sector++) {
      long position = (long) sector * Sector.SIZE;
      if (position > draft.size() - Sector.SIZE) {
        return false;
      }
      Bytes bytes = draft.bytes(position, Sector.SIZE, "ECMA-119 6.1.2");
      if (!bytes.zero()) {
        return false;
      }
    }
    return true;
  }

  private static int first(Extent extent) {
    return sector(extent.position());
  }

  private int end(Extent extent) {
    long end = Math.min(extent.length(), draft.size() - extent.position()) + extent.position();
    return sector(end + Sector.SIZE - 1);
  }

  private static int sector(long position) {
    return Math.toIntExact(position / Sector.SIZE);
  }
}
