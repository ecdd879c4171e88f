package io.mkube.store.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoreOpenException;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the tests do with data directories. */
final class DataDirectory {
  /** Small enough that a test sees many segments and snapshots. */
  static final EmbeddedStoreConfig SMALL =
      new EmbeddedStoreConfig(WindowLimits.DEFAULT, 1 << 20, 64 << 10, 64 << 10);

  private DataDirectory() {}

  /** For tests whose failures are on purpose; null is the level that is configured. */
  static void setLogLevel(@Nullable Level level) {
    Logger logger = (Logger) LoggerFactory.getLogger(EmbeddedObjectStore.class.getPackageName());
    logger.setLevel(level);
  }

  static EmbeddedObjectStore open(Path directory) throws StoreOpenException {
    return EmbeddedObjectStore.open(directory, SMALL);
  }

  static StoreKey key(String name) {
    return new StoreKey("", "pods", "default", name);
  }

  static long put(ObjectStore store, String name, long expected, String value)
      throws StoreException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return store.write(new Write.Put(key(name), expected, "uid-" + name, bytes));
  }

  static long delete(ObjectStore store, String name, long expected) throws StoreException {
    return store.write(new Write.Delete(key(name), expected, "uid-" + name, new byte[] {'x'}));
  }

  /** The live objects as text, for comparison. */
  static Map<String, String> contents(ObjectStore store) throws StoreException {
    Map<String, String> contents = new TreeMap<>();
    for (StoredObject object : store.snapshot().objects()) {
      contents.put(
          object.key().toString(), describe(object.revision(), object.uid(), object.value()));
    }
    return contents;
  }

  static String describe(long revision, String uid, byte[] value) {
    return revision + " " + uid + " " + HexFormat.of().formatHex(value);
  }

  /** Applies a change to a model of {@link #contents}. */
  static void apply(Map<String, String> model, Change change) {
    switch (change.kind()) {
      case PUT ->
          model.put(
              change.key().toString(), describe(change.revision(), change.uid(), change.value()));
      case DELETE -> model.remove(change.key().toString());
    }
  }

  static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from, file -> true)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
    return to;
  }

  static List<Path> segments(Path directory) throws IOException {
    return files(directory, file -> StoreFiles.segmentNumber(file).isPresent());
  }

  static List<Path> snapshots(Path directory) throws IOException {
    return files(directory, file -> StoreFiles.snapshotRevision(file).isPresent());
  }

  private static List<Path> files(Path directory, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(wanted).sorted().toList();
    }
  }

  /** Positions of the frames of a log segment, and behind the last one that of its end. */
  static List<Long> frames(Path segment) throws IOException {
    long number = StoreFiles.segmentNumber(segment).orElseThrow();
    List<Long> positions = new ArrayList<>(List.of((long) FileHeader.LENGTH));
    try (Disk.OpenFile file = new FileChannelDisk().open(segment)) {
      FileHeader header = FileHeader.read(segment, file, FileHeader.Kind.SEGMENT, number);
      FrameReader frames = new FrameReader(file, header.salt());
      while (frames.read(positions.getLast()) instanceof FrameReader.Frame frame) {
        positions.add(frame.end());
      }
    }
    return positions;
  }

  static void flip(Path file, long offset) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      data.seek(offset);
      int value = data.read();
      data.seek(offset);
      data.write(value ^ 0x10);
    }
  }

  static void truncate(Path file, long size) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      data.setLength(size);
    }
  }

  static void overwrite(Path file, long offset, byte[] bytes) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      data.seek(offset);
      data.write(bytes);
    }
  }
}
