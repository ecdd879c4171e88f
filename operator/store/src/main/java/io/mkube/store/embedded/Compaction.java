package io.mkube.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces the log by a snapshot in the background when it has grown enough. */
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /** Every start adds a segment, however little is written. */
  private static final int MANY_SEGMENTS = 16;

  private final Disk disk;
  private final Path directory;
  private final Index index;
  private final SegmentLog log;
  private final ExecutorService background;
  private final AtomicBoolean running = new AtomicBoolean();
  private final long smallestLog;
  private long logBytes;
  private volatile long snapshotBytes;
  private volatile boolean overdue;
  private volatile boolean stopping;

  Compaction(SegmentLog.Place place, Recovery.Recovered found, SegmentLog log, long smallestLog) {
    this.disk = place.disk();
    this.directory = place.directory();
    this.background = place.background();
    this.index = found.index();
    this.log = log;
    this.smallestLog = smallestLog;
    this.logBytes = found.logBytes();
    this.snapshotBytes = found.snapshotBytes();
  }

  /** Notes that the log grew. Called by the thread that appends. */
  void written(int bytes) {
    logBytes += bytes;
    boolean many = log.closedSegments() > MANY_SEGMENTS;
    boolean due = many || logBytes >= Math.max(smallestLog, snapshotBytes);
    if (due && running.compareAndSet(false, true)) {
      overdue = many;
      logBytes = 0;
      background.execute(this::run);
    }
  }

  /**
   * Makes a snapshot that is under way end soon, without a trace. One that is due for the number of
   * segments is finished: a store that is always closed soon would never get another.
   */
  void stop() {
    stopping = true;
  }

  private void run() {
    try {
      Index.Capture capture = index.capture();
      long size = SnapshotFile.write(disk, directory, capture, () -> stopping && !overdue);
      if (size > 0) {
        snapshotBytes = size;
        dropOlderThan(capture.revision());
        log.dropThrough(capture.revision());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("no snapshot in {}, the log stays as it is: {}", directory, e.toString());
    } finally {
      running.set(false);
    }
  }

  private void dropOlderThan(long revision) throws IOException {
    for (Path file : disk.list(directory)) {
      OptionalLong found = StoreFiles.snapshotRevision(file);
      if (found.isPresent() && found.getAsLong() < revision) {
        disk.delete(file);
      }
    }
  }
}
