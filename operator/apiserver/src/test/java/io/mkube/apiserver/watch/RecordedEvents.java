package io.mkube.apiserver.watch;

import io.mkube.apiserver.http.EventStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Keeps a number for each event of a watch, and the name of its object. */
final class RecordedEvents implements EventStream {
  private static final Sending TAKEN =
      new Sending() {
        @Override
        public boolean done() {
          return true;
        }

        @Override
        public void await() {}
      };

  private final List<Runnable> gone = new CopyOnWriteArrayList<>();
  private long[] events = new long[256];
  private String[] names = new String[256];
  private volatile int count;
  private volatile boolean ended;

  long[] events() {
    return Arrays.copyOf(events, count);
  }

  void await(int expected) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> count >= expected);
  }

  /** Applies the events to a state: names and their revisions. */
  void replay(Map<String, Long> state) {
    for (int i = 0; i < count; i++) {
      if (KnownLog.deletes(events[i])) {
        state.remove(names[i]);
      } else {
        state.put(names[i], KnownLog.revision(events[i]));
      }
    }
  }

  /** Goes away as a client does: once. */
  void leave() {
    List<Runnable> told = List.copyOf(gone);
    gone.clear();
    told.forEach(Runnable::run);
  }

  @Override
  public Sending begin(List<byte[]> documents) {
    for (byte[] document : documents) {
      int next = count;
      if (next == events.length) {
        events = Arrays.copyOf(events, 2 * next);
        names = Arrays.copyOf(names, 2 * next);
      }
      String event = new String(document, StandardCharsets.UTF_8);
      events[next] = KnownLog.code(event);
      names[next] = KnownLog.text(event, "name").intern();
      // The next one is visible to others only with what was stored before.
      count = next + 1;
    }
    return TAKEN;
  }

  /** Whether the server ended the watch in the normal way. */
  boolean ended() {
    return ended;
  }

  @Override
  public void end() {
    ended = true;
    leave();
  }

  @Override
  public void abort() {
    leave();
  }

  @Override
  public void onGone(Runnable listener) {
    gone.add(listener);
  }
}
