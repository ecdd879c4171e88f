package io.mkube.store.embedded;

import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The objects of a snapshot as they lie in the file. Nothing is made of one until it is asked for,
 * so that a start does next to nothing for each and most of them stay in these few bytes.
 */
final class SnapshotObjects extends StoredList {
  static final SnapshotObjects NONE = new Reading(RecordCodec.ofLog(), 0).end();

  private final RecordCodec codec;
  private final byte[][] frames;

  /** Number of the first object of each frame. */
  private final int[] firsts;

  /** Where the record of each object begins in its frame. */
  private final int[] places;

  private SnapshotObjects(RecordCodec codec, byte[][] frames, int[] firsts, int[] places) {
    this.codec = codec;
    this.frames = frames;
    this.firsts = firsts;
    this.places = places;
  }

  @Override
  public StoreKey key(int index) {
    return codec.key(frames[frame(index)], places[index]);
  }

  @Override
  protected int compare(int index, StoreKey key) {
    return codec.compare(frames[frame(index)], places[index], key);
  }

  @Override
  public StoredObject get(int index) {
    return codec.object(frames[frame(index)], places[index]);
  }

  @Override
  public int size() {
    return places.length;
  }

  private int frame(int index) {
    int found = Arrays.binarySearch(firsts, index);
    return found >= 0 ? found : -found - 2;
  }

  /** Takes the frames of a file in. */
  static final class Reading {
    private final RecordCodec codec;
    private final List<byte[]> frames = new ArrayList<>();
    private int[] firsts = new int[16];
    private int[] places;
    private int count;

    /** Where the last record of the frames before begins. */
    private int lastPlace;

    /**
     * Begins without any.
     *
     * @param codec reads the records
     * @param expected number of objects, for which room is made
     */
    Reading(RecordCodec codec, int expected) {
      this.codec = codec;
      this.places = new int[expected];
    }

    /**
     * Takes the next frame, which is kept.
     *
     * @return how many objects are in it
     * @throws IllegalArgumentException if these are no records in the order of their keys
     */
    int add(byte[] records) {
      int before = count;
      for (int at = 0; at < records.length; ) {
        at = addRecord(records, at);
      }
      if (count > before) {
        if (before > 0 && last().compareTo(codec.key(records, places[before])) >= 0) {
          throw new IllegalArgumentException("the objects are not in the order of their keys");
        }
        if (firsts.length == frames.size()) {
          firsts = Arrays.copyOf(firsts, 2 * firsts.length);
        }
        firsts[frames.size()] = before;
        frames.add(records);
        lastPlace = places[count - 1];
      }
      return count - before;
    }

    /** A loop that runs once is interpreted to its end, but what it calls is compiled. */
    private int addRecord(byte[] records, int at) {
      int end = codec.check(records, at);
      if (!RecordCodec.isTemplate(records, at)) {
        if (places.length == count) {
          places = Arrays.copyOf(places, 2 * count + 1);
        }
        places[count++] = at;
      }
      return end;
    }

    SnapshotObjects end() {
      return new SnapshotObjects(
          codec,
          frames.toArray(new byte[0][]),
          Arrays.copyOf(firsts, frames.size()),
          places.length == count ? places : Arrays.copyOf(places, count));
    }

    private StoreKey last() {
      return codec.key(frames.getLast(), lastPlace);
    }
  }
}
