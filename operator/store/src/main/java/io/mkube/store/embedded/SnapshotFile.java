package io.mkube.store.embedded;

import io.mkube.store.Change;
import io.mkube.store.StoreOpenException;
import io.mkube.store.StoredObject;
import io.mkube.store.encoding.Template;
import io.mkube.store.encoding.Value;
import io.mkube.store.encoding.ValueCompression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Writes and reads the file that replaces the log up to a revision. */
final class SnapshotFile {
  private static final SecureRandom SALTS = new SecureRandom();

  private SnapshotFile() {}

  /**
   * Writes a snapshot beside the others and gives it its name when it is durable.
   *
   * @param stop asked between frames; when it says true, nothing is left behind
   * @return size of the file, 0 if it was stopped
   */
  static long write(Disk disk, Path directory, Index.Capture capture, BooleanSupplier stop)
      throws IOException {
    Path path = StoreFiles.snapshot(directory, capture.revision());
    Path unfinished = StoreFiles.unfinished(path);
    disk.delete(unfinished);
    long size;
    try (Disk.OpenFile file = disk.create(unfinished)) {
      size = writeFrames(file, capture, stop);
      if (size > 0) {
        file.force();
      }
    } catch (IOException | RuntimeException e) {
      disk.delete(unfinished);
      throw e;
    }
    if (size == 0) {
      disk.delete(unfinished);
      return 0;
    }
    disk.move(unfinished, path);
    disk.forceDirectory(directory);
    return size;
  }

  private static long writeFrames(Disk.OpenFile file, Index.Capture capture, BooleanSupplier stop)
      throws IOException {
    List<StoredObject> objects = capture.sorted();
    FileHeader header =
        FileHeader.current(
            FileHeader.Kind.SNAPSHOT, capture.revision(), objects.size(), SALTS.nextLong());
    file.writeFully(header.encode(), 0);
    long position = FileHeader.LENGTH;
    FrameBuffer frame = new FrameBuffer();
    IdentityHashMap<Template, Integer> templates = new IdentityHashMap<>();
    try (ValueCompression compression = new ValueCompression(ValueCompression.SNAPSHOT_THRESHOLD)) {
      for (int i = 0; i < objects.size(); i++) {
        encode(frame, objects.get(i), templates, compression);
        if (frame.isFull() || i == objects.size() - 1) {
          if (stop.getAsBoolean()) {
            return 0;
          }
          ByteBuffer bytes = frame.finish(capture.revision(), header.salt());
          int size = bytes.remaining();
          file.writeFully(bytes, position);
          position += size;
          frame.clear();
        }
      }
    }
    return position;
  }

  private static void encode(
      FrameBuffer frame,
      StoredObject object,
      IdentityHashMap<Template, Integer> templates,
      ValueCompression compression) {
    byte[] name = RecordCodec.encodeName(object.key(), object.uid());
    Value.Packed packed = object.content().packed();
    if (packed == null) {
      Change put =
          new Change(
              object.revision(), Change.Kind.PUT, object.key(), 0, object.uid(), object.content());
      RecordCodec.encode(frame, put, name, compression.compress(object.value()), null);
      return;
    }
    Integer template = templates.get(packed.template());
    if (template == null) {
      template = templates.size();
      templates.put(packed.template(), template);
      RecordCodec.encodeTemplate(frame, packed.template());
    }
    RecordCodec.encodePacked(frame, object, name, packed, template);
  }

  /**
   * Reads a snapshot.
   *
   * @param index takes the objects
   * @return size of the file
   * @throws StoreOpenException.Corrupt if any of it cannot be read
   */
  static long read(Disk disk, Path path, long revision, Index index) throws IOException {
    try (Disk.OpenFile file = disk.open(path)) {
      FileHeader header = FileHeader.read(path, file, FileHeader.Kind.SNAPSHOT, revision);
      FrameReader frames = new FrameReader(file, header.salt());
      long position = FileHeader.LENGTH;
      long left = header.objects();
      SnapshotObjects.Reading objects =
          new SnapshotObjects.Reading(
              RecordCodec.ofSnapshot(header.version()),
              (int) Math.min(left, file.size() / RecordCodec.SMALLEST_OBJECT));
      while (left > 0) {
        FrameReader.Found found = frames.read(position);
        if (!(found instanceof FrameReader.Frame frame)) {
          throw new StoreOpenException.Corrupt(
              path,
              position,
              found instanceof FrameReader.Damage damage
                  ? damage.reason()
                  : left + " objects are missing");
        }
        left -= readObjects(path, position, frame, objects);
        position = frame.end();
      }
      if (left < 0 || position != file.size()) {
        throw new StoreOpenException.Corrupt(
            path, position, "there is more than the " + header.objects() + " objects announced");
      }
      index.startWith(objects.end());
      return position;
    }
  }

  private static int readObjects(
      Path path, long position, FrameReader.Frame frame, SnapshotObjects.Reading objects)
      throws StoreOpenException.Corrupt {
    byte[] records = new byte[frame.records().remaining()];
    frame.records().get(records);
    try {
      return objects.add(records);
    } catch (IllegalArgumentException e) {
      throw new StoreOpenException.Corrupt(path, position, String.valueOf(e.getMessage()));
    }
  }
}
