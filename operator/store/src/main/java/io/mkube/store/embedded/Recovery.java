package io.mkube.store.embedded;

import io.mkube.store.Change;
import io.mkube.store.StoreOpenException;
import io.mkube.store.StoredObject;
import io.mkube.store.window.ChangeWindow;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a data directory: the newest snapshot, then the log behind it. Every record is checked
 * against what came before, so that a missing file or record cannot go unnoticed.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Disk disk;
  private final Path directory;
  private final RecordCodec codec = RecordCodec.ofLog();
  private final Index index = new Index();
  private final TreeMap<Long, Path> segments = new TreeMap<>();
  private final TreeMap<Long, Path> snapshots = new TreeMap<>();
  private final List<SegmentLog.Closed> closed = new ArrayList<>();
  private final ChangeWindow window;
  private @Nullable Path suspect;
  private long nextSegment = 1;
  private long snapshotBytes;
  private long logBytes;

  /**
   * What was found.
   *
   * @param index the live objects
   * @param window the changes since the snapshot
   * @param segments the log segments, the oldest first
   * @param nextSegment number of the segment to write next
   * @param snapshotBytes size of the newest snapshot, 0 if there is none
   * @param logBytes size of the log behind it
   */
  record Recovered(
      Index index,
      ChangeWindow window,
      List<SegmentLog.Closed> segments,
      long nextSegment,
      long snapshotBytes,
      long logBytes) {}

  private Recovery(Disk disk, Path directory, WindowLimits limits) throws IOException {
    this.disk = disk;
    this.directory = directory;
    listFiles();
    if (!snapshots.isEmpty()) {
      index.startAt(snapshots.lastKey());
    }
    this.window = new ChangeWindow(index.revision(), limits);
  }

  /**
   * Reads everything and leaves the directory so that a new segment can be added.
   *
   * @throws StoreOpenException.Corrupt if data is damaged that was acknowledged once
   * @throws StoreOpenException.NewerFormat if a file has a format that is not known yet
   */
  static Recovered recover(Disk disk, Path directory, WindowLimits limits) throws IOException {
    Recovery recovery = new Recovery(disk, directory, limits);
    recovery.readSnapshot();
    recovery.readSegments();
    return new Recovered(
        recovery.index,
        recovery.window,
        recovery.closed,
        recovery.nextSegment,
        recovery.snapshotBytes,
        recovery.logBytes);
  }

  private void listFiles() throws IOException {
    for (Path file : disk.list(directory)) {
      if (StoreFiles.isUnfinished(file)) {
        disk.delete(file);
      }
      StoreFiles.segmentNumber(file).ifPresent(number -> segments.put(number, file));
      StoreFiles.snapshotRevision(file).ifPresent(revision -> snapshots.put(revision, file));
    }
  }

  private void readSnapshot() throws IOException {
    if (snapshots.isEmpty()) {
      return;
    }
    long revision = snapshots.lastKey();
    Path path = snapshots.get(revision);
    if (path == null) {
      throw new IllegalStateException("no snapshot of revision " + revision);
    }
    if (segments.isEmpty()) {
      throw new StoreOpenException.Corrupt(path, 0, "the log segments beside it are missing");
    }
    snapshotBytes = SnapshotFile.read(disk, path, revision, index);
    index.startAt(revision);
    for (Path older : snapshots.headMap(revision).values()) {
      disk.delete(older);
    }
  }

  /**
   * A crash may undo the deletion of an old segment and not that of its neighbour, so a gap in the
   * numbers is no damage by itself; a gap in the revisions is.
   */
  private void readSegments() throws IOException {
    for (Map.Entry<Long, Path> segment : segments.entrySet()) {
      long number = segment.getKey();
      boolean gap = !closed.isEmpty() && number != nextSegment;
      suspect = gap ? StoreFiles.segment(directory, nextSegment) : null;
      readSegment(segment.getValue(), number, number == segments.lastKey());
    }
  }

  private void readSegment(Path path, long number, boolean last) throws IOException {
    long end;
    try (Disk.OpenFile file = disk.open(path)) {
      FileHeader header = FileHeader.read(path, file, FileHeader.Kind.SEGMENT, number);
      FrameReader frames = new FrameReader(file, header.salt());
      end = readFrames(path, frames, last);
      if (last) {
        // What a killed process wrote may be in the page cache only.
        file.truncate(end);
        file.force();
      }
    }
    nextSegment = number + 1;
    boolean unused = last && end == FileHeader.LENGTH;
    if (unused && !closed.isEmpty()) {
      disk.delete(path);
      nextSegment = number;
      return;
    }
    // An unused one that is alone goes when its successor exists: a snapshot is never without log.
    closed.add(new SegmentLog.Closed(path, number, unused ? 0 : index.revision()));
  }

  /** Returns the position behind the last frame. */
  private long readFrames(Path path, FrameReader frames, boolean last) throws IOException {
    long position = FileHeader.LENGTH;
    while (true) {
      // Not a switch over types, which would be made of classes while the program starts.
      FrameReader.Found found = frames.read(position);
      if (found instanceof FrameReader.Frame frame) {
        replay(path, position, frame);
        position = frame.end();
        continue;
      }
      if (found instanceof FrameReader.Damage damage) {
        if (!last || frames.hasFrameBehind(position)) {
          throw new StoreOpenException.Corrupt(path, position, damage.reason());
        }
        LOG.warn(
            "{}: cut an unfinished write at byte {} ({}); it was never acknowledged",
            path,
            position,
            damage.reason());
      }
      return position;
    }
  }

  private void replay(Path path, long position, FrameReader.Frame frame)
      throws StoreOpenException.Corrupt {
    List<Change> changes = new ArrayList<>();
    ByteBuffer records = frame.records();
    long before = logBytes;
    while (records.hasRemaining()) {
      RecordCodec.Decoded decoded;
      try {
        decoded = codec.decode(records);
      } catch (IllegalArgumentException e) {
        throw new StoreOpenException.Corrupt(path, position, String.valueOf(e.getMessage()));
      }
      Change change = decoded.change();
      if (change.revision() <= index.revision()) {
        requireCovered(path, position, change);
        continue;
      }
      requireNext(path, position, change, decoded.previousUid());
      changes.clear();
      changes.add(change);
      index.apply(changes);
      window.publish(changes);
      logBytes = before + frame.end() - position;
    }
  }

  /** The log reaches back behind the snapshot, but never repeats itself. */
  private void requireCovered(Path path, long position, Change change)
      throws StoreOpenException.Corrupt {
    if (snapshots.isEmpty() || change.revision() > snapshots.lastKey()) {
      throw new StoreOpenException.Corrupt(
          path, position, "revision " + change.revision() + " comes a second time");
    }
  }

  private void requireNext(Path path, long position, Change change, @Nullable String previousUid)
      throws StoreOpenException.Corrupt {
    if (change.revision() != index.revision() + 1) {
      throw new StoreOpenException.Corrupt(
          path,
          position,
          "revision %d follows revision %d%s"
              .formatted(
                  change.revision(),
                  index.revision(),
                  suspect == null ? "" : ", and " + suspect + " is missing"));
    }
    StoredObject current = index.get(change.key());
    long revision = current == null ? 0 : current.revision();
    if (change.previousRevision() != revision) {
      throw new StoreOpenException.Corrupt(
          path,
          position,
          "revision %d replaces revision %d of %s, which has revision %d"
              .formatted(change.revision(), change.previousRevision(), change.key(), revision));
    }
    String uid = previousUid == null ? change.uid() : previousUid;
    if (current != null && !current.uid().equals(uid)) {
      throw new StoreOpenException.Corrupt(
          path,
          position,
          "revision %d replaces uid %s of %s, which has uid %s"
              .formatted(change.revision(), uid, change.key(), current.uid()));
    }
  }
}
