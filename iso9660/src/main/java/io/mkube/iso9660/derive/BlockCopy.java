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
    /** Not at all, so that a sparse file stays sparse: Java cannot ask where holes are. */
    HOLES
  }

  /** A multiple of every block size, so that ranges can be shared. */
  private static final long CHUNK = 64L << 20;

  private static final int RUN = 1 << 20;
  private static final int PROBE = 4 << 10;
  private static final int PAGE = 64 << 10;

  /** Types of file systems, as the JDK names them, that can share blocks between files. */
  private static final Set<String> SHARING =
      Set.of("xfs", "btrfs", "bcachefs", "zfs", "ocfs2", "nfs", "nfs4", "cifs", "smb3", "apfs");

  private final FileChannel from;
  private final FileChannel to;
  private final DeriveListener listener;
  private final ByteBuffer zeros = ByteBuffer.allocate(PAGE);
  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE);

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

  void run(Zeros how) throws IOException {
    long size = from.size();
    long at = 0;
    while (at < size) {
      long end = Math.min(at + CHUNK, size);
      if (how == Zeros.SHARED) {
        transfer(at, end);
      } else {
        copyAllButZeros(at, end);
      }
      at = end;
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while the image was copied");
      }
      listener.advanced(DeriveListener.Phase.COPY, at, size);
    }
    if (to.size() < size) {
      to.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  private void copyAllButZeros(long start, long end) throws IOException {
    long data = start;
    for (long at = start; at < end; at += RUN) {
      long next = Math.min(at + RUN, end);
      if (isZero(at, next)) {
        transfer(data, at);
        data = next;
      }
    }
    transfer(data, end);
  }

  /** Looks at the first page of a run, and at the rest only if that is zero. */
  private boolean isZero(long start, long end) throws IOException {
    int step = PROBE;
    for (long at = start; at < end; at += step, step = PAGE) {
      page.clear().limit((int) Math.min(step, end - at));
      while (page.hasRemaining()) {
        if (from.read(page, at + page.position()) < 0) {
          throw shorter();
        }
      }
      page.flip();
      if (!page.equals(zeros.slice(0, page.limit()))) {
        return false;
      }
    }
    return true;
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

  private static IOException shorter() {
    return new IOException("the base became shorter while it was copied");
  }
}
