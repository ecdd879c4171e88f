package io.mkube.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A disk in memory that notes every operation that changes it, in order. */
final class RecordingDisk implements Disk {
  private final Map<Path, Content> names = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private int files;

  /** Something that was done. Files are numbers, since names move. */
  sealed interface Operation {
    record Create(Path path, int file) implements Operation {}

    record Written(int file, int position, byte[] bytes) implements Operation {}

    record Truncated(int file, int size) implements Operation {}

    record Forced(int file) implements Operation {}

    record Moved(Path from, Path to) implements Operation {}

    record Deleted(Path path) implements Operation {}

    record NamesForced() implements Operation {}
  }

  private static final class Content {
    private final int number;
    private byte[] bytes = new byte[0];

    Content(int number) {
      this.number = number;
    }
  }

  /** An empty disk. */
  RecordingDisk() {}

  /** A disk with files on it. */
  RecordingDisk(Map<Path, byte[]> found) {
    found.forEach(
        (path, bytes) -> {
          Content content = new Content(files++);
          content.bytes = bytes;
          names.put(path, content);
        });
  }

  /** How many operations there were. */
  synchronized int count() {
    return operations.size();
  }

  synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  @Override
  public synchronized List<Path> list(Path directory) {
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized OpenFile create(Path file) throws IOException {
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Content content = new Content(files++);
    names.put(file, content);
    operations.add(new Operation.Create(file, content.number));
    return new RecordedFile(content);
  }

  @Override
  public synchronized OpenFile open(Path file) throws IOException {
    return new RecordedFile(existing(names.get(file), file));
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    names.put(to, existing(names.remove(from), from));
    operations.add(new Operation.Moved(from, to));
  }

  @Override
  public synchronized void delete(Path file) {
    if (names.remove(file) != null) {
      operations.add(new Operation.Deleted(file));
    }
  }

  @Override
  public synchronized void forceDirectory(Path directory) {
    operations.add(new Operation.NamesForced());
  }

  private static Content existing(@Nullable Content content, Path file) throws IOException {
    if (content == null) {
      throw new NoSuchFileException(file.toString());
    }
    return content;
  }

  private final class RecordedFile implements OpenFile {
    private final Content content;

    RecordedFile(Content content) {
      this.content = content;
    }

    @Override
    public int write(ByteBuffer bytes, long position) {
      synchronized (RecordingDisk.this) {
        int start = (int) position;
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        if (content.bytes.length < start + written.length) {
          content.bytes = Arrays.copyOf(content.bytes, start + written.length);
        }
        System.arraycopy(written, 0, content.bytes, start, written.length);
        operations.add(new Operation.Written(content.number, start, written));
        return written.length;
      }
    }

    @Override
    public int read(ByteBuffer bytes, long position) {
      synchronized (RecordingDisk.this) {
        int length = Math.min(bytes.remaining(), content.bytes.length - (int) position);
        if (length <= 0) {
          return -1;
        }
        bytes.put(content.bytes, (int) position, length);
        return length;
      }
    }

    @Override
    public long size() {
      synchronized (RecordingDisk.this) {
        return content.bytes.length;
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (RecordingDisk.this) {
        if (size < content.bytes.length) {
          content.bytes = Arrays.copyOf(content.bytes, (int) size);
          operations.add(new Operation.Truncated(content.number, (int) size));
        }
      }
    }

    @Override
    public void force() {
      synchronized (RecordingDisk.this) {
        operations.add(new Operation.Forced(content.number));
      }
    }

    @Override
    public void close() {}
  }
}
