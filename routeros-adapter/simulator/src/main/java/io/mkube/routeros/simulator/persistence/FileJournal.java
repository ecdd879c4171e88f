package io.mkube.routeros.simulator.persistence;

import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.json.JsonException;
import io.mkube.routeros.simulator.start.SimulatorStartException;
import io.mkube.routeros.simulator.start.SimulatorStartException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON per change, appended; when most lines are history, the live entries are written
 * beside and moved over. A last line without its end is a write that was never acknowledged and is
 * dropped. Survives the end of the process, not a power cut of the machine.
 */
public final class FileJournal implements Journal, AutoCloseable {
  private static final int FORMAT = 1;
  private static final int SLACK_LINES = 20_000;

  private final Path file;
  private final ReentrantLock queueLock = new ReentrantLock();
  private final ReentrantLock fileLock = new ReentrantLock();
  private final Map<Key, Entry> live = new LinkedHashMap<>();
  private List<Entry> queue = new ArrayList<>();
  private FileChannel channel;
  private long lines;
  private boolean closed;

  private FileJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens or creates a journal.
   *
   * @throws SimulatorStartException if the file is damaged or of a newer format
   */
  public static FileJournal open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileJournal journal = new FileJournal(file, channel);
      journal.load();
      return journal;
    } catch (IOException e) {
      throw new SimulatorStartException(
          Reason.INPUT_OUTPUT, "cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void append(List<Entry> changes) {
    queueLock.lock();
    try {
      queue.addAll(changes);
    } finally {
      queueLock.unlock();
    }
  }

  @Override
  public void flush() {
    fileLock.lock();
    try {
      List<Entry> batch = drain();
      if (batch.isEmpty() || closed) {
        return;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * batch.size());
      for (Entry entry : batch) {
        bytes.writeBytes(line(entry));
        remember(entry);
      }
      write(channel, bytes.toByteArray());
      lines += batch.size();
      if (lines > 4L * live.size() + SLACK_LINES) {
        compact();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    } finally {
      fileLock.unlock();
    }
  }

  @Override
  public List<Entry> entries() {
    fileLock.lock();
    try {
      return List.copyOf(live.values());
    } finally {
      fileLock.unlock();
    }
  }

  /** Writes what is left; changes after that are dropped, as by the end of the process. */
  @Override
  public void close() {
    flush();
    fileLock.lock();
    try {
      closed = true;
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    } finally {
      fileLock.unlock();
    }
  }

  private List<Entry> drain() {
    queueLock.lock();
    try {
      List<Entry> batch = queue;
      queue = new ArrayList<>();
      return batch;
    } finally {
      queueLock.unlock();
    }
  }

  private void remember(Entry entry) {
    Key key = new Key(entry.table(), entry.key());
    if (entry.value() == null) {
      live.remove(key);
    } else {
      live.put(key, entry);
    }
  }

  private void load() throws IOException {
    byte[] content = Files.readAllBytes(file);
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        readLine(content, start, i);
        start = i + 1;
      }
    }
    channel.truncate(start);
    channel.position(start);
    if (start == 0) {
      write(channel, header());
      lines = 1;
    }
  }

  private void readLine(byte[] content, int from, int to) {
    byte[] text = new byte[to - from];
    System.arraycopy(content, from, text, 0, text.length);
    Map<String, @Nullable Object> line;
    try {
      line = Json.parseObject(text);
    } catch (JsonException e) {
      throw new SimulatorStartException(
          Reason.DAMAGED_DATA, file + " is damaged at byte " + from + ": " + e.getMessage(), e);
    }
    lines++;
    if (from == 0) {
      checkFormat(line);
      return;
    }
    if (line.get("t") instanceof String table && line.get("k") instanceof String key) {
      remember(new Entry(table, key, object(line.get("v"))));
    } else {
      throw new SimulatorStartException(
          Reason.DAMAGED_DATA, file + " is damaged at byte " + from + ": no table or key");
    }
  }

  private void checkFormat(Map<String, @Nullable Object> line) {
    String format = String.valueOf(line.get("format"));
    if (!format.equals(String.valueOf(FORMAT))) {
      throw new SimulatorStartException(
          Reason.NEWER_FORMAT,
          file + " has format " + format + "; this program reads format " + FORMAT);
    }
  }

  private static @Nullable Map<String, @Nullable Object> object(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((key, element) -> object.put((String) key, element));
    return object;
  }

  private void compact() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * live.size());
    bytes.writeBytes(header());
    for (Entry entry : live.values()) {
      bytes.writeBytes(line(entry));
    }
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out, bytes.toByteArray());
      out.force(true);
    }
    // Windows does not replace a file that is open.
    channel.close();
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    lines = live.size() + 1L;
  }

  private static byte[] header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("format", FORMAT);
    return withNewline(Json.write(header));
  }

  private static byte[] line(Entry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("t", entry.table());
    line.put("k", entry.key());
    if (entry.value() != null) {
      line.put("v", entry.value());
    }
    return withNewline(Json.write(line));
  }

  private static byte[] withNewline(byte[] text) {
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private record Key(String table, String key) {}
}
