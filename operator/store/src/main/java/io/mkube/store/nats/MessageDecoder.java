package io.mkube.store.nats;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.nats.client.impl.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of messages. A deletion by an ordinary key-value tool counts as one; any other
 * message of such a tool under an object's key is an error, since nobody could tell what the object
 * is. For one thread.
 */
final class MessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(MessageDecoder.class);
  private static final String OPERATION = "KV-Operation";

  /** Servers from 2.11 on write a message with it when they have removed a subject's last one. */
  private static final String MARKER = "Nats-Marker-Reason";

  private final Bucket bucket;
  private final View view;
  private final Publisher publisher;

  /** Group, resource and namespace repeat in every key; they are held once. */
  private final Map<String, String> words = new HashMap<>();

  MessageDecoder(Bucket bucket, View view, Publisher publisher) {
    this.bucket = bucket;
    this.view = view;
    this.publisher = publisher;
  }

  /**
   * The entry that a key's last message makes; empty for what is no object.
   *
   * @throws IllegalArgumentException if the message is no record
   */
  Optional<Map.Entry<StoreKey, View.Entry>> entry(StoredMessage message) {
    StoreKey key = key(message.subject());
    long sequence = message.sequence();
    if (key == null) {
      return Optional.empty();
    }
    View.Entry dead = new View.Dead(sequence, System.nanoTime());
    if (isForeignDeletion(message)) {
      return Optional.of(Map.entry(key, dead));
    }
    RecordCodec.Decoded record = decode(message);
    PendingWrite own = publisher.seen(record.origin(), sequence);
    return Optional.of(
        Map.entry(
            key,
            record.deletion()
                ? dead
                : new View.Live(
                    new StoredObject(key, sequence, record.uid(), value(record, own)))));
  }

  /**
   * The change that a message is; empty for what is no object's.
   *
   * @throws IllegalArgumentException if the message is no record
   */
  Optional<Change> change(StoredMessage message) {
    StoreKey key = key(message.subject());
    long sequence = message.sequence();
    if (key == null) {
      return Optional.empty();
    }
    if (isForeignDeletion(message)) {
      StoredObject live = view.live(key);
      return live == null
          ? Optional.empty()
          : Optional.of(
              new Change(
                  sequence, Change.Kind.DELETE, key, live.revision(), live.uid(), live.value()));
    }
    RecordCodec.Decoded record = decode(message);
    return Optional.of(
        new Change(
            sequence,
            record.deletion() ? Change.Kind.DELETE : Change.Kind.PUT,
            key,
            record.previousRevision(),
            record.uid(),
            record.value()));
  }

  /** The change that a write made. */
  static Change change(Write write, long sequence) {
    return new Change(
        sequence,
        switch (write) {
          case Write.Put put -> Change.Kind.PUT;
          case Write.Delete delete -> Change.Kind.DELETE;
        },
        write.key(),
        write.expectedRevision(),
        write.uid(),
        write.content());
  }

  private static byte[] value(RecordCodec.Decoded record, @Nullable PendingWrite own) {
    return own == null ? record.value() : own.write().value();
  }

  private RecordCodec.Decoded decode(StoredMessage message) {
    try {
      return RecordCodec.decode(message.data());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "message "
              + message.sequence()
              + " under "
              + message.subject()
              + " is no object of mkube: "
              + e.getMessage()
              + "; remove it with nats kv del, or nats stream rmm "
              + bucket.stream()
              + " "
              + message.sequence(),
          e);
    }
  }

  /** Whether a message says that its key is gone, and not what was there. */
  static boolean isForeignDeletion(StoredMessage message) {
    Headers headers = message.headers();
    return message.data().length == 0
        && headers != null
        && (headers.containsKey(OPERATION) || headers.containsKey(MARKER));
  }

  private @Nullable StoreKey key(String subject) {
    if (bucket.isFormat(subject)) {
      return null;
    }
    Optional<StoreKey> key = bucket.subjects().parse(subject);
    if (key.isEmpty()) {
      LOG.warn("{}: {} is not one of ours and is ignored", bucket.stream(), subject);
      return null;
    }
    StoreKey found = key.get();
    return new StoreKey(
        word(found.group()), word(found.resource()), word(found.namespace()), found.name());
  }

  private String word(String text) {
    String known = words.putIfAbsent(text, text);
    return known == null ? text : known;
  }
}
