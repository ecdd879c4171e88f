package io.mkube.store.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.mkube.store.StoreOpenException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds a data directory for one store of one process. The file names the process. */
final class DirectoryLock implements Closeable {
  /**
   * Directories that this process holds. Asking the file would not do: closing any channel of the
   * file releases the lock that another channel of the same process has (POSIX fcntl).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Locked regions cannot be read on Windows, so the lock lies far behind the process number. */
  private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

  private final Path held;
  private final FileChannel channel;

  private DirectoryLock(Path held, FileChannel channel) {
    this.held = held;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws StoreOpenException.Locked if it is taken
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw new StoreOpenException.Locked(directory, ProcessHandle.current().pid());
    }
    try {
      return new DirectoryLock(real, lock(directory, real.resolve("lock")));
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  @SuppressWarnings("try") // the lock lives as long as its channel
  private static FileChannel lock(Path directory, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    try {
      FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
      if (lock == null) {
        throw new StoreOpenException.Locked(directory, holder(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static long holder(Path file) throws IOException {
    try {
      return Long.parseLong(Files.readString(file, US_ASCII).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(held);
    }
  }
}
