package io.mkube.iso9660.derive;

import io.mkube.iso9660.delta.IsoDelta;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * Copies an image and lays a delta over the copy. The copy is made beside the target and moved into
 * place when it is whole; the base is only read. Where the file system can share blocks the copy
 * takes no room.
 */
public final class ImageCopy {
  /** A multiple of every block size, so that ranges can be shared. */
  private static final long CHUNK = 256L << 20;

  private ImageCopy() {}

  /**
   * Makes a derived image; an existing target is replaced.
   *
   * @param progress told the bytes that have been copied
   * @throws FileSystemException if the target is the base
   * @throws InterruptedIOException if the thread was interrupted; there is no target then
   */
  public static void write(Path base, Path target, IsoDelta delta, LongConsumer progress)
      throws IOException {
    if (Files.exists(target) && Files.isSameFile(base, target)) {
      throw new FileSystemException(
          target.toString(), base.toString(), "an image cannot be derived into its own base");
    }
    Path folder = target.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, "." + target.getFileName(), ".part");
    try {
      try (FileChannel from = FileChannel.open(base, StandardOpenOption.READ);
          FileChannel to = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        copy(from, to, progress);
        delta.applyTo(to);
        to.force(true);
      }
      Files.move(
          draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void copy(FileChannel from, FileChannel to, LongConsumer progress)
      throws IOException {
    long size = from.size();
    long at = 0;
    while (at < size) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while the image was copied");
      }
      long count = from.transferTo(at, Math.min(CHUNK, size - at), to);
      if (count <= 0) {
        throw new IOException("the base became shorter while it was copied");
      }
      at += count;
      progress.accept(at);
    }
  }
}
