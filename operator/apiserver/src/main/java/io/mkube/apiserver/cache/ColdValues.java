package io.mkube.apiserver.cache;

import io.mkube.store.encoding.Template;
import io.mkube.store.encoding.TemplatePacker;
import io.mkube.store.encoding.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Packs the values that nobody has read for a while as soon as those of all objects together take
 * more memory than they may. Objects with the same labels mostly come from one workload and
 * resemble each other, so the first of them is the template of the others. Thread-safe.
 */
final class ColdValues implements AutoCloseable {
  /** Smaller values are not worth it. */
  private static final int SMALLEST = 256;

  /** Larger ones are few. */
  private static final int LARGEST = 1 << 20;

  private static final int SLOTS = 8;

  /** Templates that one resource may have made, so that objects without likeness end the search. */
  private static final int MOST_TEMPLATES = 64;

  /** Packed bytes after which the collector is asked to let go of the plain ones. */
  private static final long COLLECTED_AFTER = 16L << 20;

  /** Packed bytes that are worth a collection when nothing is written any more. */
  private static final long LEFT_OVER = 8L << 20;

  private static final Duration QUIET = Duration.ofSeconds(5);

  /** A server that has just started with many objects has better use for its processors. */
  private static final Duration STARTING = Duration.ofSeconds(2);

  private final long limit;
  private final Supplier<Collection<ResourceCache>> resources;
  private final AtomicLong plain = new AtomicLong();
  private final TemplatePacker packer = new TemplatePacker();
  private final Map<ResourceCache, Templates> templates = new HashMap<>();
  private final Thread thread;
  private long uncollected;
  private volatile boolean closed;

  /**
   * Begins to watch over values.
   *
   * @param limit bytes that plain values may take
   * @param resources all that there are
   */
  ColdValues(long limit, Supplier<Collection<ResourceCache>> resources) {
    this.limit = limit;
    this.resources = resources;
    this.thread = Thread.ofPlatform().name("cold-values").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Notes a value that came. One that went is noticed when there seems to be too much. */
  void added(Value value) {
    if (value.packed() == null && plain.addAndGet(value.length()) > limit) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    long end = System.nanoTime() + STARTING.toNanos();
    for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    while (!closed) {
      if (plain.get() > limit) {
        pack();
      } else if (uncollected > LEFT_OVER) {
        collectWhenQuiet();
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** What a burst of writes leaves behind would otherwise stay until the next one. */
  private void collectWhenQuiet() {
    long before = plain.get();
    LockSupport.parkNanos(this, QUIET.toNanos());
    if (!closed && plain.get() == before) {
      collect();
    }
  }

  private void collect() {
    uncollected = 0;
    System.gc();
  }

  /** Counts, then packs what was not read since the last time, then what was. */
  private void pack() {
    plain.set(0);
    long present = 0;
    for (ResourceCache resource : resources.get()) {
      for (CachedObject object : resource.awake()) {
        present += object.content().packed() == null ? object.size() : 0;
      }
    }
    long excess = present <= limit ? 0 : present - limit / 2;
    for (int pass = 0; pass < 2 && excess > 0; pass++) {
      for (ResourceCache resource : resources.get()) {
        excess = pack(resource, excess, pass > 0);
      }
    }
    plain.addAndGet(Math.min(limit, limit / 2 + Math.max(0, excess)));
    if (uncollected > COLLECTED_AFTER) {
      // Plain bytes are old by then, and the serial collector would rather let the heap grow to its
      // limit than look among the old.
      collect();
    }
  }

  private long pack(ResourceCache resource, long excess, boolean all) {
    long left = excess;
    for (CachedObject object : resource.awake()) {
      if (left <= 0 || closed) {
        return 0;
      }
      Value value = object.content();
      if (value.packed() == null && packable(value) && (!value.takeUse() || all)) {
        Templates known = templates.computeIfAbsent(resource, unused -> new Templates());
        Value.Packed form = known.pack(object.labels().hashCode(), value.bytes());
        if (form != null) {
          value.pack(form);
          left -= value.length();
          uncollected += value.length();
        }
      }
    }
    return left;
  }

  private static boolean packable(Value value) {
    return value.length() >= SMALLEST && value.length() <= LARGEST;
  }

  /** Those of one resource. */
  private final class Templates {
    private final @Nullable Template[] slots = new Template[SLOTS];
    private int made;

    Value.@Nullable Packed pack(int likeness, byte[] value) {
      int slot = Math.floorMod(likeness ^ likeness >>> Short.SIZE, SLOTS);
      Template known = slots[slot];
      byte[] packed = known == null ? null : packer.pack(known, value);
      if (packed == null && made < MOST_TEMPLATES && value.length <= Template.LONGEST) {
        known = new Template(value);
        slots[slot] = known;
        made++;
        packed = packer.pack(known, value);
      }
      return packed == null || known == null ? null : new Value.Packed(packed, known);
    }
  }
}
