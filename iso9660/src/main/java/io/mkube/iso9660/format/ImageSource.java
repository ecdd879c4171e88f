package io.mkube.iso9660.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of an image. Reads are positional, so an implementation is thread-safe. */
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

  /**
   * Writes up to a number of bytes to a channel, as fast as the two allow.
   *
   * @return bytes written, 0 at or behind the end
   */
  default long transferTo(long position, long count, WritableByteChannel target)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
    long done = 0;
    while (done < count) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
      if (read(position + done, buffer) < 0) {
        break;
      }
      buffer.flip();
      int read = buffer.remaining();
      while (buffer.hasRemaining()) {
        int written = target.write(buffer);
        if (written == 0) {
          return done + read - buffer.remaining(); // a target that does not block
        }
      }
      done += read;
    }
    return done;
  }

  /** The bytes mapped into memory, read-only; empty if this source cannot do so. */
  default Optional<MappedByteBuffer> map(long position, long length) throws IOException {
    return Optional.empty();
  }

  /**
   * A part as a source of its own, such as the partition of a disk that holds an image. Closing it
   * closes this one.
   *
   * @throws IllegalArgumentException if it does not lie inside
   */
  default ImageSource section(long start, long length) {
    if (start < 0 || length < 0 || start > size() - length) {
      throw new IllegalArgumentException(
          "no " + length + " bytes at " + start + " of " + size() + " bytes");
    }
    return new SectionSource(this, start, length);
  }

  /** Opens a file, on any file system. */
  static ImageSource open(Path file) throws IOException {
    try {
      return FileSource.open(file);
    } catch (UnsupportedOperationException e) {
      return of(Files.newByteChannel(file)); // a file system without file channels
    }
  }

  /** Reads from a channel, which is closed with the source and must not be used otherwise. */
  static ImageSource of(SeekableByteChannel channel) throws IOException {
    return channel instanceof FileChannel file
        ? FileSource.of(file)
        : new ChannelSource(channel, channel.size());
  }
}
