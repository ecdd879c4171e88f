package io.mkube.iso9660.derive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Copies a file into an empty one inside the kernel. On Linux the JDK calls {@code
 * copy_file_range}, which shares blocks where the file system can.
 */
final class BlockCopy {
  /** How runs of zeros are written. */
  enum Zeros {
    /** Like everything else: shared blocks need no care. */
    SHARED,
    /** Not at all, so that a sparse file stays sparse. */
    HOLES
  }

  /** A multiple of every block size, so that ranges can be shared. */
  private static final long CHUNK = 64L << 20;

  /** Types of file systems, as the JDK names them, that can share blocks between files. */
  private static final Set<String> SHARING =
      Set.of("xfs", "btrfs", "bcachefs", "zfs", "ocfs2", "nfs", "nfs4", "cifs", "smb3", "apfs");

  private final FileChannel from;
  private final FileChannel to;
  private final DeriveListener listener;

  BlockCopy(FileChannel from, FileChannel to, DeriveListener listener) {
    this.from = from;
    this.to = to;
    this.listener = listener;
  }

  /** Whether a copy between two places can share blocks. */
  static boolean sharesBlocks(Path base, Path target) throws IOException {
    FileStore store = Files.getFileStore(base);
    return SHARING.contains(store.type()) && store.equals(Files.getFileStore(target.getParent()));
  }

  /**
   * Copies the whole file.
   *
   * @param base the file that is copied
   */
  void run(Path base, Zeros how) throws IOException {
    try (ZeroRuns zeros = new ZeroRuns(base, from)) {
      long size = from.size();
      for (long at = 0; at < size; at += CHUNK) {
        long end = Math.min(at + CHUNK, size);
        if (how == Zeros.SHARED) {
          transfer(at, end);
        } else {
          copyAllButZeros(zeros, at, end);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while the image was copied");
        }
        listener.advanced(DeriveListener.Phase.COPY, end, size);
      }
      if (to.size() < size) {
        to.write(ByteBuffer.allocate(1), size - 1);
      }
    }
  }

  private void copyAllButZeros(ZeroRuns zeros, long start, long end) throws IOException {
    long data = start;
    for (long at = start; at < end; at += ZeroRuns.RUN) {
      long next = Math.min(at + ZeroRuns.RUN, end);
      if (zeros.isZero(at, next)) {
        transfer(data, at);
        data = next;
      }
    }
    transfer(data, end);
  }

  private void transfer(long start, long end) throws IOException {
    long at = start;
    while (at < end) {
      to.position(at);
      long count = from.transferTo(at, end - at, to);
      if (count <= 0) {
        throw shorter();
      }
      at += count;
    }
  }

  static IOException shorter() {
    return new IOException("the base became shorter while it was copied");
  }
}
