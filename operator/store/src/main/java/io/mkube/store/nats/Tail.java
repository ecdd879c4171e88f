package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is behind the end of the view by one request, in place of making a consumer: a direct
 * get of several messages, which servers from 2.11 on answer. Any server that holds the bucket may
 * answer, one that is behind too; so nothing is concluded from what does not come, and what comes
 * counts only if it begins with the last message that was seen. For one thread, but for {@link
 * #heard}.
 */
final class Tail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Messages of one answer. */
  static final int MOST = 256;

  private static final int MOST_BYTES = 4 << 20;

  /** What somebody has published is stored, or refused, much sooner. */
  private static final long LONGEST_PAUSE_MICROS = 64_000;

  private static final long FIRST_PAUSE_MICROS = 250;

  /** More often than this in a second, having messages delivered costs less. */
  private static final int OFTEN = 10;

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final int END = 204;
  private static final int NOT_FOUND = 404;

  private final NatsLink link;
  private final String stream;
  private final View view;
  private final StreamOrder order;
  private final String inbox;
  private final Subscription answers;
  private final AtomicLong heard = new AtomicLong();
  private long requests;

  /** Messages of others that were heard, and have been shown or are not waited for any more. */
  private long accounted;

  /** The connection on which nobody answers as it should. */
  private long useless = -1;

  private long secondBegan = System.nanoTime();
  private int inThisSecond;

  Tail(NatsConnected parts, StreamOrder order) {
    this.link = parts.link();
    this.stream = parts.bucket().stream();
    this.view = parts.view();
    this.order = order;
    Connection connection = link.connection();
    this.inbox = connection.createInbox() + ".";
    this.answers = connection.subscribe(inbox + ">");
    answers.setPendingLimits(0, 0);
  }

  /** Somebody else has published a message, which is not stored yet and may be refused. */
  void heard() {
    heard.incrementAndGet();
  }

  /** What was heard so far is not waited for. */
  void reset() {
    accounted = heard.get();
  }

  /**
   * Shows what others have stored.
   *
   * @param epoch the connection on which the stream was checked
   * @return whether it was tried; false if the stream has to be followed instead
   */
  boolean catchUp(long epoch) throws InterruptedException {
    if (epoch == useless || !link.features().directBatches() || tooOften()) {
      return false;
    }
    long pause = FIRST_PAUSE_MICROS;
    while (link.epoch() == epoch && epoch != useless) {
      long foreign = order.foreign();
      List<StoredMessage> fetched = fetch(view.sequence(), epoch);
      if (!fetched.isEmpty() && !shown(fetched)) {
        useless = epoch;
      }
      accounted += order.foreign() - foreign;
      long target = heard.get();
      if (fetched.size() < MOST && (accounted >= target || pause > LONGEST_PAUSE_MICROS)) {
        accounted = target;
        return true;
      }
      if (fetched.size() < MOST) {
        TimeUnit.MICROSECONDS.sleep(pause);
        pause *= 2;
      }
    }
    return false;
  }

  /** What does not fit is left to a consumer to find, before everything is loaded anew. */
  private boolean shown(List<StoredMessage> fetched) {
    try {
      return order.fetched(fetched);
    } catch (Feed.GapException e) {
      LOG.debug("{}: {}", stream, e.getMessage());
      return false;
    }
  }

  private boolean tooOften() {
    long now = System.nanoTime();
    if (now - secondBegan > SECOND_NANOS) {
      secondBegan = now;
      inThisSecond = 0;
    }
    return ++inThisSecond > OFTEN;
  }

  /** Messages from a sequence on; none if that one is not there, or nobody answers. */
  private List<StoredMessage> fetch(long sequence, long epoch) throws InterruptedException {
    String number = String.valueOf(++requests);
    String request =
        "{\"seq\":" + sequence + ",\"batch\":" + MOST + ",\"max_bytes\":" + MOST_BYTES + "}";
    List<StoredMessage> messages = new ArrayList<>();
    try {
      link.connection()
          .publish("$JS.API.DIRECT.GET." + stream, inbox + number, request.getBytes(US_ASCII));
      while (true) {
        Message message = answers.nextMessage(PATIENCE);
        if (message != null && !message.getSubject().equals(inbox + number)) {
          continue; // late, of an earlier request
        }
        int status =
            message != null && message.isStatusMessage() ? message.getStatus().getCode() : 0;
        if (status == END) {
          return messages;
        }
        if (status == NOT_FOUND) {
          return List.of();
        }
        if (message == null || status != 0 || !isOfABatch(message.getHeaders())) {
          LOG.debug("{}: direct gets of several are not answered: {}", stream, message);
          useless = epoch;
          return List.of();
        }
        messages.add(StoredMessage.fetched(message));
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.debug("{}: {}", stream, e.getMessage());
      useless = epoch;
      return List.of();
    }
  }

  /** Not of a server before 2.11, which sends one message, and not of a mirror of the bucket. */
  private boolean isOfABatch(@Nullable Headers headers) {
    return headers != null
        && headers.containsKey("Nats-Num-Pending")
        && stream.equals(headers.getLast("Nats-Stream"));
  }

  @Override
  public void close() {
    try {
      answers.unsubscribe();
    } catch (IllegalStateException e) {
      // the connection is closed: so is the subscription
      return;
    }
  }
}
