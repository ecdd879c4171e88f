package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mkube.store.Write;
import io.mkube.store.encoding.ValueCompression;
import io.mkube.store.gathering.Outgoing;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records without waiting and hands the acknowledgements, which all come to one inbox, to
 * the writes that wait for them. Thread-safe.
 */
final class Publisher implements AutoCloseable {
  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";

  /** Readers of key-value buckets take a message with it for a deletion. */
  private static final String OPERATION = "KV-Operation";

  /** In place of an error code: what was meant to be one is not. */
  static final int SINGLY = -1;

  private static final String BATCH_ID = "Nats-Batch-Id";
  private static final String BATCH_SEQUENCE = "Nats-Batch-Sequence";
  private static final String BATCH_COMMIT = "Nats-Batch-Commit";

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** So it is for {@link Subscription#nextMessage}. */
  private static final Duration FOREVER = Duration.ZERO;

  private static final int BATCH = 256;

  /** How often those that wait long look at the time. */
  private static final Duration REMINDED = Duration.ofMillis(50);

  private static final byte[] STORED = "\"seq\":".getBytes(US_ASCII);
  private static final byte[] ERROR = "{\"error\"".getBytes(US_ASCII);

  private final long store = new SecureRandom().nextLong();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();
  private final LongAdder sent = new LongAdder();
  private final Map<Long, PendingWrite> pending = new ConcurrentHashMap<>();

  /** Those whose callers are to be told; of the one that keeps the order of the stream. */
  private final List<PendingWrite> seen = new ArrayList<>();

  private final Outgoing<Sending> outgoing = new Outgoing<>(this::publish);
  private final ValueCompression compression = new ValueCompression(RecordCodec.COMPRESSED_FROM);
  private final NatsLink link;
  private final String inbox;
  private final Subscription acknowledgements;
  private final Thread thread = Thread.ofVirtual().name("mkube-nats-acks").unstarted(this::run);
  private final Thread reminder =
      Thread.ofVirtual().name("mkube-nats-reminder").unstarted(this::remind);
  private volatile Predicate<List<StreamOrder.Acknowledged>> order = batch -> true;
  private volatile Runnable missing = () -> {};

  /**
   * A write on its way.
   *
   * @param expected sequence of the subject's last message, 0 for none
   */
  record Sending(PendingWrite write, String subject, long expected) {}

  Publisher(NatsLink link) {
    this.link = link;
    Connection connection = link.connection();
    this.inbox = connection.createInbox() + ".";
    this.acknowledgements = connection.subscribe(inbox + ">");
    acknowledgements.setPendingLimits(0, 0);
    link.onLoss(this::connectionLost);
    thread.start();
    reminder.start();
  }

  /**
   * Hands on what is stored, before the first write.
   *
   * @param order takes acknowledgements as they came; false if something is missing before them
   * @param missing called when something is missing; must not block
   */
  void tell(Predicate<List<StreamOrder.Acknowledged>> order, Runnable missing) {
    this.missing = missing;
    this.order = order;
  }

  /** Encodes a write and expects it to come back in the stream. */
  PendingWrite prepare(Write write) {
    long number = numbers.incrementAndGet();
    byte[] stored = compression.compress(write.value());
    byte[] body = RecordCodec.encode(write, new RecordCodec.Origin(store, number), stored);
    PendingWrite prepared = new PendingWrite(write, number, body);
    pending.put(number, prepared);
    return prepared;
  }

  /**
   * Sends a write. What it comes to, be it that there is no connection, is told to the write.
   *
   * @param expected sequence of the subject's last message, 0 for none
   */
  void send(PendingWrite write, String subject, long expected) {
    outgoing.send(new Sending(write, subject, expected));
  }

  private void publish(Sending message) {
    PendingWrite write = message.write();
    try {
      publish(message, headers(message), inbox + write.number() + "." + link.epoch());
    } catch (RuntimeException e) {
      // closed, or between two connections, of which the second may take less at once
      write.answer(new PendingWrite.Reply.Unsent(e));
    }
  }

  private static Headers headers(Sending message) {
    Headers headers = new Headers().put(EXPECTED, Long.toString(message.expected()));
    if (message.write().write() instanceof Write.Delete) {
      headers.put(OPERATION, "DEL");
    }
    return headers;
  }

  private void publish(Sending message, Headers headers, @Nullable String replyTo) {
    link.connection()
        .publish(
            NatsMessage.builder()
                .subject(message.subject())
                .replyTo(replyTo)
                .headers(headers)
                .data(message.write().body())
                .build());
    sent.increment();
  }

  /**
   * Sends writes that the server stores as one. What it comes to is told to the last of them.
   *
   * @param messages at least two, of different subjects
   */
  void sendTogether(List<Sending> messages) {
    PendingWrite last = messages.getLast().write();
    last.setBefore(messages.stream().limit(messages.size() - 1L).map(Sending::write).toList());
    String batch = Long.toHexString(store) + "-" + batches.incrementAndGet();
    try {
      String replyTo = inbox + last.number() + "." + link.epoch();
      for (int i = 1; i <= messages.size(); i++) {
        Sending message = messages.get(i - 1);
        Headers headers =
            headers(message).put(BATCH_ID, batch).put(BATCH_SEQUENCE, Integer.toString(i));
        boolean commits = i == messages.size();
        if (commits) {
          headers.put(BATCH_COMMIT, "1");
        }
        publish(message, headers, commits ? replyTo : null);
      }
    } catch (RuntimeException e) {
      last.answer(new PendingWrite.Reply.Unsent(e));
    }
  }

  /** How many messages were sent, repeated ones too. */
  long sent() {
    return sent.sum();
  }

  /** Expects nothing more of a write. */
  void forget(PendingWrite write) {
    pending.remove(write.number());
  }

  /**
   * Notes that the write that made a record is in the view; its caller hears it by {@link #wake}.
   *
   * @param origin the write, null if it is none of a store
   * @return that write, null if it is another store's or is not waited for
   */
  @Nullable PendingWrite seen(RecordCodec.@Nullable Origin origin, long sequence) {
    if (origin == null || origin.store() != store) {
      return null;
    }
    PendingWrite own = pending.get(origin.number());
    if (own == null || own.seen() != 0) {
      return null;
    }
    own.seenAt(sequence);
    seen.add(own);
    return own;
  }

  /** Notes that a write is in the view, whether it is waited for or not. */
  RecordCodec.Origin seen(PendingWrite own, long sequence) {
    own.seenAt(sequence);
    seen.add(own);
    return new RecordCodec.Origin(store, own.number());
  }

  /** Tells the callers of what came back; called when others can read it. */
  void wake() {
    seen.forEach(PendingWrite::wake);
    seen.clear();
  }

  private void connectionLost() {
    PendingWrite.Reply lost = new PendingWrite.Reply.Lost();
    pending.values().forEach(write -> write.answer(lost));
  }

  private void remind() {
    try {
      while (true) {
        Thread.sleep(REMINDED);
        long now = System.nanoTime();
        pending.values().forEach(write -> write.remind(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes acknowledgements together that came together. */
  private void run() {
    List<StreamOrder.Acknowledged> stored = new ArrayList<>();
    try {
      for (Message message = next(FOREVER); message != null; message = next(FOREVER)) {
        while (message != null) {
          acknowledged(message, stored);
          message = stored.size() < BATCH ? next(null) : null;
        }
        if (!stored.isEmpty() && !order.test(stored)) {
          missing.run();
        }
        stored.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next acknowledgement; null if there is none in time, or the connection was closed. */
  private @Nullable Message next(@Nullable Duration patience) throws InterruptedException {
    try {
      return acknowledgements.nextMessage(patience);
    } catch (IllegalStateException e) {
      LOG.debug("no acknowledgements any more: {}", e.getMessage());
      return null;
    }
  }

  private void acknowledged(Message message, List<StreamOrder.Acknowledged> stored) {
    String subject = message.getSubject();
    int dot = subject.indexOf('.', inbox.length());
    PendingWrite write = pending.get(Long.parseLong(subject, inbox.length(), dot, 10));
    PendingWrite.Reply reply =
        message.isStatusMessage()
            ? new PendingWrite.Reply.Refused(0, message.getStatus().getMessageWithCode())
            : reply(message.getData());
    if (write != null && !write.before().isEmpty() && !isOfABatch(message.getData())) {
      // an older server decides, which has taken them for single messages
      reply = new PendingWrite.Reply.Refused(SINGLY, "the server has stored them one by one");
    }
    if (reply instanceof PendingWrite.Reply.Stored(long sequence)) {
      long epoch = Long.parseLong(subject, dot + 1, subject.length(), 10);
      List<PendingWrite> before = write == null ? List.of() : write.before();
      for (int i = 0; i < before.size(); i++) {
        long place = sequence - before.size() + i;
        stored.add(new StreamOrder.Acknowledged(before.get(i), place, epoch));
      }
      stored.add(new StreamOrder.Acknowledged(write, sequence, epoch));
    }
    if (write != null) {
      write.answer(reply);
    }
  }

  private static boolean isOfABatch(byte[] json) {
    return startsWith(json, ERROR) || new String(json, US_ASCII).contains("\"count\":");
  }

  private static PendingWrite.Reply reply(byte[] json) {
    if (!startsWith(json, ERROR)) {
      long sequence = sequence(json);
      if (sequence > 0) {
        return new PendingWrite.Reply.Stored(sequence);
      }
    }
    try {
      JsonValue error = JsonValueUtils.readObject(JsonParser.parse(json), "error");
      int code = JsonValueUtils.readInteger(error, "err_code", 0);
      String reason = JsonValueUtils.readString(error, "description", new String(json, US_ASCII));
      return code == Bucket.WRONG_LAST_SEQUENCE
          ? new PendingWrite.Reply.WrongLast(trailingNumber(reason))
          : new PendingWrite.Reply.Refused(code, reason);
    } catch (JsonParseException e) {
      return new PendingWrite.Reply.Refused(0, new String(json, US_ASCII));
    }
  }

  /** Reads {@code wrong last sequence: 5}. */
  private static long trailingNumber(String text) {
    int start = text.length();
    while (start > 0 && Character.isDigit(text.charAt(start - 1))) {
      start--;
    }
    return start == text.length() ? -1 : Long.parseLong(text, start, text.length(), 10);
  }

  /** Reads {@code {"stream":"KV_mkube","seq":5}} without building it. */
  private static long sequence(byte[] json) {
    for (int i = json.length - STORED.length; i > 0; i--) {
      if (json[i] == '"' && startsWith(json, i, STORED)) {
        long number = 0;
        for (int at = i + STORED.length;
            at < json.length && json[at] >= '0' && json[at] <= '9';
            at++) {
          number = number * 10 + (json[at] - '0');
        }
        return number;
      }
    }
    return 0;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length && startsWith(bytes, 0, prefix);
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[at + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    connectionLost();
    thread.interrupt();
    reminder.interrupt();
    compression.close();
  }
}
