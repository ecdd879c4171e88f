package io.mkube.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory whose power can be cut: after so many operations everything fails, and what was
 * not forced before is there or not, sector by sector, as it happens.
 */
final class PowerCutDisk implements Disk {
  private static final int SECTOR = 512;

  private final Map<Path, Content> names;
  private final Map<Path, Content> durableNames;
  private long operationsLeft;

  /** A file without a name: what a read sees and what would survive. */
  private static final class Content {
    private byte[] current = new byte[0];
    private byte[] durable = new byte[0];
    private final TreeSet<Integer> dirty = new TreeSet<>();
  }

  private PowerCutDisk(Map<Path, Content> names, long operations) {
    this.names = new HashMap<>(names);
    this.durableNames = new HashMap<>(names);
    this.operationsLeft = operations;
  }

  static PowerCutDisk empty(long operations) {
    return new PowerCutDisk(Map.of(), operations);
  }

  /** The disk as it is found after the power cut. */
  synchronized PowerCutDisk restart(Random random, long operations) {
    operationsLeft = 0;
    TreeSet<Path> candidates = new TreeSet<>(names.keySet());
    candidates.addAll(durableNames.keySet());
    Map<Path, Content> found = new HashMap<>();
    for (Path path : candidates) {
      Content content = random.nextBoolean() ? names.get(path) : durableNames.get(path);
      if (content != null) {
        found.put(path, survivor(content, random));
      }
    }
    return new PowerCutDisk(found, operations);
  }

  private static Content survivor(Content content, Random random) {
    int length =
        random.nextBoolean() && !content.dirty.isEmpty()
            ? content.current.length
            : content.durable.length;
    byte[] bytes = Arrays.copyOf(content.durable, length);
    for (int sector : content.dirty) {
      int from = sector * SECTOR;
      int to = Math.min(Math.min(from + SECTOR, length), content.current.length);
      if (from < to && random.nextBoolean()) {
        System.arraycopy(content.current, from, bytes, from, to - from);
      }
    }
    Content survivor = new Content();
    survivor.current = bytes;
    survivor.durable = bytes.clone();
    return survivor;
  }

  private void operate() throws IOException {
    if (operationsLeft-- <= 0) {
      throw new IOException("the power is off");
    }
  }

  @Override
  public synchronized List<Path> list(Path directory) throws IOException {
    operate();
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized OpenFile create(Path file) throws IOException {
    operate();
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Content content = new Content();
    names.put(file, content);
    return new ContentFile(content);
  }

  @Override
  public synchronized OpenFile open(Path file) throws IOException {
    operate();
    return new ContentFile(existing(names.get(file), file));
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    operate();
    names.put(to, existing(names.remove(from), from));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    operate();
    names.remove(file);
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    operate();
    durableNames.clear();
    durableNames.putAll(names);
  }

  private static Content existing(@Nullable Content content, Path file) throws IOException {
    if (content == null) {
      throw new NoSuchFileException(file.toString());
    }
    return content;
  }

  private final class ContentFile implements OpenFile {
    private final Content content;

    ContentFile(Content content) {
      this.content = content;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      synchronized (PowerCutDisk.this) {
        int start = (int) position;
        int length = bytes.remaining();
        if (content.current.length < start + length) {
          content.current = Arrays.copyOf(content.current, start + length);
        }
        bytes.get(content.current, start, length);
        for (int sector = start / SECTOR; sector * SECTOR < start + length; sector++) {
          content.dirty.add(sector);
        }
        operate();
        return length;
      }
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      synchronized (PowerCutDisk.this) {
        operate();
        int length = Math.min(bytes.remaining(), content.current.length - (int) position);
        if (length <= 0) {
          return -1;
        }
        bytes.put(content.current, (int) position, length);
        return length;
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (PowerCutDisk.this) {
        operate();
        return content.current.length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (PowerCutDisk.this) {
        operate();
        if (size < content.current.length) {
          content.current = Arrays.copyOf(content.current, (int) size);
          content.dirty.add((int) size / SECTOR);
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (PowerCutDisk.this) {
        operate();
        content.durable = content.current.clone();
        content.dirty.clear();
      }
    }

    @Override
    public void close() {}
  }
}
