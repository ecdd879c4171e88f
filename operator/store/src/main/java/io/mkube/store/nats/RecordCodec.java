package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.store.Write;
import io.mkube.store.encoding.ValueCompression;
import io.mkube.store.encoding.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, format 1: flags, number of the format, the key's revision before, who
 * wrote it, uid, and the value to the end, compressed if that pays.
 */
final class RecordCodec {
  static final int FORMAT = 1;

  /** Smaller values cost more time to compress than to send. */
  static final int COMPRESSED_FROM = 4 << 10;

  private static final int DELETE = 1;
  private static final int COMPRESSED = 2;
  private static final int KNOWN_FLAGS = DELETE | COMPRESSED;
  private static final int LARGEST_VALUE = 64 << 20;

  private RecordCodec() {}

  /**
   * Which write made a record; no two have the same.
   *
   * @param store random number of the store that wrote it
   * @param number counts the writes of that store
   */
  record Origin(long store, long number) {}

  /**
   * A record without its value.
   *
   * @param deletion whether the key is gone
   * @param previousRevision the key's revision before, 0 if it did not exist
   * @param origin the write that made it
   * @param uid uid of the object
   * @param length length of the value
   * @param stored the value as it is stored
   */
  record Decoded(
      boolean deletion,
      long previousRevision,
      Origin origin,
      String uid,
      int length,
      ByteBuffer stored) {
    /**
     * The value.
     *
     * @throws IllegalArgumentException if it cannot be decompressed
     */
    byte[] value() {
      byte[] bytes = new byte[stored.remaining()];
      stored.get(stored.position(), bytes);
      if (length == bytes.length) {
        return bytes;
      }
      try {
        return ValueCompression.decompress(bytes, length);
      } catch (DataFormatException e) {
        throw new IllegalArgumentException("a value that cannot be decompressed: " + e, e);
      }
    }
  }

  /**
   * Writes a record.
   *
   * @param stored the value in the form that {@link ValueCompression#compress} returned
   */
  static byte[] encode(Write write, Origin origin, byte[] stored) {
    byte[] uid = write.uid().getBytes(UTF_8);
    int length = write.value().length;
    int flags = write instanceof Write.Delete ? DELETE : 0;
    int size = 2 + Varint.size(write.expectedRevision()) + Long.BYTES;
    size += Varint.size(origin.number()) + Varint.size(uid.length) + uid.length + stored.length;
    if (stored.length != length) {
      flags |= COMPRESSED;
      size += Varint.size(length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.put((byte) FORMAT).put((byte) flags);
    Varint.put(bytes, write.expectedRevision());
    bytes.putLong(origin.store());
    Varint.put(bytes, origin.number());
    Varint.put(bytes, uid.length);
    bytes.put(uid);
    if (stored.length != length) {
      Varint.put(bytes, length);
    }
    return bytes.put(stored).array();
  }

  /**
   * Reads only who wrote a record; null if it is none.
   *
   * @param data the record
   */
  static @Nullable Origin origin(byte[] data) {
    if (data.length < 2 || data[0] != FORMAT) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(data, 2, data.length - 2);
    try {
      Varint.get(bytes);
      return new Origin(bytes.getLong(), Varint.get(bytes));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException saying why these bytes are no record
   */
  static Decoded decode(byte[] data) {
    ByteBuffer bytes = ByteBuffer.wrap(data);
    try {
      int format = bytes.get();
      if (format != FORMAT) {
        throw new IllegalArgumentException("a record of the unknown format " + format);
      }
      int flags = bytes.get();
      if ((flags & ~KNOWN_FLAGS) != 0) {
        throw new IllegalArgumentException("unknown record flags " + flags);
      }
      long previous = Varint.get(bytes);
      Origin origin = new Origin(bytes.getLong(), Varint.get(bytes));
      byte[] uid = new byte[bounded(Varint.get(bytes), bytes.remaining())];
      bytes.get(uid);
      int length =
          (flags & COMPRESSED) == 0 ? bytes.remaining() : bounded(Varint.get(bytes), LARGEST_VALUE);
      return new Decoded(
          (flags & DELETE) != 0, previous, origin, new String(uid, UTF_8), length, bytes.slice());
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a record that ends early", e);
    }
  }

  private static int bounded(long length, int most) {
    if (length > most) {
      throw new IllegalArgumentException("a length of " + length + ", at most " + most);
    }
    return (int) length;
  }
}
