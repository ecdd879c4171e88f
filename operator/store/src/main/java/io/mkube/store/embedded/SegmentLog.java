package io.mkube.store.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log that is being written. Segments are filled with zeros and made durable before they are
 * used, because making a write durable costs about half when it does not also change the file's
 * size; the next one is prepared in the background when the current one is half full.
 *
 * <p>One thread appends; {@link #dropThrough} may be called by another.
 */
final class SegmentLog {
  /** A store that is opened and hardly written should not cost a whole segment of flash. */
  private static final int FIRST_SEGMENT = 1 << 20;

  private static final int ZEROS = 256 << 10;
  private static final SecureRandom SALTS = new SecureRandom();

  private final Place place;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Closed> closed;
  private Open current;
  private long position = FileHeader.LENGTH;
  private long lastRevision;
  private @Nullable Future<Open> prepared;

  /**
   * A segment that is not written any more.
   *
   * @param file the file
   * @param number its number
   * @param lastRevision no newer revision is in it
   */
  record Closed(Path file, long number, long lastRevision) {}

  private record Open(Path path, long number, long salt, long size, Disk.OpenFile file) {}

  private SegmentLog(Place place, Deque<Closed> closed, long lastRevision, Open current) {
    this.place = place;
    this.closed = closed;
    this.lastRevision = lastRevision;
    this.current = current;
  }

  /**
   * Where a log is and what it may use.
   *
   * @param disk the disk
   * @param directory the data directory
   * @param segmentBytes size of a segment
   * @param background runs the preparation of segments
   */
  record Place(Disk disk, Path directory, int segmentBytes, ExecutorService background) {}

  /**
   * Goes on after the segments that exist, in a new one.
   *
   * @param existing the segments, the oldest first
   * @param number number of the new segment
   * @param lastRevision the revision that was written last
   */
  static SegmentLog continueAfter(
      Place place, List<Closed> existing, long number, long lastRevision) throws IOException {
    int size = Math.min(FIRST_SEGMENT, place.segmentBytes());
    Open first = create(place, number, size);
    SegmentLog log = new SegmentLog(place, new ArrayDeque<>(existing), lastRevision, first);
    try {
      publish(place, first);
      log.dropThrough(0);
      return log;
    } catch (IOException e) {
      first.file().close();
      throw e;
    }
  }

  /** Changes to the next segment if the current one has no room. Nothing is lost if it fails. */
  void makeRoom(int bytes) throws IOException {
    if (position + bytes <= current.size() || position == FileHeader.LENGTH) {
      return;
    }
    Open next = takePrepared();
    try {
      publish(place, next);
    } catch (IOException e) {
      next.file().close();
      throw e;
    }
    current.file().close();
    lock.lock();
    try {
      closed.addLast(new Closed(current.path(), current.number(), lastRevision));
    } finally {
      lock.unlock();
    }
    current = next;
    position = FileHeader.LENGTH;
  }

  /** Makes a frame durable. When it fails, the frame may be durable or not. */
  void append(FrameBuffer frame, long firstRevision, long newLastRevision) throws IOException {
    ByteBuffer bytes = frame.finish(firstRevision, current.salt());
    int size = bytes.remaining();
    current.file().writeFully(bytes, position);
    current.file().force();
    position += size;
    lastRevision = newLastRevision;
    if (prepared == null && position > current.size() / 2) {
      long number = current.number() + 1;
      prepared = place.background().submit(() -> create(place, number, place.segmentBytes()));
    }
  }

  /** Deletes the closed segments that hold nothing newer than a revision, the oldest first. */
  void dropThrough(long revision) throws IOException {
    while (true) {
      Closed oldest;
      lock.lock();
      try {
        oldest = closed.peekFirst();
        if (oldest == null || oldest.lastRevision() > revision) {
          return;
        }
        closed.removeFirst();
      } finally {
        lock.unlock();
      }
      place.disk().delete(oldest.file());
    }
  }

  int closedSegments() {
    lock.lock();
    try {
      return closed.size();
    } finally {
      lock.unlock();
    }
  }

  /** The file that is written now, for messages. */
  Path file() {
    return current.path();
  }

  /** Closes the files; the background has ended before. */
  void close() throws IOException {
    current.file().close();
    if (prepared != null && prepared.state() == Future.State.SUCCESS) {
      Open unused = prepared.resultNow();
      unused.file().close();
      place.disk().delete(StoreFiles.unfinished(unused.path()));
    }
  }

  private Open takePrepared() throws IOException {
    Future<Open> ready = prepared;
    prepared = null;
    long number = current.number() + 1;
    if (ready != null) {
      try {
        return ready.get();
      } catch (ExecutionException e) {
        // The disk may have been full when it was prepared and have room by now.
        return create(place, number, place.segmentBytes());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the next log segment");
      }
    }
    return create(place, number, place.segmentBytes());
  }

  private static Open create(Place place, long number, int size) throws IOException {
    Path path = StoreFiles.segment(place.directory(), number);
    Path unfinished = StoreFiles.unfinished(path);
    place.disk().delete(unfinished);
    Disk.OpenFile file = place.disk().create(unfinished);
    try {
      FileHeader header = FileHeader.current(FileHeader.Kind.SEGMENT, number, 0, SALTS.nextLong());
      file.writeFully(header.encode(), 0);
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
      for (long at = FileHeader.LENGTH; at < size; at += ZEROS) {
        file.writeFully(zeros.clear().limit((int) Math.min(ZEROS, size - at)), at);
      }
      file.force();
      return new Open(path, number, header.salt(), size, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Gives a segment its name. From then on it is the one in which a frame may be cut off. */
  private static void publish(Place place, Open segment) throws IOException {
    place.disk().move(StoreFiles.unfinished(segment.path()), segment.path());
    place.disk().forceDirectory(place.directory());
  }
}
