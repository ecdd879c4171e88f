package io.mkube.store.encoding;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes values smaller where that pays. Objects are JSON that shrinks to a quarter at some 3 µs per
 * kilobyte, which is more than writing the kilobyte costs: with 64 callers and values of 16 kB the
 * log took half as many writes when it compressed them. So the log compresses large values only, to
 * save space, and snapshots, which nobody waits for, nearly all that shrink.
 *
 * <p>Thread-safe; used by the callers of writes, in parallel.
 */
public final class ValueCompression implements AutoCloseable {
  public static final int LOG_THRESHOLD = 64 << 10;
  public static final int SNAPSHOT_THRESHOLD = 4 << 10;

  private final int threshold;
  private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

  /**
   * Creates a compression.
   *
   * @param threshold length from which values are compressed
   */
  public ValueCompression(int threshold) {
    this.threshold = threshold;
  }

  /** The compressed form, or the same array if it is to be stored as it is. */
  public byte[] compress(byte[] value) {
    if (value.length < threshold) {
      return value;
    }
    Workspace workspace = idle.poll();
    if (workspace == null) {
      workspace = new Workspace();
    }
    try {
      return workspace.compress(value);
    } finally {
      idle.add(workspace);
    }
  }

  /**
   * Reverses {@link #compress}.
   *
   * @throws DataFormatException if this is not a compressed value of that length
   */
  public static byte[] decompress(byte[] compressed, int length) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      byte[] value = new byte[length];
      int done = 0;
      while (done < length) {
        int count = inflater.inflate(value, done, length - done);
        if (count == 0) {
          throw new DataFormatException("ends after " + done + " of " + length + " bytes");
        }
        done += count;
      }
      return value;
    } finally {
      inflater.end();
    }
  }

  /** Frees the native memory of what is not in use. */
  @Override
  public void close() {
    for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
      workspace.deflater.end();
    }
  }

  private static final class Workspace {
    private static final int LARGEST_KEPT = 256 << 10;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private byte[] scratch = new byte[0];

    byte[] compress(byte[] value) {
      int worthwhile = value.length - value.length / 8;
      byte[] output = scratch.length >= worthwhile ? scratch : new byte[worthwhile];
      if (output.length <= LARGEST_KEPT) {
        scratch = output;
      }
      deflater.reset();
      deflater.setInput(value);
      deflater.finish();
      int length = deflater.deflate(output, 0, worthwhile);
      return deflater.finished() ? Arrays.copyOf(output, length) : value;
    }
  }
}
