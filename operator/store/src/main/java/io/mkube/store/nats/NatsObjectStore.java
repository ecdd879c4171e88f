package io.mkube.store.nats;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import io.mkube.store.window.ChangeWindow;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the objects in a NATS JetStream key-value bucket, which any number of servers may share
 * without knowing each other: the server orders the writes and decides the races, and every store
 * follows the same stream. The objects are held in memory too; a restart loads the last message of
 * each key, never the whole stream.
 *
 * <p>While NATS is away, reads of this process go on and writes are refused. When it comes back,
 * the store goes on after the last message that it saw.
 */
public final class NatsObjectStore implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(NatsObjectStore.class);
  private static final Duration CURRENT = Duration.ofSeconds(10);

  private static final Duration READY = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofMillis(250);

  /** Fewer servers were found yet than are to hold the bucket. */
  private static final int NO_PEERS = 10005;

  private final NatsConfig config;
  private final NatsConnected parts;
  private final ChangeWindow window;
  private final Feed feed;
  private final WritePath writes;
  private final Trimmer trimmer;
  private final AtomicBoolean closing = new AtomicBoolean();
  private int replicas = 1;

  private NatsObjectStore(NatsConfig config, NatsLink link) throws IOException {
    this.config = config;
    Bucket bucket = new Bucket(link, config.bucket().name());
    this.parts =
        new NatsConnected(
            config.place(),
            link,
            bucket,
            new Room(bucket.stream()),
            new View(),
            new Publisher(link),
            new ServerMonitor(config.monitor()));
    this.window = new ChangeWindow(0, config.window());
    this.feed = new Feed(parts, window);
    this.trimmer = new Trimmer(parts, feed::current, Trimmer.KEPT, Trimmer.RETAINED);
    this.writes = new WritePath(parts, feed, trimmer);
  }

  /**
   * Connects, makes the bucket if it is missing, and loads it.
   *
   * @throws StoreOpenException if no server can be reached within 15 s, the login is refused, or
   *     the bucket cannot be used
   */
  public static NatsObjectStore open(NatsConfig config) throws StoreOpenException {
    NatsLink link = NatsLink.open(config);
    try {
      NatsObjectStore store = new NatsObjectStore(config, link);
      store.start();
      return store;
    } catch (StoreOpenException e) {
      link.close();
      throw e;
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      link.close();
      throw new StoreOpenException.Unreachable(config.place(), String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      link.close();
      Thread.currentThread().interrupt();
      throw new StoreOpenException.Unreachable(config.place(), "interrupted", e);
    }
  }

  private void start() throws IOException, JetStreamApiException, InterruptedException {
    StreamInfo info = prepare();
    replicas = info.getConfiguration().getReplicas();
    parts
        .room()
        .measured(info.getStreamState().getByteCount(), info.getConfiguration().getMaxBytes());
    feed.load();
    feed.start();
    trimmer.start();
    LOG.info("{}", health().detail());
  }

  /** Servers that have just started listen before they have found each other. */
  private StreamInfo prepare() throws IOException, JetStreamApiException, InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (true) {
      try {
        return parts.bucket().prepare(parts.place(), config.bucket());
      } catch (StoreOpenException e) {
        throw e;
      } catch (IOException | JetStreamApiException e) {
        if (!passing(e) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LOG.debug("{}: not there yet: {}", parts.place(), e.getMessage());
        Thread.sleep(RETRY);
      }
    }
  }

  /** 2.10 refuses, rather than to be unavailable, while it knows too few servers. */
  private static boolean passing(Exception failure) {
    return !(failure instanceof JetStreamApiException api)
        || api.getErrorCode() == 503
        || api.getApiErrorCode() == NO_PEERS;
  }

  @Override
  public long write(Write write) throws StoreException {
    requireSize(write);
    return writes.write(write);
  }

  @Override
  public boolean writesTogether() {
    return parts.bucket().batches() && parts.link().features().atomicBatches();
  }

  @Override
  public long writeTogether(List<Write> together) throws StoreException {
    if (together.size() == 1) {
      return write(together.getFirst());
    }
    if (!writesTogether()) {
      return ObjectStore.super.writeTogether(together);
    }
    for (Write write : together) {
      requireSize(write);
    }
    return writes.writeTogether(together);
  }

  private void requireSize(Write write) throws StoreException.TooLarge {
    int size = write.value().length;
    if (size > config.maxValueBytes()) {
      throw new StoreException.TooLarge(write.key(), size, config.maxValueBytes(), "maxValueBytes");
    }
  }

  @Override
  public Snapshot snapshot() throws StoreException {
    awaitLatest();
    return parts.view().snapshot();
  }

  @Override
  public Subscription follow(
      long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException {
    return window.follow(afterRevision, listener, ended);
  }

  @Override
  public long latestRevision() throws StoreException {
    awaitLatest();
    return parts.view().revision();
  }

  /** Waits until everything that any server has written so far was seen. */
  private void awaitLatest() throws StoreException {
    requireOpen();
    long last = parts.bucket().lastSequence();
    try {
      if (!feed.await(last, CURRENT)) {
        throw new StoreException.Unavailable(
            parts.place() + ": at " + parts.view().sequence() + ", " + last + " does not come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while waiting for NATS", e);
    }
  }

  @Override
  public StoreHealth health() {
    if (closing.get()) {
      return new StoreHealth(false, parts.place() + ": the store is closed");
    }
    if (!parts.link().connected()) {
      return new StoreHealth(false, parts.place() + ": NATS is not connected");
    }
    String problem = feed.problem();
    if (problem != null) {
      return new StoreHealth(false, parts.place() + ": " + problem);
    }
    String exhausted = parts.room().exhausted();
    String full = exhausted == null ? parts.room().full() : exhausted;
    if (full != null) {
      return new StoreHealth(false, parts.place() + ": " + full);
    }
    ServerFeatures features = parts.link().features();
    return new StoreHealth(
        true,
        parts.place()
            + ": revision "
            + parts.view().revision()
            + "; "
            + features.durability(replicas, parts.monitor())
            + features.used(parts.bucket().batches()));
  }

  /** Removes the messages of deleted keys now, however short ago that was. */
  int sweep(Duration kept) throws IOException, JetStreamApiException, InterruptedException {
    return trimmer.sweep(kept);
  }

  /** Removes what this store replaced below a revision now. */
  void trim(long floor) throws IOException, JetStreamApiException, InterruptedException {
    trimmer.trim(floor);
  }

  /** Removes what any store replaced below a revision, too. */
  void trimLeftBehind(long floor) throws IOException, JetStreamApiException, InterruptedException {
    trimmer.findReplaced(floor);
    trimmer.trim(floor);
  }

  /** How many replaced messages were removed. */
  long trimmed() {
    return trimmer.removed();
  }

  /** How many messages were sent for writes, repeated ones too. */
  long sent() {
    return parts.publisher().sent();
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    writes.close();
    trimmer.close();
    feed.close();
    window.close();
    parts.close();
  }

  private void requireOpen() throws StoreException {
    if (closing.get()) {
      throw new StoreException.Unavailable(parts.place() + ": the store is closed");
    }
  }
}
