package io.mkube.routeros.simulator.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The device's time and what is due in it. Nothing runs by itself: due events are run, in order, at
 * the start of the next transaction, which no observer can tell from running them in time. That
 * keeps the simulator without timer threads and makes a fast-forward exact. Guarded by the world's
 * lock.
 */
public final class Timeline {
  private final Clock clock;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
  private Duration ahead = Duration.ZERO;
  private long order;
  private @Nullable Instant running;

  public Timeline(Clock clock) {
    this.clock = clock;
  }

  /** The device's time; inside an event the time at which it was due. */
  public Instant now() {
    return running != null ? running : clock.instant().plus(ahead);
  }

  /** Runs something at a time; at once in the next transaction if that time has passed. */
  public void at(Instant time, Runnable event) {
    events.add(new Event(time, order++, event));
  }

  /** How far the device's time is ahead of the clock. */
  public Duration ahead() {
    return ahead;
  }

  void ahead(Duration duration) {
    ahead = duration;
  }

  void runDue() {
    Instant now = now();
    while (true) {
      Event next = events.peek();
      if (next == null || next.at().isAfter(now)) {
        return;
      }
      events.remove();
      running = next.at();
      try {
        next.task().run();
      } finally {
        running = null;
      }
    }
  }

  private record Event(Instant at, long order, Runnable task) {}
}
