package io.mkube.store.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.support.Status;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the stream in order, by a push consumer of its own that lasts as long as the
 * connection. A message that is lost on the way ends it; the caller makes a new one from where it
 * was. For one thread.
 */
final class StreamReader implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final Duration SILENCE = HEARTBEAT.multipliedBy(4);

  private final NatsLink link;
  private final long epoch;
  private final Subscription subscription;
  private final long pending;
  private long consumerSequence;
  private long heardNanos = System.nanoTime();

  /** The reader has lost messages or its consumer; another one is needed. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenException(String why) {
      super(why);
    }
  }

  private StreamReader(NatsLink link, long epoch, Subscription subscription, long pending) {
    this.link = link;
    this.epoch = epoch;
    this.subscription = subscription;
    this.pending = pending;
  }

  /** First the last message of each subject, then every later message. */
  static StreamReader lastOfEachSubject(NatsLink link, Bucket bucket)
      throws IOException, JetStreamApiException {
    return open(
        link,
        bucket,
        ConsumerConfiguration.builder()
            .deliverPolicy(DeliverPolicy.LastPerSubject)
            .filterSubject(bucket.subjects().all()));
  }

  /** Every message after a sequence. */
  static StreamReader after(NatsLink link, Bucket bucket, long sequence)
      throws IOException, JetStreamApiException {
    return open(
        link,
        bucket,
        ConsumerConfiguration.builder()
            .deliverPolicy(DeliverPolicy.ByStartSequence)
            .startSequence(sequence + 1));
  }

  private static StreamReader open(
      NatsLink link, Bucket bucket, ConsumerConfiguration.Builder consumer)
      throws IOException, JetStreamApiException {
    long epoch = link.epoch();
    Connection connection = link.connection();
    String inbox = connection.createInbox();
    Subscription subscription = connection.subscribe(inbox);
    // The server holds back what is not acknowledged by flow control: nothing is dropped here.
    subscription.setPendingLimits(0, 0);
    try {
      long pending =
          bucket
              .management()
              .createConsumer(
                  bucket.stream(),
                  consumer
                      .deliverSubject(inbox)
                      .ackPolicy(AckPolicy.None)
                      .maxDeliver(1)
                      .flowControl(HEARTBEAT)
                      .numReplicas(1)
                      .memStorage(true)
                      .build())
              .getNumPending();
      return new StreamReader(link, epoch, subscription, pending);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      close(subscription);
      throw e;
    }
  }

  /** Whether its connection is still the one that there is. */
  boolean usable() {
    return link.epoch() == epoch;
  }

  /** How many messages there were to deliver when the reader was opened. */
  long pending() {
    return pending;
  }

  /**
   * The next message.
   *
   * @param patience how long to wait for it; null not to wait
   * @return null if there is none in time
   * @throws BrokenException if messages were lost on the way
   */
  @Nullable StoredMessage next(@Nullable Duration patience)
      throws BrokenException, InterruptedException {
    while (true) {
      Message message = subscription.nextMessage(patience);
      if (link.epoch() != epoch) {
        throw new BrokenException("the connection was lost");
      }
      if (message == null) {
        if (patience != null && System.nanoTime() - heardNanos > SILENCE.toNanos()) {
          throw new BrokenException("nothing was heard for " + SILENCE.toSeconds() + " s");
        }
        return null;
      }
      heardNanos = System.nanoTime();
      if (!message.isStatusMessage()) {
        return item(message);
      }
      control(message);
    }
  }

  private StoredMessage item(Message message) throws BrokenException {
    Delivered place = Delivered.parse(message.getReplyTo());
    if (place.consumerSequence() != consumerSequence + 1) {
      throw new BrokenException(
          "message " + place.consumerSequence() + " came after " + consumerSequence);
    }
    consumerSequence = place.consumerSequence();
    return StoredMessage.delivered(message, place);
  }

  /** Heartbeats, and requests to confirm that everything up to them was taken. */
  private void control(Message message) throws BrokenException {
    Status status = message.getStatus();
    if (status.isFlowControl()) {
      link.connection().publish(message.getReplyTo(), new byte[0]);
      return;
    }
    if (!status.isHeartbeat()) {
      throw new BrokenException("the server says " + status.getMessageWithCode());
    }
    if (message.getHeaders() == null) {
      return;
    }
    String stalled = message.getHeaders().getFirst("Nats-Consumer-Stalled");
    if (stalled != null) {
      link.connection().publish(stalled, new byte[0]);
    }
    String last = message.getHeaders().getFirst("Nats-Last-Consumer");
    if (last != null && Long.parseLong(last) != consumerSequence) {
      throw new BrokenException("message " + last + " is missing after " + consumerSequence);
    }
  }

  @Override
  public void close() {
    close(subscription);
  }

  private static void close(Subscription subscription) {
    try {
      subscription.unsubscribe();
    } catch (IllegalStateException e) {
      // the connection is closed or away: so is the subscription
      return;
    }
  }
}
