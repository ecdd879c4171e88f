package io.mkube.iso9660.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An image in a file. An interrupt during a read closes the channel for all its readers (see {@link
 * FileChannel}); the other ones then go on with a new channel. Thread-safe.
 */
final class FileSource implements ImageSource {
  private final Optional<Path> file;
  private final long size;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile FileChannel channel;
  private volatile boolean closed;

  private FileSource(FileChannel channel, Optional<Path> file) throws IOException {
    this.channel = channel;
    this.file = file;
    this.size = channel.size();
  }

  static FileSource open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileSource(channel, Optional.of(file));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads from a channel, which cannot be opened again. */
  static FileSource of(FileChannel channel) throws IOException {
    return new FileSource(channel, Optional.empty());
  }

  /** One use of the channel, which another thread may close meanwhile. */
  private interface Use<T> {
    T of(FileChannel channel) throws IOException;
  }

  private <T> T use(Use<T> use) throws IOException {
    while (true) {
      FileChannel current = channel;
      try {
        return use.of(current);
      } catch (ClosedByInterruptException e) {
        throw e; // this thread was interrupted
      } catch (ClosedChannelException e) {
        if (closed || file.isEmpty()) {
          throw e;
        }
        reopen(file.get(), current);
      }
    }
  }

  private void reopen(Path path, FileChannel broken) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (channel.equals(broken)) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return use(current -> current.read(target, position));
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    if (!target.isOpen()) {
      throw new ClosedChannelException();
    }
    FileChannel current = channel;
    if (!current.isOpen()) {
      return ImageSource.super.transferTo(position, count, target);
    }
    return current.transferTo(position, count, target);
  }

  @Override
  public Optional<MappedByteBuffer> map(long position, long length) throws IOException {
    return Optional.of(
        use(current -> current.map(FileChannel.MapMode.READ_ONLY, position, length)));
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      channel.close();
    } finally {
      lock.unlock();
    }
  }
}
