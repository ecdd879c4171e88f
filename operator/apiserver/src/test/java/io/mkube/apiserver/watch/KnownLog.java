package io.mkube.apiserver.watch;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiPredicate;

/**
 * Random writes of several threads into a store, of which every one is known: what a watch of any
 * selection has to show from any revision on follows from that, to the last event.
 *
 * <p>Objects are config maps with a colour as label, which changes, so that they come into
 * selections and leave them.
 */
public final class KnownLog {
  /** Namespace of the objects. */
  public static final String NAMESPACE = "default";

  private static final List<String> COLORS = List.of("red", "green", "blue");
  private static final int DELETION = 1 << 30;

  /** Writes of others, such as those of a server that starts, that may lie between ours. */
  private static final int OTHERS = 10_000;

  private final ObjectStore store;
  private final int keys;
  private final long first;

  /** What each revision did: key, colour, and whether it was a deletion; 0 if it was not ours. */
  private final AtomicIntegerArray log;

  /** Colour and revision after the latest write of each key; each belongs to one thread. */
  private final int[] colors;

  private final long[] revisions;

  /**
   * An empty log.
   *
   * @param keys number of objects
   * @param writes most writes that will be made
   */
  public KnownLog(ObjectStore store, int keys, int writes) throws StoreException {
    this.store = store;
    this.keys = keys;
    this.first = store.latestRevision() + 1;
    this.log = new AtomicIntegerArray(writes + OTHERS);
    this.colors = new int[keys];
    this.revisions = new long[keys];
    Arrays.fill(colors, -1);
  }

  /** Writes so many times, and returns when all is written. */
  public void write(int threads, int count, long seed) throws InterruptedException {
    try (ExecutorService writers = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        running.add(
            writers.submit(
                () -> {
                  Random random = new Random(seed + thread);
                  for (int i = 0; i < count / threads; i++) {
                    step(random.nextInt(keys / threads) * threads + thread, random);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write failed", e);
    }
  }

  /** Revision of the last write of anybody. */
  public long latest() throws StoreException {
    return store.latestRevision();
  }

  /** The revision before the first write. */
  public long beginning() {
    return first - 1;
  }

  /**
   * The events that a watch has to show, as {@link #code} numbers them.
   *
   * @param after the revision behind which it starts
   * @param selection which objects it is about, by name and colour
   */
  public long[] expected(long after, BiPredicate<String, String> selection) throws StoreException {
    boolean[] shown = new boolean[keys];
    long latest = latest();
    long[] events = new long[(int) (latest - after)];
    int count = 0;
    for (long revision = first; revision <= latest; revision++) {
      int entry = log.get((int) (revision - first));
      if (entry == 0) {
        continue;
      }
      int key = (entry & ~DELETION) / COLORS.size() - 1;
      boolean was = shown[key];
      boolean is =
          (entry & DELETION) == 0
              && selection.test(name(key), COLORS.get((entry & ~DELETION) % COLORS.size()));
      shown[key] = is;
      if (revision > after && (was || is)) {
        EventType now = was ? EventType.MODIFIED : EventType.ADDED;
        events[count++] = code(revision, is ? now : EventType.DELETED);
      }
    }
    return Arrays.copyOf(events, count);
  }

  /** The number of an event as it came over the wire. */
  public static long code(String event) {
    String type = event.substring(9, event.indexOf('"', 9));
    return code(Long.parseLong(text(event, "resourceVersion")), EventType.valueOf(type));
  }

  /** One number for the event of a revision. */
  static long code(long revision, EventType type) {
    return (revision << 3) | number(type);
  }

  private static int number(EventType type) {
    return switch (type) {
      case ADDED -> 0;
      case MODIFIED -> 1;
      case DELETED -> 2;
      case BOOKMARK -> 3;
      case ERROR -> 4;
    };
  }

  static long revision(long code) {
    return code >> 3;
  }

  static boolean deletes(long code) {
    return (code & 7) == number(EventType.DELETED);
  }

  /** The first field of this name. */
  static String text(String event, String field) {
    int at = event.indexOf("\"" + field + "\":\"") + field.length() + 4;
    return event.substring(at, event.indexOf('"', at));
  }

  private static String name(int key) {
    return "object-" + key;
  }

  private void step(int key, Random random) throws StoreException {
    StoreKey path = new StoreKey("", "configmaps", NAMESPACE, name(key));
    boolean deletes = colors[key] >= 0 && random.nextInt(8) == 0;
    int color = deletes ? colors[key] : random.nextInt(COLORS.size());
    String uid = "uid-" + key;
    byte[] value = value(key, COLORS.get(color));
    long revision =
        store.write(
            deletes
                ? new Write.Delete(path, revisions[key], uid, value)
                : new Write.Put(path, revisions[key], uid, value));
    int entry = (key + 1) * COLORS.size() + color;
    log.set((int) (revision - first), deletes ? entry | DELETION : entry);
    revisions[key] = deletes ? 0 : revision;
    colors[key] = deletes ? -1 : color;
  }

  private static byte[] value(int key, String color) {
    String json =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
            + name(key)
            + "\",\"namespace\":\""
            + NAMESPACE
            + "\",\"uid\":\"uid-"
            + key
            + "\",\"labels\":{\"color\":\""
            + color
            + "\"}},\"data\":{\"text\":\"ü\"}}";
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
