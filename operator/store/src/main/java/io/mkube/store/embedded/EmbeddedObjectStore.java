package io.mkube.store.embedded;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import io.mkube.store.encoding.ValueCompression;
import io.mkube.store.window.ChangeWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all objects in memory and makes every write durable in a data directory before it is
 * acknowledged. One process at a time has the directory open. After a restart followers may go on
 * from any revision since the last snapshot that the window holds.
 *
 * <p>When the disk fails, the store goes on answering reads and refuses writes until it is opened
 * again; {@link #health} says why.
 */
public final class EmbeddedObjectStore implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedObjectStore.class);
  private static final int MAX_NAME_BYTES = 8 << 10;

  private final Path directory;
  private final int maxValueBytes;
  private final DirectoryLock lock;
  private final ExecutorService background;
  private final Index index;
  private final ChangeWindow window;
  private final SegmentLog log;
  private final Compaction compaction;
  private final Committer committer;
  private final ValueCompression compression = new ValueCompression(ValueCompression.LOG_THRESHOLD);
  private final AtomicBoolean closing = new AtomicBoolean();

  private EmbeddedObjectStore(
      DirectoryLock lock,
      SegmentLog.Place place,
      EmbeddedStoreConfig config,
      Recovery.Recovered found)
      throws IOException {
    this.lock = lock;
    this.directory = place.directory();
    this.background = place.background();
    this.maxValueBytes = config.maxValueBytes();
    this.index = found.index();
    this.window = found.window();
    this.log =
        SegmentLog.continueAfter(place, found.segments(), found.nextSegment(), index.revision());
    this.compaction = new Compaction(place, found, log, config.snapshotAfterBytes());
    this.committer = new Committer(index, window, log, compaction);
  }

  /**
   * Opens a data directory, which is created if it does not exist.
   *
   * @throws StoreOpenException if the directory is in use, damaged, of a newer format or not
   *     accessible; damaged data is left as it is
   */
  public static EmbeddedObjectStore open(Path directory, EmbeddedStoreConfig config)
      throws StoreOpenException {
    return open(directory, config, new FileChannelDisk());
  }

  static EmbeddedObjectStore open(Path directory, EmbeddedStoreConfig config, Disk disk)
      throws StoreOpenException {
    try {
      createDirectory(directory);
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return openLocked(lock, directory, config, disk);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (StoreOpenException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreOpenException.Inaccessible(directory, e);
    }
  }

  private static EmbeddedObjectStore openLocked(
      DirectoryLock lock, Path directory, EmbeddedStoreConfig config, Disk disk)
      throws IOException {
    Recovery.Recovered found = Recovery.recover(disk, directory, config.window());
    ExecutorService background =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("mkube-store-background-", 0).daemon().factory());
    try {
      SegmentLog.Place place =
          new SegmentLog.Place(disk, directory, config.segmentBytes(), background);
      EmbeddedObjectStore store = new EmbeddedObjectStore(lock, place, config, found);
      store.committer.start();
      LOG.info("{}: opened at revision {}", directory, found.index().revision());
      return store;
    } catch (IOException | RuntimeException e) {
      background.close();
      throw e;
    }
  }

  /** The directory holds Secrets: nobody else may look into it. */
  private static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(directory);
    }
  }

  @Override
  public long write(Write write) throws StoreException {
    return commit(prepare(write));
  }

  @Override
  public boolean writesTogether() {
    return true;
  }

  @Override
  public long writeTogether(List<Write> writes) throws StoreException {
    PendingWrite first = prepare(writes.getFirst());
    PendingWrite last = first;
    for (Write write : writes.subList(1, writes.size())) {
      PendingWrite next = prepare(write);
      last.setTogether(next);
      last = next;
    }
    return commit(first);
  }

  private PendingWrite prepare(Write write) throws StoreException.TooLarge {
    int size = write.content().length();
    if (size > maxValueBytes) {
      throw new StoreException.TooLarge(write.key(), size, maxValueBytes, "maxValueBytes");
    }
    byte[] name = RecordCodec.encodeName(write.key(), write.uid());
    if (name.length > MAX_NAME_BYTES) {
      throw new StoreException.TooLarge(write.key(), name.length, MAX_NAME_BYTES, "key and uid");
    }
    return new PendingWrite(write, name, compression.compress(write.value()));
  }

  private long commit(PendingWrite pending) throws StoreException {
    if (!committer.submit(pending)) {
      throw new StoreException.Unavailable(refusal() + "; the write did not happen");
    }
    return pending.await();
  }

  @Override
  public Snapshot snapshot() throws StoreException {
    requireOpen();
    Index.Capture capture = index.capture();
    return new Snapshot(capture.revision(), capture.sorted());
  }

  @Override
  public Subscription follow(
      long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException {
    return window.follow(afterRevision, listener, ended);
  }

  @Override
  public Subscription follow(long afterRevision, PromptFollower follower) throws StoreException {
    return window.follow(afterRevision, follower);
  }

  @Override
  public long latestRevision() throws StoreException {
    requireOpen();
    return index.revision();
  }

  @Override
  public StoreHealth health() {
    String failure = committer.failure();
    if (closing.get() || failure != null) {
      return new StoreHealth(false, refusal());
    }
    return new StoreHealth(true, directory + ": revision " + index.revision());
  }

  @Override
  public void close() {
    boolean first = closing.compareAndSet(false, true);
    committer.close();
    window.close();
    if (!first) {
      return;
    }
    compaction.stop();
    background.close();
    compression.close();
    try {
      try {
        log.close();
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("{}: not closed cleanly, all acknowledged writes are durable", directory, e);
    }
  }

  private String refusal() {
    String failure = committer.failure();
    return failure == null ? directory + ": the store is closed" : failure;
  }

  private void requireOpen() throws StoreException {
    if (closing.get()) {
      throw new StoreException.Unavailable(directory + ": the store is closed");
    }
  }
}
