package io.mkube.iso9660.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of an image. Reads are positional, so an implementation is thread-safe. An interrupt
 * during a read of a file closes it for all readers, as {@link FileChannel} defines.
 */
public interface ImageSource extends Closeable {
  /** Size in bytes. */
  long size();

  /**
   * Reads up to as many bytes as the target has room for.
   *
   * @return bytes read, −1 at or behind the end
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Reads bytes that a structure names.
   *
   * @param clause rule that is broken if they are not all there
   * @throws IsoFormatException if they lie outside the image
   */
  default Bytes bytes(long position, int length, String clause) throws IOException {
    if (position < 0 || length < 0 || position > size() - length) {
      throw new IsoFormatException(
          clause,
          Math.max(position, 0),
          length + " bytes are named where the image has only " + Math.max(size() - position, 0));
    }
    byte[] array = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(array);
    while (buffer.hasRemaining()) {
      if (read(position + buffer.position(), buffer) < 0) {
        throw new IsoFormatException(
            clause, position + buffer.position(), "the image became shorter while it was read");
      }
    }
    return new Bytes(array, position);
  }

  /** Opens a file. */
  static ImageSource open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileSource(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads from a channel, which is closed with the source and must not be used otherwise. */
  static ImageSource of(SeekableByteChannel channel) throws IOException {
    return channel instanceof FileChannel file
        ? new FileSource(file, file.size())
        : new ChannelSource(channel, channel.size());
  }
}
