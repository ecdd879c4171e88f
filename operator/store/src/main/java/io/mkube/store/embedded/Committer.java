package io.mkube.store.embedded;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.window.ChangeWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides, writes and publishes. All writes that wait form one frame, which is
 * made durable at once; nothing of it is seen by anyone before, not even a conflict. After a failed
 * write or force nothing is tried again: what the disk holds is unknown until it is read anew.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final WriteQueue queue = new WriteQueue();
  private final FrameBuffer frame = new FrameBuffer();
  private final List<Change> changes = new ArrayList<>();
  private final Map<StoreKey, Change> staged = new HashMap<>();
  private final Index index;
  private final ChangeWindow window;
  private final SegmentLog log;
  private final Compaction compaction;
  private final Thread thread;
  private volatile @Nullable String failure;

  Committer(Index index, ChangeWindow window, SegmentLog log, Compaction compaction) {
    this.index = index;
    this.window = window;
    this.log = log;
    this.compaction = compaction;
    this.thread = Thread.ofPlatform().daemon().name("mkube-store-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Hands over a write; false if none is taken any more. */
  boolean submit(PendingWrite write) {
    return queue.add(write);
  }

  /** Why no writes are taken although the store is open; null while they are. */
  @Nullable String failure() {
    return failure;
  }

  /** Commits what is waiting and ends the thread. Idempotent. */
  void close() {
    queue.close();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    PendingWrite waiting = queue.take();
    while (waiting != null) {
      waiting = commit(waiting);
      if (waiting == null) {
        waiting = queue.take();
      }
    }
  }

  /** Commits the first of the linked writes in one frame and returns the rest. */
  private @Nullable PendingWrite commit(PendingWrite first) {
    String outcome = "the write did not happen";
    PendingWrite rest = first;
    try {
      frame.clear();
      changes.clear();
      staged.clear();
      while (rest != null && !frame.isFull()) {
        stage(rest);
        rest = rest.next();
      }
      if (!changes.isEmpty()) {
        log.makeRoom(frame.size());
        outcome = "the outcome of the write is unknown";
        log.append(frame, changes.getFirst().revision(), changes.getLast().revision());
        index.apply(changes);
        window.publish(changes);
        window.deliver();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(first, rest, outcome, e);
      return null;
    }
    for (PendingWrite write = first; write != rest && write != null; ) {
      PendingWrite next = write.next();
      write.complete();
      write = next;
    }
    if (!changes.isEmpty()) {
      window.settle();
      compaction.written(frame.size());
    }
    return rest;
  }

  private void stage(PendingWrite pending) {
    if (pending.together() == null) {
      stage(pending, pending);
      return;
    }
    for (PendingWrite part = pending; part != null; part = part.together()) {
      long actual = revision(part.write().key());
      if (actual != part.write().expectedRevision()) {
        pending.conflict(part.write(), actual);
        return;
      }
    }
    for (PendingWrite part = pending; part != null; part = part.together()) {
      stage(part, pending);
    }
  }

  /** Revision that a key has before the next write. */
  private long revision(StoreKey key) {
    Change before = staged.get(key);
    if (before != null) {
      return before.kind() == Change.Kind.PUT ? before.revision() : 0;
    }
    StoredObject live = index.get(key);
    return live == null ? 0 : live.revision();
  }

  /**
   * Adds a write to the frame, if its key has the revision that is expected.
   *
   * @param waiting the one that is told of the outcome
   */
  private void stage(PendingWrite pending, PendingWrite waiting) {
    Write write = pending.write();
    Change before = staged.get(write.key());
    StoredObject live = before == null ? index.get(write.key()) : null;
    long actual = 0;
    String uid = write.uid();
    if (before != null && before.kind() == Change.Kind.PUT) {
      actual = before.revision();
      uid = before.uid();
    } else if (live != null) {
      actual = live.revision();
      uid = live.uid();
    }
    if (actual != write.expectedRevision()) {
      waiting.conflict(write, actual);
      return;
    }
    Change.Kind kind = write instanceof Write.Put ? Change.Kind.PUT : Change.Kind.DELETE;
    long revision = index.revision() + changes.size() + 1;
    Change change = new Change(revision, kind, write.key(), actual, write.uid(), write.content());
    RecordCodec.encode(
        frame, change, pending.name(), pending.stored(), uid.equals(write.uid()) ? null : uid);
    staged.put(write.key(), change);
    changes.add(change);
    waiting.accept(revision);
  }

  private void fail(
      PendingWrite first, @Nullable PendingWrite rest, String outcome, Throwable cause) {
    String why =
        log.file()
            + " cannot be written ("
            + cause
            + "): the store is read-only until it is opened again";
    failure = why;
    LOG.error("{}", why);
    boolean inFrame = true;
    for (PendingWrite write = first; write != null; ) {
      inFrame &= write != rest;
      PendingWrite next = write.next();
      write.fail(why + "; " + (inFrame ? outcome : "the write did not happen"), cause);
      write = next;
    }
    for (PendingWrite write = queue.seal(); write != null; ) {
      PendingWrite next = write.next();
      write.fail(why + "; the write did not happen", cause);
      write = next;
    }
  }
}
