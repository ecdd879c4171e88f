package io.mkube.store.nats;

import io.mkube.store.StoreKey;
import io.mkube.store.window.ChangeWindow;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view and the window current: loads the last message of each key, then has every message
 * of the stream delivered. When messages are gone that it has not seen, it loads everything anew,
 * and the followers are told that they have lost changes.
 *
 * <p>While nobody else writes, nothing is delivered, and the order of the stream goes by
 * acknowledgements. The server sends what others publish into the bucket, but nothing of this
 * connection's own (it asked for no echo), so the first message that somebody else writes says that
 * the stream has to be followed again. Should that be lost on its way, there is a hole between the
 * acknowledgements, or the stream is longer than it should be, which is looked at once a second.
 */
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LOAD_SILENCE = Duration.ofSeconds(5);

  /** So long nobody else has written before acknowledgements are enough. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** What was acknowledged is in the view much sooner. */
  private static final Duration SHORTLY = Duration.ofMillis(50);

  private final NatsLink link;
  private final Bucket bucket;
  private final View view;
  private final ServerMonitor monitor;
  private final StreamOrder order;
  private final Tail tail;

  /** Hears what others publish into the bucket, and nothing of this connection. */
  private final Dispatcher others;

  /** Somebody has reason to think that there is more than was acknowledged. */
  private final Semaphore suspicion = new Semaphore(0);

  private final Thread thread = Thread.ofVirtual().name("mkube-nats-feed").unstarted(this::run);
  private volatile @Nullable StreamReader reader;
  private volatile boolean loading;
  private @Nullable ZonedDateTime created;

  /** Connection of which {@link #created} and the end of the view are known to be true. */
  private volatile long epoch = -1;

  /** The sequence that has to be seen before acknowledgements are enough; 0 while they are not. */
  private long goal;

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
    this.monitor = parts.monitor();
    this.order = new StreamOrder(parts, window);
    this.tail = new Tail(parts, order);
    this.others = link.connection().createDispatcher(message -> otherPublished());
    parts.publisher().tell(order::acknowledged, this::suspect);
    link.onLoss(this::suspect);
  }

  /** Begins to follow what {@link #load} left. */
  void start() {
    thread.start();
  }

  /** Whether everything that was taken belongs to the stream that is there now. */
  boolean current() {
    StreamReader open = reader;
    boolean followed = open == null ? order.alone() && link.epoch() == epoch : open.usable();
    return followed && !loading && problem == null;
  }

  private void otherPublished() {
    tail.heard();
    suspect();
  }

  /** There may be messages that were not acknowledged to this store. */
  private void suspect() {
    suspicion.release();
  }

  /** Waits until a message is in the view; false if it was not in time. */
  boolean await(long sequence, Duration patience) throws InterruptedException {
    if (view.await(sequence, SHORTLY)) {
      return true;
    }
    suspect();
    return view.await(sequence, patience);
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
    order.trust(-1);
    closeReader();
    listen();
    long connection = link.epoch();
    StreamReader opened = StreamReader.lastOfEachSubject(link, bucket);
    reader = opened;
    StreamInfo info = info();
    long last = info.getStreamState().getLastSequence();
    Map<StoreKey, View.Entry> entries = new HashMap<>();
    long reached = 0;
    long nanos = -1;
    while (reached < last) {
      StoredMessage item = opened.next(LOAD_SILENCE);
      if (item == null) {
        requireRemoved(last, entries.size());
        break;
      }
      reached = item.sequence();
      nanos = item.nanos();
      order.loaded(item).ifPresent(entry -> entries.put(entry.getKey(), entry.getValue()));
    }
    created = info.getCreateTime();
    long at = Math.max(reached, last);
    closeReader();
    monitor.ask();
    order.replace(entries, at, new StreamOrder.Anchor(nanos, null));
    begin(connection);
    problem = null;
    loading = false;
    loadedNanos = System.nanoTime();
    LOG.info("{}: loaded {} keys at revision {}", bucket.stream(), entries.size(), at);
  }

  /** Goes on behind what was loaded. */
  private void begin(long connection) throws IOException, JetStreamApiException {
    epoch = connection;
    order.trust(connection);
    if (info().getStreamState().getLastSequence() == view.sequence()
        && suspicion.availablePermits() == 0) {
      order.goAlone();
    } else {
      // one without a filter costs the server less
      reader = StreamReader.after(link, bucket, view.sequence());
    }
  }

  private StreamInfo info() throws IOException, JetStreamApiException {
    return bucket
        .info()
        .orElseThrow(() -> new IOException("the bucket " + bucket.stream() + " is gone"));
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
        if (order.alone()) {
          stayAlone();
        } else {
          follow();
        }
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

  /** Goes by acknowledgements, until more than a little comes from elsewhere. */
  private void stayAlone() throws IOException, JetStreamApiException, InterruptedException {
    try {
      boolean enough = true;
      while (enough) {
        boolean suspected = suspicion.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (suspected) {
          suspicion.drainPermits();
        }
        enough = (!suspected || tail.catchUp(epoch)) && complete();
      }
    } finally {
      order.follow();
    }
  }

  /** Whether the stream is still the same one and ends where the view does. */
  private boolean complete() throws IOException, JetStreamApiException, InterruptedException {
    long seen = view.sequence();
    StreamInfo info = info();
    long last = info.getStreamState().getLastSequence();
    return info.getCreateTime().equals(created) && last >= seen && view.await(last, SHORTLY);
  }

  /** Has messages delivered, until the reader breaks or acknowledgements are enough. */
  private void follow()
      throws GapException, IOException, JetStreamApiException, InterruptedException {
    if (reader == null) {
      if (!link.awaitConnected(TURN)) {
        return;
      }
      reader = resume();
    }
    try {
      while (!closed && !order.alone()) {
        StoredMessage item = reader.next(TURN);
        if (item != null) {
          order.delivered(item, reader);
        }
        considerAcknowledgements();
      }
    } catch (StreamReader.BrokenException e) {
      LOG.debug("{}: {}", bucket.stream(), e.getMessage());
      closeReader();
    }
  }

  /** Stops following once nobody else has written for a while. */
  private void considerAcknowledgements() throws IOException, JetStreamApiException {
    if (System.nanoTime() - order.foreignNanos() < QUIET.toNanos()) {
      goal = 0;
    } else if (goal == 0) {
      listen();
      goal = info().getStreamState().getLastSequence();
    } else if (view.sequence() >= goal) {
      goal = 0;
      if (suspicion.availablePermits() == 0) {
        order.goAlone();
        closeReader();
      }
    }
  }

  /** Hears from now on what others publish. */
  private void listen() {
    suspicion.drainPermits();
    tail.reset();
    others.subscribe(bucket.subjects().all());
  }

  /** A reader from where the view is, if the stream is still the one that the view saw. */
  private StreamReader resume() throws GapException, IOException, JetStreamApiException {
    others.unsubscribe(bucket.subjects().all());
    goal = 0;
    order.trust(-1);
    long connection = link.epoch();
    StreamInfo info = info();
    long last = info.getStreamState().getLastSequence();
    if (!info.getCreateTime().equals(created)) {
      throw new GapException("the bucket was made anew");
    }
    if (last < view.sequence()) {
      throw new GapException(
          "the server has lost acknowledged writes, " + (last + 1) + " to " + view.sequence());
    }
    Optional<MessageInfo> end = bucket.message(view.sequence());
    if (end.isEmpty() || !order.endsWith(nanos(end.get().getTime()), end.get().getData())) {
      throw new GapException("message " + view.sequence() + " is gone or another one");
    }
    StreamReader resumed = StreamReader.after(link, bucket, view.sequence());
    epoch = connection;
    order.trust(connection);
    monitor.ask(); // it may be another server, or have other settings
    problem = null;
    return resumed;
  }

  private static long nanos(@Nullable ZonedDateTime time) {
    return time == null ? -1 : StoredMessage.nanos(time.toInstant());
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
