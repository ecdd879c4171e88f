package io.mkube.store.window;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded window of a store's most recent changes and the deliveries that read it. The store
 * publishes each change once it is durable; every follower reads at its own pace on its own virtual
 * thread, and one that falls out of the window is told and ended. Publishing never waits for a
 * follower. Those who never block are called by whoever publishes: {@link #deliver}, {@link
 * #settle}.
 *
 * <p>Thread-safe.
 */
public final class ChangeWindow implements AutoCloseable {
  /** What a change costs beside its value, in bytes: record, key and array headers. */
  private static final long OVERHEAD = 128;

  private static final int INITIAL_CAPACITY = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WindowLimits limits;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<PromptDelivery> prompt = new CopyOnWriteArrayList<>();

  /** Change number {@code n} is in slot {@code n % length}; numbers are not revisions. */
  private @Nullable Change[] ring = new Change[INITIAL_CAPACITY];

  private long first;
  private long end;
  private long bytes;
  private long floor;
  private long last;
  private boolean closed;

  /**
   * Creates an empty window.
   *
   * @param floor the revision after which every change will be published
   * @param limits how much is held
   */
  public ChangeWindow(long floor, WindowLimits limits) {
    this.floor = floor;
    this.last = floor;
    this.limits = limits;
  }

  /**
   * Adds durable changes and wakes the followers. Does nothing once the window is closed.
   *
   * @param changes the changes in revision order, each newer than all published before
   */
  public void publish(List<Change> changes) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (Change change : changes) {
        add(change);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a delivery as {@link ObjectStore#follow} describes it.
   *
   * @throws StoreException.Expired if changes after that revision are no longer held
   * @throws StoreException.Unavailable if the window is closed
   */
  public ObjectStore.Subscription follow(
      long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException {
    lock.lock();
    try {
      requireHeld(afterRevision);
      Delivery delivery =
          new Delivery(this, afterRevision, firstAfter(afterRevision), listener, ended);
      deliveries.add(delivery);
      delivery.start();
      return delivery;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a delivery as {@link ObjectStore#follow(long, PromptFollower)} describes it. The store
   * then calls {@link #deliver} and {@link #settle} whenever it has published.
   *
   * @throws StoreException.Expired if changes after that revision are no longer held
   * @throws StoreException.Unavailable if the window is closed
   */
  public ObjectStore.Subscription follow(long afterRevision, PromptFollower follower)
      throws StoreException {
    PromptDelivery delivery;
    lock.lock();
    try {
      requireHeld(afterRevision);
      delivery = new PromptDelivery(this, afterRevision, firstAfter(afterRevision), follower);
      prompt.add(delivery);
    } finally {
      lock.unlock();
    }
    delivery.start();
    return delivery;
  }

  /** Hands what was published to the followers that never block. */
  public void deliver() {
    for (PromptDelivery delivery : prompt) {
      delivery.deliver();
    }
  }

  /** Lets the followers that never block tell others of what they were handed. */
  public void settle() {
    for (PromptDelivery delivery : prompt) {
      delivery.settle();
    }
  }

  /**
   * Forgets everything and goes on after a revision, which may be lower than what was published:
   * changes have been lost. Every delivery ends as {@link StoreException.Expired}.
   */
  public void skipTo(long revision) {
    lock.lock();
    try {
      Arrays.fill(ring, null);
      end++;
      first = end;
      bytes = 0;
      floor = revision;
      last = revision;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    deliver();
  }

  /** Ends every delivery and returns after their listeners' last calls. Idempotent. */
  @Override
  public void close() {
    List<Delivery> running;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      running = List.copyOf(deliveries);
    } finally {
      lock.unlock();
    }
    running.forEach(Delivery::join);
    prompt.forEach(PromptDelivery::finish);
  }

  /**
   * Copies changes from a position on into a batch.
   *
   * @param position number of the first change
   * @param known the last revision that the follower knows
   * @return how many were copied; 0 if there are none
   * @throws StoreException why the delivery cannot go on
   */
  int poll(long position, long known, @Nullable Change[] batch) throws StoreException {
    lock.lock();
    try {
      return copy(position, known, batch);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for changes at the delivery's position and copies some into its batch.
   *
   * @return how many were copied; 0 if the delivery was stopped
   * @throws StoreException why the delivery cannot go on
   */
  int take(Delivery delivery, @Nullable Change[] batch) throws StoreException {
    lock.lock();
    try {
      while (!closed && !delivery.stopped() && delivery.position() == end) {
        changed.awaitUninterruptibly();
      }
      if (delivery.stopped()) {
        return 0;
      }
      return copy(delivery.position(), delivery.deliveredRevision(), batch);
    } finally {
      lock.unlock();
    }
  }

  /** Wakes a delivery that was told to stop. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void forget(Delivery delivery) {
    lock.lock();
    try {
      deliveries.remove(delivery);
    } finally {
      lock.unlock();
    }
  }

  void forget(PromptDelivery delivery) {
    prompt.remove(delivery);
  }

  private int copy(long position, long known, @Nullable Change[] batch) throws StoreException {
    if (closed) {
      throw new StoreException.Unavailable("the store was closed");
    }
    if (position < first) {
      throw new StoreException.Expired(known, floor);
    }
    int count = (int) Math.min(batch.length, end - position);
    for (int i = 0; i < count; i++) {
      batch[i] = at(position + i);
    }
    return count;
  }

  private void requireHeld(long revision) throws StoreException {
    if (closed) {
      throw new StoreException.Unavailable("the store is closed");
    }
    if (revision < floor) {
      throw new StoreException.Expired(revision, floor);
    }
  }

  private void add(Change change) {
    if (change.revision() <= last) {
      throw new IllegalStateException(
          "change " + change.revision() + " published after change " + last);
    }
    last = change.revision();
    if (end - first == limits.changes()) {
      evict();
    }
    if (end - first == ring.length) {
      grow();
    }
    ring[slot(end)] = change;
    end++;
    bytes += weight(change);
    while (bytes > limits.bytes() && end - first > 1) {
      evict();
    }
  }

  private void evict() {
    Change oldest = at(first);
    ring[slot(first)] = null;
    first++;
    bytes -= weight(oldest);
    floor = oldest.revision();
  }

  private void grow() {
    @Nullable Change[] larger = new Change[ring.length * 2];
    for (long n = first; n < end; n++) {
      larger[(int) (n % larger.length)] = at(n);
    }
    ring = larger;
  }

  private long firstAfter(long revision) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Change at(long number) {
    Change change = ring[slot(number)];
    if (change == null) {
      throw new IllegalStateException("change number " + number + " is not held");
    }
    return change;
  }

  private int slot(long number) {
    return (int) (number % ring.length);
  }

  private static long weight(Change change) {
    return OVERHEAD + change.content().length();
  }
}
