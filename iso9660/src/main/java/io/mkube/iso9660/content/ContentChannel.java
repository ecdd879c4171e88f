package io.mkube.iso9660.content;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The content of a file, decompressed if it is compressed; read-only. A file channel, so that
 * {@link java.nio.file.Files#copy} moves the bytes of an image in a file without carrying them
 * through the heap. Thread-safe. Locks are not supported; what does not lie in one piece cannot be
 * mapped.
 */
public final class ContentChannel extends FileChannel {
  private final StoredContent stored;
  private final Optional<ZisofsContent> compressed;
  private final long size;
  private final Runnable whenClosed;
  private final ReentrantLock lock = new ReentrantLock();
  private long position;

  private ContentChannel(
      StoredContent stored, Optional<ZisofsContent> compressed, long size, Runnable whenClosed) {
    this.stored = stored;
    this.compressed = compressed;
    this.size = size;
    this.whenClosed = whenClosed;
  }

  /** Opens a file. */
  public static ContentChannel open(ImageSource source, IsoEntry entry) throws IOException {
    return open(source, entry, () -> {});
  }

  /**
   * Opens a file.
   *
   * @param whenClosed called once, when the channel is closed
   */
  public static ContentChannel open(ImageSource source, IsoEntry entry, Runnable whenClosed)
      throws IOException {
    StoredContent stored = StoredContent.of(source, entry);
    Optional<RockRidge.Zisofs> format = entry.rockRidge().zisofs();
    if (format.isEmpty() || stored.size() == 0) {
      return new ContentChannel(stored, Optional.empty(), stored.size(), whenClosed);
    }
    ZisofsContent content = new ZisofsContent(stored, format.get(), entry.record().offset());
    return new ContentChannel(stored, Optional.of(content), format.get().size(), whenClosed);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    lock.lock();
    try {
      int count = read(target, position);
      position += Math.max(count, 0);
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    requireOpen();
    if (from < 0) {
      throw new IllegalArgumentException("negative position " + from);
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (compressed.isEmpty()) {
      return stored.read(from, target);
    }
    lock.lock();
    try {
      return compressed.get().read(from, target);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, targets.length);
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int count = targets[i].hasRemaining() ? read(targets[i]) : 0;
      if (count < 0) {
        return total == 0 ? -1 : total;
      }
      total += count;
      if (targets[i].hasRemaining()) {
        break;
      }
    }
    return total;
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    requireOpen();
    if (from < 0 || count < 0) {
      throw new IllegalArgumentException("negative position " + from + " or count " + count);
    }
    return compressed.isEmpty()
        ? stored.transferTo(from, count, target)
        : inflateTo(from, Math.min(count, Math.max(size - from, 0)), target);
  }

  private long inflateTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
    long done = 0;
    while (done < count) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
      int read = read(buffer, from + done);
      buffer.flip();
      int written = target.write(buffer);
      done += written;
      if (written < read) {
        break;
      }
    }
    return done;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long length) throws IOException {
    requireOpen();
    if (!mode.equals(MapMode.READ_ONLY)) {
      throw new NonWritableChannelException();
    }
    if (from < 0 || length < 0 || length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no " + length + " bytes at " + from);
    }
    Optional<MappedByteBuffer> mapped =
        compressed.isPresent() ? Optional.empty() : stored.map(from, length);
    return mapped.orElseThrow(
        () -> new UnsupportedOperationException("the content does not lie in one piece"));
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position " + newPosition);
    }
    lock.lock();
    try {
      position = newPosition;
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer source, long to) {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireOpen(); // nothing is ever written
  }

  @Override
  public FileLock lock(long from, long length, boolean shared) {
    throw new UnsupportedOperationException("a file in an image cannot be locked");
  }

  @Override
  public FileLock tryLock(long from, long length, boolean shared) {
    throw new UnsupportedOperationException("a file in an image cannot be locked");
  }

  @Override
  protected void implCloseChannel() {
    whenClosed.run();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
