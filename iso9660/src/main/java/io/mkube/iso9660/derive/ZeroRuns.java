package io.mkube.iso9660.derive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which parts of a file are zeros. Java cannot ask where holes are, and to read them
 * through the page cache is slow, as the kernel fills it with zeros. So a long run of zeros is read
 * past the cache, where a hole costs no more than clearing memory. Not thread-safe.
 */
final class ZeroRuns implements Closeable {
  /** Bytes that are looked at together: a multiple of every block size. */
  static final int RUN = 1 << 20;

  /** Zeros that are taken for a hole: shorter runs may well be blocks that the cache holds. */
  private static final long HOLE = 8L << 20;

  private static final int PROBE = 4 << 10;
  private static final int PAGE = 64 << 10;
  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(PAGE);
  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
  private @Nullable FileChannel uncached;
  private @Nullable ByteBuffer block;
  private boolean asked;
  private long before;

  /**
   * @param channel the file, opened; not closed with this
   */
  ZeroRuns(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Whether a part is zeros only. To be asked from the begin of the file to its end.
   *
   * @param start multiple of {@link #RUN}
   * @param end at most {@link #RUN} further
   */
  boolean isZero(long start, long end) throws IOException {
    boolean zero = before >= HOLE ? isHole(start, end) : isZero(channel, page, start, end);
    before = zero ? before + end - start : 0;
    return zero;
  }

  private boolean isHole(long start, long end) throws IOException {
    if (!asked) {
      asked = true;
      open();
    }
    FileChannel direct = uncached;
    ByteBuffer buffer = block;
    if (direct == null || buffer == null) {
      return isZero(channel, page, start, end);
    }
    // The end of the file need not be one of a block: then less is read than was asked for.
    buffer.clear();
    int count = direct.read(buffer, start);
    return count < end - start
        ? isZero(channel, page, start, end)
        : isZero(buffer.flip().limit(Math.toIntExact(end - start)));
  }

  private void open() throws IOException {
    Optional<OpenOption> option = direct();
    if (option.isEmpty()) {
      return;
    }
    int alignment = Math.toIntExact(Files.getFileStore(file).getBlockSize());
    if (Integer.bitCount(alignment) != 1 || alignment > RUN) {
      return;
    }
    try {
      uncached = FileChannel.open(file, StandardOpenOption.READ, option.get());
      block = ByteBuffer.allocateDirect(RUN + alignment).alignedSlice(alignment).limit(RUN).slice();
    } catch (IOException | UnsupportedOperationException e) {
      uncached = null; // a file system without it, such as tmpfs
    }
  }

  /** The option that reads past the cache; a runtime image may lack its module. */
  private static Optional<OpenOption> direct() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      for (Object option : options.getEnumConstants()) {
        if (option instanceof OpenOption known && option.toString().equals("DIRECT")) {
          return Optional.of(known);
        }
      }
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Looks at the first bytes, and at the rest only if those are zero. */
  private boolean isZero(FileChannel from, ByteBuffer buffer, long start, long end)
      throws IOException {
    int step = PROBE;
    for (long at = start; at < end; at += step, step = PAGE) {
      buffer.clear().limit((int) Math.min(step, end - at));
      while (buffer.hasRemaining()) {
        if (from.read(buffer, at + buffer.position()) < 0) {
          throw BlockCopy.shorter();
        }
      }
      if (!isZero(buffer.flip())) {
        return false;
      }
    }
    return true;
  }

  private boolean isZero(ByteBuffer bytes) {
    for (int at = 0; at < bytes.limit(); at += PAGE) {
      int length = Math.min(PAGE, bytes.limit() - at);
      if (bytes.slice(at, length).mismatch(zeros.slice(0, length)) >= 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    FileChannel direct = uncached;
    if (direct != null) {
      direct.close();
    }
  }
}
