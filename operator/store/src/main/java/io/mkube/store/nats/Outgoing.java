package io.mkube.store.nats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are about to be sent. Whoever comes when nobody waits sends for all who come
 * meanwhile: messages that are handed to the client together share a turn of its writer, a read of
 * the server and, most often, a packet with acknowledgements. Thread-safe.
 */
final class Outgoing {
  /** What a write waits for others at most, where each of them yields to still more. */
  private static final long LONGEST_GATHERING_NANOS = 2_000_000;

  private final AtomicReference<@Nullable Message> newest = new AtomicReference<>();
  private final Consumer<Message> sender;

  /** Whether several came together the last time. */
  private volatile boolean crowd;

  /**
   * Makes an empty queue.
   *
   * @param sender sends one; called by several threads at a time; must not throw
   */
  Outgoing(Consumer<Message> sender) {
    this.sender = sender;
  }

  /** Sends a write now, or leaves it to a caller who is about to send. */
  void send(PendingWrite write, String subject, long expected) {
    Message before;
    Message message;
    do {
      before = newest.get();
      message = new Message(write, subject, expected, before);
    } while (!newest.compareAndSet(before, message));
    if (before == null) {
      oldestFirst(gathered(message)).forEach(sender);
    }
  }

  /** All that wait, once those that are ready to run bring no more. */
  @SuppressWarnings("ThreadPriorityCheck") // a scheduler that ignores it costs speed only
  private @Nullable Message gathered(Message own) {
    Message seen = own;
    long start = crowd ? System.nanoTime() : 0;
    while (crowd && System.nanoTime() - start < LONGEST_GATHERING_NANOS) {
      Thread.yield();
      Message now = newest.get();
      if (now == seen) {
        break;
      }
      seen = now;
    }
    Message all = newest.getAndSet(null);
    crowd = all != own;
    return all;
  }

  private static Deque<Message> oldestFirst(@Nullable Message last) {
    Deque<Message> messages = new ArrayDeque<>();
    for (Message message = last; message != null; message = message.before) {
      messages.addFirst(message);
    }
    return messages;
  }

  /** One that waits. */
  static final class Message {
    private final PendingWrite write;
    private final String subject;
    private final long expected;
    private final @Nullable Message before;

    private Message(PendingWrite write, String subject, long expected, @Nullable Message before) {
      this.write = write;
      this.subject = subject;
      this.expected = expected;
      this.before = before;
    }

    PendingWrite write() {
      return write;
    }

    String subject() {
      return subject;
    }

    /** Sequence of the subject's last message, 0 for none. */
    long expected() {
      return expected;
    }
  }
}
