package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.http.EventStream;
import io.mkube.apiserver.resource.ServedResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running watch. While nothing happens it holds a place in the history and no thread. A single
 * change is sent at once by whoever made it, as far as the transport takes it; more, or what is
 * left of it, by a task that sends until there is nothing left. A client that falls behind the
 * history is cut off, so that it cannot make the server keep old events.
 */
final class WatchSession {
  private static final Logger LOG = LoggerFactory.getLogger(WatchSession.class);

  /** Documents are sent together up to this size: about one TLS record. */
  private static final int BATCH_BYTES = 16 << 10;

  /** Of more watches each change has its own thread to tell them: the writer has to go on. */
  private static final int FEW = 4;

  private final WatchPlan plan;
  private final EventStream stream;
  private final WatchSessions sessions;
  private final LongConsumer sizes;
  private final Runnable changed = this::changed;
  private final AtomicInteger work = new AtomicInteger();
  private final List<byte[]> batch = new ArrayList<>();
  private int batchBytes;
  private EventStream.@Nullable Sending sending;
  private long underWay;
  private @Nullable List<CachedObject> initial;
  private volatile CacheEvent place;
  private volatile boolean ending;
  private volatile long bookmarkAt;
  private volatile boolean closed;

  WatchSession(
      WatchPlan plan, EventStream stream, WatchSessions sessions, LongConsumer sizes, long now) {
    this.plan = plan;
    this.stream = stream;
    this.sessions = sessions;
    this.sizes = sizes;
    this.initial = plan.initial();
    this.place = plan.place();
    this.bookmarkAt = now + WatchSessions.BOOKMARK_INTERVAL.toNanos();
  }

  void start() {
    plan.cache().addWatcher(changed);
    stream.onGone(this::leave);
    wake();
  }

  /** Whether the watch is about this resource. */
  boolean watches(ServedResource resource) {
    return plan.resource().equals(resource);
  }

  /** Looks after bookmarks, the end of the watch and clients that are too slow. */
  void tick(long now) {
    if (now - plan.endsAt() >= 0) {
      end();
    } else if (!plan.cache().holds(place) && work.get() > 0) {
      LOG.info("a watch of {} was too slow and is cut off", plan.resource().type().plural());
      leave();
    } else if (plan.bookmarks() && now - bookmarkAt >= 0) {
      wake();
    }
  }

  /** Ends the watch in the normal way, after what is being sent. */
  void end() {
    ending = true;
    wake();
  }

  private void wake() {
    if (work.getAndIncrement() == 0) {
      sessions.execute(this::run);
    }
  }

  /** Called by the thread that made a change, which must not wait for the client. */
  private void changed() {
    if (work.getAndIncrement() != 0) {
      return;
    }
    int seen = work.get();
    if (!sendsOne() || work.addAndGet(-seen) != 0) {
      sessions.execute(this::run);
    }
  }

  /** Sends the next change if that is all there is to do; false if something is left to do. */
  private boolean sendsOne() {
    if (closed || ending || initial != null || sending != null) {
      return false;
    }
    CacheEvent next = place.next();
    if (next == null) {
      return true;
    }
    if (next.next() != null || plan.cache().watcherCount() > FEW || !plan.cache().holds(place)) {
      return false;
    }
    try {
      if (next.revision() > plan.revision()) {
        addChange(next);
      }
      place = next;
      if (batch.isEmpty()) {
        return true;
      }
      EventStream.Sending begun = begin();
      if (!begun.done()) {
        sending = begun;
        return false;
      }
      taken(begun);
      return true;
    } catch (IOException e) {
      gone(e);
    } catch (RuntimeException e) {
      failed(e);
    }
    return true;
  }

  private void run() {
    int seen;
    do {
      seen = work.get();
      if (!closed) {
        send();
      } else if (sending != null) {
        sending = null;
        landed();
      }
    } while (work.addAndGet(-seen) != 0);
  }

  private void send() {
    try {
      if (sending != null) {
        taken(sending);
      }
      sendInitial();
      sendChanges();
      sendBookmark();
      flush();
      if (ending) {
        finish();
      }
    } catch (IOException e) {
      gone(e);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void gone(IOException cause) {
    LOG.debug("a watch of {} ended: {}", plan.resource().type().plural(), cause.toString());
    close();
  }

  private void failed(RuntimeException cause) {
    LOG.error("a watch of {} failed", plan.resource().type().plural(), cause);
    leave();
  }

  private void sendInitial() throws IOException {
    List<CachedObject> objects = initial;
    if (objects == null) {
      return;
    }
    initial = null;
    for (CachedObject object : objects) {
      add(plan.encoder().initial(object));
      flushFull();
    }
    if (plan.failure() != null) {
      fail(plan.failure());
    } else if (plan.initialBookmark() && plan.bookmarks()) {
      add(plan.encoder().bookmark(bookmark(plan.revision(), true)));
    }
  }

  private void sendChanges() throws IOException {
    for (CacheEvent next = place.next(); next != null && !closed; next = place.next()) {
      if (!plan.cache().holds(place)) {
        fail(
            new Failure.Expired(
                "too old resource version: " + place.revision() + " (the watch was too slow)",
                null));
        return;
      }
      if (next.revision() > plan.revision()) {
        addChange(next);
        flushFull();
      }
      place = next;
    }
  }

  private void addChange(CacheEvent event) throws IOException {
    Predicate<CachedObject> selection = plan.selection();
    CachedObject before = event.before();
    CachedObject matched = before != null && selection.test(before) ? before : null;
    boolean was = matched != null;
    boolean is = !event.deletion() && selection.test(event.object());
    if (is) {
      EventType type = was ? EventType.MODIFIED : EventType.ADDED;
      add(plan.encoder().change(type, event.object(), event));
    } else if (was && event.deletion()) {
      add(plan.encoder().change(EventType.DELETED, event.object(), event));
    } else if (matched != null) {
      CachedObject left = matched.at(event.revision());
      add(plan.encoder().change(EventType.DELETED, left, event));
    }
  }

  /** The cache's revision is read before the place, so that nothing up to it is unsent. */
  private void sendBookmark() throws IOException {
    long now = sessions.nanoTime();
    if (!plan.bookmarks() || closed || (now - bookmarkAt < 0 && !ending)) {
      return;
    }
    long revision = Math.max(sessions.revision(), plan.revision());
    if (place.next() == null) {
      add(plan.encoder().bookmark(bookmark(revision, false)));
      bookmarkAt = now + WatchSessions.BOOKMARK_INTERVAL.toNanos();
    }
  }

  private ObjectNode bookmark(long revision, boolean initialEnd) {
    return WatchPlan.bookmark(plan.resource(), revision, initialEnd);
  }

  private void fail(Failure failure) throws IOException {
    add(plan.encoder().error(StatusAnswer.of(failure).body()));
    flush();
    finish();
  }

  private void add(byte[] document) throws IOException {
    batch.add(document);
    batchBytes += document.length;
    sizes.accept(document.length);
  }

  private void flush() throws IOException {
    if (!batch.isEmpty()) {
      taken(begin());
    }
  }

  private EventStream.Sending begin() throws IOException {
    List<byte[]> documents = List.copyOf(batch);
    batch.clear();
    underWay = batchBytes;
    batchBytes = 0;
    sessions.underWay(underWay);
    try {
      return stream.begin(documents);
    } catch (IOException | RuntimeException e) {
      landed();
      throw e;
    }
  }

  private void taken(EventStream.Sending begun) throws IOException {
    try {
      begun.await();
    } finally {
      sending = null;
      landed();
    }
  }

  private void landed() {
    sessions.underWay(-underWay);
    underWay = 0;
  }

  private void flushFull() throws IOException {
    if (batchBytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void finish() {
    close();
    stream.end();
  }

  private void leave() {
    close();
    stream.abort();
  }

  private void close() {
    closed = true;
    plan.cache().removeWatcher(changed);
    sessions.remove(this);
  }
}
