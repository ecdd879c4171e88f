package io.mkube.store.encoding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Whole numbers from 0 in seven bits a byte, the lowest first. */
public final class Varint {
  private static final int LONGEST = 9;

  private Varint() {}

  /** How many bytes a number takes. */
  public static int size(long value) {
    int size = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      size++;
    }
    return size;
  }

  /** Writes a number, which must not be negative. */
  public static void put(ByteBuffer buffer, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if it is longer than 63 bits
   * @throws BufferUnderflowException if the buffer ends before the number does
   */
  public static long get(ByteBuffer buffer) {
    long value = 0;
    for (int i = 0; i < LONGEST; i++) {
      byte next = buffer.get();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 63 bits");
  }
}
