package io.mkube.store.nats;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.Write;
import io.mkube.store.nats.PendingWrite.Reply;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Several writes that the server stores as one, from their expectations to their outcome: a batch
 * of nats-server 2.12. Every message expects a sequence, as that of a single write does, so one
 * whose acknowledgement was lost is sent again. For one caller.
 */
final class Together {
  /** The stream was told to take none. */
  private static final int NOT_ALLOWED = 10174;

  /** Nothing was stored: messages are missing, or too many batches are under way. */
  private static final Set<Integer> PASSING = Set.of(10176, 10210, 10211);

  private final NatsConnected parts;
  private final Feed feed;
  private final Trimmer trimmer;
  private final List<Write> writes;
  private final List<PendingWrite> pending = new ArrayList<>();
  private final long deadline = System.nanoTime() + WritePath.DECIDED.toNanos();
  private final long loads;

  /** Whether messages were sent of which nothing was heard. */
  private boolean unheard;

  Together(NatsConnected parts, Feed feed, Trimmer trimmer, List<Write> writes) {
    this.parts = parts;
    this.feed = feed;
    this.trimmer = trimmer;
    this.writes = List.copyOf(writes);
    this.loads = parts.view().loads();
  }

  /** As {@link ObjectStore#writeTogether} describes it. */
  long run() throws StoreException, InterruptedException {
    if (writes.size() > ObjectStore.MOST_TOGETHER) {
      throw new IllegalArgumentException(writes.size() + " writes at a time");
    }
    Publisher publisher = parts.publisher();
    try {
      for (Write write : writes) {
        String subject = parts.bucket().subjects().of(write.key());
        WritePath.requireFits(write, subject);
        PendingWrite prepared = publisher.prepare(write);
        pending.add(prepared);
        WritePath.requireFits(write, prepared.body().length, parts.link());
      }
      return send(publisher);
    } finally {
      pending.forEach(publisher::forget);
    }
  }

  private long send(Publisher publisher) throws StoreException, InterruptedException {
    awaitExpected();
    boolean asked = false;
    PendingWrite last = pending.getLast();
    while (true) {
      List<Publisher.Sending> messages = messages(asked);
      last.again();
      requireConnectionOrTried();
      publisher.sendTogether(messages);
      long patience = Math.min(WritePath.ACKNOWLEDGED.toNanos(), deadline - System.nanoTime());
      switch (last.await(patience)) {
        case Reply.Stored stored -> {
          messages.forEach(this::replaced);
          return stored.sequence();
        }
        case Reply.WrongLast wrong -> {
          awaitSeen(lastSequence());
          if (last.seen() != 0) {
            return last.seen();
          }
          requireAllSeen();
          asked = true;
        }
        case Reply.Refused refused -> refused(refused);
        case Reply.Lost lost -> awaitConnection();
        case Reply.Unsent unsent -> awaitConnection();
        case null -> awaitConnection();
      }
    }
  }

  private void replaced(Publisher.Sending message) {
    if (message.expected() > 0) {
      trimmer.replaced(message.write().write().key(), message.expected());
    }
  }

  /** Waits until the view knows what the writes expect, or more. */
  private void awaitExpected() throws StoreException, InterruptedException {
    View view = parts.view();
    for (Write write : writes) {
      long revision = write.expectedRevision();
      boolean foundLive = view.get(write.key()) instanceof View.Live;
      if (revision > view.sequence() || (revision == 0 && foundLive)) {
        awaitSeen(revision == 0 ? lastSequence() : Math.min(revision, lastSequence()));
      }
    }
  }

  /**
   * The messages with the sequences that they expect.
   *
   * @param ask whether what the view knows of deleted keys was found wrong: their markers may be
   *     gone, or others' may be there
   */
  private List<Publisher.Sending> messages(boolean ask) throws StoreException {
    List<Publisher.Sending> messages = new ArrayList<>();
    for (PendingWrite each : pending) {
      Write write = each.write();
      View.Entry entry = parts.view().get(write.key());
      long live = entry instanceof View.Live ? entry.sequence() : 0;
      if (live != write.expectedRevision()) {
        throw new StoreException.Conflict(write.key(), write.expectedRevision(), live);
      }
      String subject = parts.bucket().subjects().of(write.key());
      long expected = entry == null ? 0 : entry.sequence();
      if (live == 0 && ask) {
        expected = lastOf(subject);
      }
      messages.add(new Publisher.Sending(each, subject, expected));
    }
    return messages;
  }

  private void refused(Reply.Refused refused) throws StoreException, InterruptedException {
    if (refused.code() == 0 && unheard && System.nanoTime() - deadline < 0) {
      // the server is back, but its streams are not yet
      Thread.sleep(WritePath.RETRY);
      return;
    }
    if (PASSING.contains(refused.code()) && System.nanoTime() - deadline < 0) {
      Thread.sleep(WritePath.RETRY);
      return;
    }
    if (refused.code() == NOT_ALLOWED || refused.code() == Publisher.SINGLY) {
      parts.bucket().refusesBatches();
      unheard |= refused.code() == Publisher.SINGLY;
    }
    if (WritePath.EXHAUSTED.contains(refused.code())) {
      parts.room().exhausted(refused.reason());
      trimmer.makeRoom();
    } else if (refused.reason().equals(WritePath.NO_ROOM)) {
      trimmer.makeRoom();
    }
    throw unavailable("refuses: " + refused.reason());
  }

  /** Without a connection nothing is sent, unless it may be stored by now. */
  private void requireConnectionOrTried() throws StoreException, InterruptedException {
    if (!parts.link().connected()) {
      if (!unheard) {
        throw unavailable("is not connected");
      }
      awaitConnection();
    }
  }

  private void awaitConnection() throws StoreException, InterruptedException {
    unheard = true;
    long left = deadline - System.nanoTime();
    if (left <= 0 || !parts.link().awaitConnected(Duration.ofNanos(left))) {
      throw unavailable("does not answer");
    }
  }

  /** After a load, messages that were stored and replaced may never have been seen. */
  private void requireAllSeen() throws StoreException {
    if (unheard && parts.view().loads() != loads) {
      throw unavailable("was loaded anew");
    }
  }

  private void awaitSeen(long sequence) throws StoreException, InterruptedException {
    if (!feed.await(sequence, Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)))) {
      throw unavailable("shows " + parts.view().sequence() + ", message " + sequence + " not yet");
    }
  }

  private long lastSequence() throws StoreException {
    try {
      return parts.bucket().lastSequence();
    } catch (StoreException.Unavailable e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  private long lastOf(String subject) throws StoreException {
    try {
      return parts.bucket().lastOf(subject);
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      throw unavailable("does not tell the last message of " + subject + ": " + e.getMessage());
    }
  }

  private StoreException.Unavailable unavailable(String why) {
    String outcome = unheard ? WritePath.UNKNOWN : WritePath.NOT_WRITTEN;
    return new StoreException.Unavailable(parts.place() + " " + why + "; " + outcome);
  }
}
