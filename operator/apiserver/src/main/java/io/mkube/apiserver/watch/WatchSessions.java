package io.mkube.apiserver.watch;

import io.mkube.apiserver.answer.TableRenderer;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.EventStream;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.metrics.TrafficFigures;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.negotiation.Representation;
import io.mkube.apiserver.negotiation.Representation.Encoding;
import io.mkube.apiserver.overload.RunningRequests;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.verb.Call;
import io.mkube.apiserver.verb.Selection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All running watches. Thread-safe. */
public final class WatchSessions implements AutoCloseable {
  static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(50);
  private static final Logger LOG = LoggerFactory.getLogger(WatchSessions.class);
  private static final Duration FUTURE = Duration.ofSeconds(3);
  private static final Duration CLOSE = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final WatchCache cache;
  private final Clock clock;
  private final WatchLength length;
  private final TrafficFigures traffic;
  private final Predicate<ServedResource> served;
  private final Set<WatchSession> sessions = ConcurrentHashMap.newKeySet();
  private final ExecutorService senders =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("watch-", 0).factory());
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("watch-ticker").daemon().factory());

  private final ScheduledFuture<?> ticks;

  /** Held for reading while a watch begins, so that the end misses none. */
  private final ReadWriteLock beginning = new ReentrantReadWriteLock();

  private volatile boolean closing;

  /**
   * @param served whether a resource is served as it is; false before {@link #retire} ends its
   *     watches
   */
  public WatchSessions(
      WatchCache cache,
      Clock clock,
      WatchLength length,
      TrafficFigures traffic,
      Predicate<ServedResource> served) {
    this.cache = cache;
    this.traffic = traffic;
    this.served = served;
    this.clock = clock;
    this.length = length;
    this.ticks = ticker.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Starts a watch and returns; the watch goes on until the client leaves, its time is over or the
   * server closes.
   *
   * @throws ApiException with 400, 406 or 422 before anything is sent
   */
  public void start(
      Exchange exchange, Call call, ListOptions options, String subprotocol, String includeObject)
      throws IOException {
    Selection selection = Selection.of(call.resource(), call.namespace(), options);
    AcceptedMedia accepted = AcceptedMedia.parse(exchange.headers("Accept"));
    boolean encodable = accepted.namesProtobuf() && call.resource().hasProtobufForm();
    Representation form =
        options.streamsList() ? accepted.forStreamedList(encodable) : accepted.forWatch(encodable);
    EventEncoder encoder = encoder(call.resource(), form, includeObject);
    WatchPlan plan = plan(call.resource(), selection, encoder, options);
    beginning.readLock().lock();
    try {
      if (closing) {
        throw RunningRequests.stopping();
      }
      String contentType =
          encoder instanceof ProtobufEvents
              ? ProtobufObjects.MEDIA_TYPE + ";stream=watch"
              : form.contentType();
      exchange.startEvents(contentType, subprotocol, stream -> open(plan, stream));
    } finally {
      beginning.readLock().unlock();
    }
  }

  /** Ends the watches of resources that are no longer served as they were. */
  public void retire(List<ServedResource> resources) {
    for (WatchSession session : sessions) {
      if (resources.stream().anyMatch(session::watches)) {
        session.end();
      }
    }
  }

  /** Ends all watches in the normal way and waits a little for their last bytes. */
  @Override
  public void close() {
    ticks.cancel(false);
    ticker.shutdownNow();
    try {
      long last = System.nanoTime() + CLOSE.toNanos();
      boolean none = beginning.writeLock().tryLock(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
      try {
        closing = true;
        sessions.forEach(WatchSession::end);
      } finally {
        if (none) {
          beginning.writeLock().unlock();
        }
      }
      // A thread that sends a change leaves the end to a sender, so these go on until none is left.
      while (!sessions.isEmpty() && System.nanoTime() - last < 0) {
        Thread.sleep(LOOK);
      }
      senders.shutdown();
      if (!senders.awaitTermination(last - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        senders.shutdownNow();
      }
    } catch (InterruptedException e) {
      senders.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  void execute(Runnable sending) {
    try {
      senders.execute(sending);
    } catch (RejectedExecutionException e) {
      LOG.debug("a watch has nothing more to send: the server is closing");
    }
  }

  /** Accounts for bytes that a watch handed to its connection; negative when that has them. */
  void underWay(long bytes) {
    traffic.underWay(bytes);
  }

  void remove(WatchSession session) {
    sessions.remove(session);
  }

  long revision() {
    return cache.revision();
  }

  long nanoTime() {
    return System.nanoTime();
  }

  private void open(WatchPlan plan, EventStream stream) {
    if (senders.isShutdown()) {
      stream.end();
      return;
    }
    WatchSession session =
        new WatchSession(
            plan, stream, this, traffic.eventsOf(plan.resource().type().kind()), nanoTime());
    sessions.add(session);
    session.start();
    if (closing || !served.test(plan.resource())) {
      // A WebSocket opens after its handshake, when the server may have stopped in between; or the
      // resource was retired since the request was read, before the session could be found.
      session.end();
    }
  }

  private void tick() {
    try {
      long now = nanoTime();
      sessions.forEach(session -> session.tick(now));
    } catch (RuntimeException e) {
      LOG.error("looking after the watches failed", e);
    }
  }

  private EventEncoder encoder(ServedResource resource, Representation form, String includeObject) {
    return switch (form) {
      case Representation.Table table ->
          new TableEvents(
              resource,
              new TableRenderer(
                  resource,
                  table.version(),
                  TableRenderer.IncludedObject.parse(includeObject),
                  clock));
      case Representation.PartialMetadata partial ->
          metadata(resource, partial.encoding(), partial.version());
      case Representation.PartialMetadataList list ->
          metadata(resource, list.encoding(), list.version());
      case Representation.Protobuf protobuf -> new ProtobufEvents(resource, false);
      case Representation.Json json -> new ObjectEvents(resource);
      case Representation.Yaml yaml -> new ObjectEvents(resource);
    };
  }

  private static EventEncoder metadata(ServedResource resource, Encoding encoding, String version) {
    return encoding == Encoding.PROTOBUF
        ? new ProtobufEvents(resource, true)
        : new PartialEvents(resource, version);
  }

  private WatchPlan plan(
      ServedResource resource, Selection selection, EventEncoder encoder, ListOptions options) {
    ResourceCache objects = cache.of(resource.location().group(), resource.location().resource());
    long endsAt = nanoTime() + options.timeout().orElseGet(length::next).toNanos();
    boolean present =
        options.initialEvents().orElse(!options.hasRevision() || options.revision() == 0);
    try {
      awaitRevision(options);
      if (present || options.revision() <= 0) {
        ResourceCache.Start start =
            objects.start(ListScope.all(selection.namespace()), selection.withinNamespace());
        List<CachedObject> initial = present ? start.state().items() : List.of();
        return new WatchPlan(
            resource,
            objects,
            selection,
            encoder,
            initial,
            start.place(),
            start.state().revision(),
            options.bookmarks(),
            options.initialEvents().orElse(false),
            endsAt,
            null);
      }
      return new WatchPlan(
          resource,
          objects,
          selection,
          encoder,
          List.of(),
          objects.after(options.revision()),
          options.revision(),
          options.bookmarks(),
          false,
          endsAt,
          null);
    } catch (ApiException e) {
      // fabric8 takes a refused handshake for a failed start, an event for what it is.
      return failed(resource, objects, selection, encoder, e.failure());
    }
  }

  private WatchPlan failed(
      ServedResource resource,
      ResourceCache objects,
      Selection selection,
      EventEncoder encoder,
      Failure failure) {
    CacheEvent place = objects.latest();
    return new WatchPlan(
        resource,
        objects,
        selection,
        encoder,
        List.of(),
        place,
        Long.MAX_VALUE,
        false,
        false,
        nanoTime() + FUTURE.toNanos(),
        failure);
  }

  private void awaitRevision(ListOptions options) {
    if (!options.hasRevision()) {
      cache.awaitLatest();
    } else if (!cache.await(options.revision(), FUTURE)) {
      throw new ApiException(new Failure.FutureRevision(options.revision(), cache.revision()));
    }
  }
}
