package io.mkube.store.nats;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.window.ChangeWindow;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view and the window current: loads the last message of each key, then takes every
 * message of the stream in order. When messages are gone that it has not seen, it loads everything
 * anew, and the followers are told that they have lost changes.
 */
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LOAD_SILENCE = Duration.ofSeconds(5);
  private static final int BATCH = 256;

  private final NatsLink link;
  private final Bucket bucket;
  private final View view;
  private final Room room;
  private final ChangeWindow window;
  private final Publisher publisher;
  private final ServerMonitor monitor;
  private final MessageDecoder decoder;
  private final Thread thread = Thread.ofVirtual().name("mkube-nats-feed").unstarted(this::run);
  private volatile @Nullable StreamReader reader;
  private volatile boolean loading;
  private @Nullable ZonedDateTime created;
  private long lastNanos;
  private long loadedNanos = System.nanoTime();
  private volatile boolean closed;
  private volatile @Nullable String problem;

  /** Messages are gone that were not seen. */
  static final class GapException extends Exception {
    private static final long serialVersionUID = 1;

    GapException(String why) {
      super(why);
    }
  }

  Feed(NatsConnected parts, ChangeWindow window) {
    this.link = parts.link();
    this.bucket = parts.bucket();
    this.view = parts.view();
    this.room = parts.room();
    this.window = window;
    this.publisher = parts.publisher();
    this.monitor = parts.monitor();
    this.decoder = new MessageDecoder(bucket, view, publisher);
  }

  /** Begins to follow what {@link #load} left. */
  void start() {
    thread.start();
  }

  /** Whether everything that was taken belongs to the stream that is there now. */
  boolean current() {
    StreamReader open = reader;
    return open != null && !loading && open.usable() && problem == null;
  }

  /** Why the view is not current although the server can be reached; null while it is. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * Loads the last message of each key. Whoever follows is told that changes are gone.
   *
   * @throws IllegalArgumentException if a message in the bucket is no record
   */
  void load() throws IOException, JetStreamApiException, InterruptedException {
    loading = true;
    closeReader();
    StreamReader opened = StreamReader.lastOfEachSubject(link, bucket);
    reader = opened;
    StreamInfo info =
        bucket
            .info()
            .orElseThrow(() -> new IOException("the bucket " + bucket.stream() + " is gone"));
    long last = info.getStreamState().getLastSequence();
    Map<StoreKey, View.Entry> entries = new HashMap<>();
    long reached = 0;
    while (reached < last) {
      StreamReader.Item item = opened.next(LOAD_SILENCE);
      if (item == null) {
        requireRemoved(last, entries.size());
        break;
      }
      reached = item.place().sequence();
      lastNanos = item.place().nanos();
      decoder.entry(item.message(), reached).ifPresent(e -> entries.put(e.getKey(), e.getValue()));
    }
    created = info.getCreateTime();
    long at = Math.max(reached, last);
    closeReader();
    // one without a filter costs the server less
    reader = StreamReader.after(link, bucket, at);
    monitor.ask();
    view.replace(entries, at);
    window.skipTo(at);
    publisher.wake();
    problem = null;
    loading = false;
    loadedNanos = System.nanoTime();
    LOG.info("{}: loaded {} keys at revision {}", bucket.stream(), entries.size(), at);
  }

  /** Whoever removes the last message by hand leaves a stream whose end never comes. */
  private void requireRemoved(long last, int loaded) throws IOException, JetStreamApiException {
    if (bucket.message(last).isPresent()) {
      throw new IOException("the server stopped after " + loaded + " objects");
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (GapException e) {
        LOG.warn("{}: {}: loading everything anew", bucket.stream(), e.getMessage());
        reload();
      } catch (IOException | JetStreamApiException | RuntimeException e) {
        pause(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Takes messages until the reader breaks. */
  private void follow()
      throws GapException, IOException, JetStreamApiException, InterruptedException {
    if (reader == null) {
      if (!link.awaitConnected(TURN)) {
        return;
      }
      reader = resume();
    }
    try {
      while (!closed) {
        take(reader);
      }
    } catch (StreamReader.BrokenException e) {
      LOG.debug("{}: {}", bucket.stream(), e.getMessage());
      closeReader();
    }
  }

  /** A reader from where the view is, if the stream is still the one that the view saw. */
  private StreamReader resume() throws GapException, IOException, JetStreamApiException {
    StreamInfo info =
        bucket
            .info()
            .orElseThrow(() -> new IOException("the bucket " + bucket.stream() + " is gone"));
    long last = info.getStreamState().getLastSequence();
    if (!info.getCreateTime().equals(created)) {
      throw new GapException("the bucket was made anew");
    }
    if (last < view.sequence()) {
      throw new GapException(
          "the server has lost acknowledged writes, " + (last + 1) + " to " + view.sequence());
    }
    Optional<MessageInfo> anchor = bucket.message(view.sequence());
    if (anchor.isEmpty() || nanos(anchor.get().getTime()) != lastNanos) {
      throw new GapException("message " + view.sequence() + " is gone or another one");
    }
    StreamReader resumed = StreamReader.after(link, bucket, view.sequence());
    monitor.ask(); // it may be another server, or have other settings
    problem = null;
    return resumed;
  }

  private static long nanos(@Nullable ZonedDateTime time) {
    if (time == null) {
      return -1;
    }
    Instant instant = time.toInstant();
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  private void take(StreamReader from)
      throws GapException, StreamReader.BrokenException, InterruptedException {
    StreamReader.Item item = unseen(from, TURN, view.sequence());
    if (item == null) {
      return;
    }
    List<Change> changes = new ArrayList<>();
    Map<StoreKey, Long> staged = new HashMap<>();
    long at = view.sequence();
    Exception stop = null;
    while (item != null && stop == null) {
      long sequence = item.place().sequence();
      if (sequence != at + 1) {
        throw new GapException("messages " + (at + 1) + " to " + (sequence - 1) + " are gone");
      }
      try {
        stage(item.message(), sequence, changes, staged);
        at = sequence;
        lastNanos = item.place().nanos();
        item = changes.size() < BATCH ? unseen(from, null, at) : null;
      } catch (StreamReader.BrokenException | IllegalArgumentException e) {
        stop = e;
      }
    }
    view.apply(changes, at);
    window.publish(changes);
    publisher.wake();
    switch (stop) {
      case StreamReader.BrokenException e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> {}
    }
  }

  /**
   * The next message after a sequence. A server whose first file was cut by a full disk begins with
   * the first message of the stream, whatever it is told.
   */
  private static StreamReader.@Nullable Item unseen(
      StreamReader from, @Nullable Duration patience, long seen)
      throws StreamReader.BrokenException, InterruptedException {
    StreamReader.Item item = from.next(patience);
    while (item != null && item.place().sequence() <= seen) {
      item = from.next(patience);
    }
    return item;
  }

  private void stage(
      Message message, long sequence, List<Change> changes, Map<StoreKey, Long> staged)
      throws GapException {
    room.stored(message.getSubject().length(), message.getData().length);
    Optional<Change> decoded = decoder.change(message, sequence);
    if (decoded.isEmpty()) {
      return;
    }
    Change change = decoded.get();
    Long before = staged.get(change.key());
    StoredObject live = before == null ? view.live(change.key()) : null;
    long known = before != null ? before : live == null ? 0 : live.revision();
    if (known != change.previousRevision()) {
      throw new GapException(
          change.key() + " had revision " + change.previousRevision() + ", known is " + known);
    }
    staged.put(change.key(), change.kind() == Change.Kind.PUT ? sequence : 0);
    changes.add(change);
  }

  /** Loads everything, but not again and again without a rest. */
  private void reload() {
    long since = System.nanoTime() - loadedNanos;
    if (since < RETRY.toNanos()) {
      rest();
    }
    while (!closed) {
      try {
        load();
        return;
      } catch (IOException | JetStreamApiException | RuntimeException e) {
        pause(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void pause(Exception cause) {
    closeReader();
    if (closed) {
      return;
    }
    String why = String.valueOf(cause.getMessage());
    if (link.connected() && !why.equals(problem)) {
      problem = why;
      LOG.warn("{}: cannot be followed: {}", bucket.stream(), why);
    }
    rest();
  }

  private void rest() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void closeReader() {
    StreamReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends the thread and waits for it. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
