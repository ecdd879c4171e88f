package io.mkube.apiserver.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One change of one resource, linked to the next one. A watch holds the event it saw last and walks
 * on from there; events that neither the history nor a watch holds are garbage.
 */
public final class CacheEvent {
  private final long revision;
  private final long sequence;
  private final boolean deletion;
  private final @Nullable CachedObject before;
  private final @Nullable CachedObject object;
  private final Map<String, byte[]> frames = new ConcurrentHashMap<>(2);
  private volatile @Nullable CacheEvent next;

  private CacheEvent(
      long revision,
      long sequence,
      boolean deletion,
      @Nullable CachedObject before,
      @Nullable CachedObject object) {
    this.revision = revision;
    this.sequence = sequence;
    this.deletion = deletion;
    this.before = before;
    this.object = object;
  }

  /** The place before the first event. */
  static CacheEvent start(long revision) {
    return new CacheEvent(revision, 0, false, null, null);
  }

  static CacheEvent put(long sequence, @Nullable CachedObject before, CachedObject after) {
    return new CacheEvent(after.revision(), sequence, false, before, after);
  }

  static CacheEvent delete(long sequence, @Nullable CachedObject before, CachedObject last) {
    return new CacheEvent(last.revision(), sequence, true, before, last);
  }

  /** Revision of the change. */
  public long revision() {
    return revision;
  }

  /** Position among the events of its resource. */
  long sequence() {
    return sequence;
  }

  /** Whether the object was removed; {@link #object} is then its last state. */
  public boolean deletion() {
    return deletion;
  }

  /** The object before the change, null if it did not exist. */
  public @Nullable CachedObject before() {
    return before;
  }

  /** The object after the change, or its last state with the revision of the deletion. */
  public CachedObject object() {
    if (object == null) {
      throw new IllegalStateException("the start of a history has no object");
    }
    return object;
  }

  /** The following event, null while there is none. */
  public @Nullable CacheEvent next() {
    return next;
  }

  void link(CacheEvent following) {
    next = following;
  }

  /** Bytes that hold for every watch that sees this event in the same form; made once. */
  public byte[] frame(String form, Supplier<byte[]> encoder) {
    byte[] frame = frames.get(form);
    if (frame == null) {
      frame = encoder.get();
      frames.put(form, frame);
    }
    return frame;
  }

  int weight() {
    int weight = object == null ? 0 : 2 * object.size();
    return before == null ? weight : weight + before.size();
  }
}
