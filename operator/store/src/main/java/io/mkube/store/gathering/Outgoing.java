package io.mkube.store.gathering;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are about to be sent. Whoever comes when nobody waits sends for all who come
 * meanwhile: what is handed to a connection together shares a turn of its writer, a read of the
 * server and, most often, a packet with answers. Thread-safe.
 *
 * @param <T> a message
 */
public final class Outgoing<T> {
  private final AtomicReference<@Nullable Waiting<T>> newest = new AtomicReference<>();
  private final Gathering gathering = new Gathering();
  private final Consumer<T> sender;

  private record Waiting<T>(T message, @Nullable Waiting<T> before) {}

  /**
   * Makes an empty queue.
   *
   * @param sender sends one; called by several threads at a time; must not throw
   */
  public Outgoing(Consumer<T> sender) {
    this.sender = sender;
  }

  /** Sends a message now, or leaves it to a caller who is about to send. */
  public void send(T message) {
    Waiting<T> before;
    Waiting<T> own;
    do {
      before = newest.get();
      own = new Waiting<>(message, before);
    } while (!newest.compareAndSet(before, own));
    if (before == null) {
      gathering.await(newest);
      Deque<T> messages = oldestFirst(newest.getAndSet(null));
      gathering.took(messages.size() > 1);
      messages.forEach(sender);
    }
  }

  private static <T> Deque<T> oldestFirst(@Nullable Waiting<T> last) {
    Deque<T> messages = new ArrayDeque<>();
    for (Waiting<T> waiting = last; waiting != null; waiting = waiting.before()) {
      messages.addFirst(waiting.message());
    }
    return messages;
  }
}
