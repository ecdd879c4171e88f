package io.mkube.iso9660.checksum;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * One pass over an image as media checks make it: in pieces of 32 KiB, by which sums of fragments
 * are counted, and with spaces where the sums themselves are.
 */
final class MediaPass {
  private static final int PIECE = 32768;

  private MediaPass() {}

  /** Takes pieces of an image. */
  @FunctionalInterface
  interface Piece {
    /**
     * Takes one.
     *
     * @param bytes the piece, and behind {@code count} bytes nothing of meaning; may be changed
     * @param at position of the first byte in the image
     */
    void accept(byte[] bytes, int count, long at) throws IOException;
  }

  /**
   * Reads an image from its beginning.
   *
   * @param length bytes to read
   * @param progress told the bytes that have been read
   * @throws InterruptedIOException if the thread was interrupted
   */
  static void run(ImageSource source, long length, LongConsumer progress, Piece piece)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    for (long at = 0; at < length; at += PIECE) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while the checksum was computed");
      }
      buffer.clear().limit((int) Math.min(PIECE, length - at));
      while (buffer.hasRemaining()) {
        if (source.read(at + buffer.position(), buffer) < 0) {
          throw new IsoFormatException("media check", at, "the image ends inside the volume");
        }
      }
      long field = ImplantedMd5.POSITION;
      fill(buffer.array(), at, field, field + ImplantedMd5.LENGTH, ' ');
      piece.accept(buffer.array(), buffer.limit(), at);
      progress.accept(at + buffer.limit());
    }
  }

  /** Overwrites what lies between two positions of the image, as far as a piece holds it. */
  static void fill(byte[] piece, long at, long start, long end, int value) {
    long from = Math.max(start, at);
    long to = Math.min(end, at + piece.length);
    if (from < to) {
      Arrays.fill(piece, (int) (from - at), (int) (to - at), (byte) value);
    }
  }
}
