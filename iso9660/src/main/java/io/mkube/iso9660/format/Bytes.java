package io.mkube.iso9660.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A piece of an image that knows where it comes from. Reads outside it are a broken image, not a
 * broken program: they throw {@link IsoFormatException}. Not copied, not to be changed.
 */
public final class Bytes {
  private static final VarHandle LITTLE_16 = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_16 = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_32 = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_32 = view(int[].class, ByteOrder.BIG_ENDIAN);
  private final byte[] array;
  private final int start;
  private final int length;
  private final long offset;

  /**
   * Wraps an array.
   *
   * @param offset position of its first byte in the image
   */
  public Bytes(byte[] array, long offset) {
    this(array, 0, array.length, offset);
  }

  private Bytes(byte[] array, int start, int length, long offset) {
    this.array = array;
    this.start = start;
    this.length = length;
    this.offset = offset;
  }

  public int length() {
    return length;
  }

  /** Position of the first byte in the image. */
  public long offset() {
    return offset;
  }

  /** Position in the image of the byte at an index. */
  public long offset(int at) {
    return offset + at;
  }

  /** A part of this piece. */
  public Bytes slice(int at, int count) throws IsoFormatException {
    check(at, count);
    return new Bytes(array, start + at, count, offset + at);
  }

  public int u8(int at) throws IsoFormatException {
    check(at, 1);
    return array[start + at] & 0xFF;
  }

  public int s8(int at) throws IsoFormatException {
    check(at, 1);
    return array[start + at];
  }

  public int le16(int at) throws IsoFormatException {
    check(at, 2);
    return (short) LITTLE_16.get(array, start + at) & 0xFFFF;
  }

  public int be16(int at) throws IsoFormatException {
    check(at, 2);
    return (short) BIG_16.get(array, start + at) & 0xFFFF;
  }

  public long le32(int at) throws IsoFormatException {
    check(at, 4);
    return (int) LITTLE_32.get(array, start + at) & 0xFFFFFFFFL;
  }

  public long be32(int at) throws IsoFormatException {
    check(at, 4);
    return (int) BIG_32.get(array, start + at) & 0xFFFFFFFFL;
  }

  public long le64(int at) throws IsoFormatException {
    return le32(at) | le32(at + 4) << 32;
  }

  /**
   * A number in both byte orders (ECMA-119 7.2.3). Old writers filled in one half only; where both
   * are given and differ, the little endian one counts, as for Linux.
   */
  public int both16(int at) throws IsoFormatException {
    int little = le16(at);
    return little == 0 ? be16(at + 2) : little;
  }

  /** A number in both byte orders (ECMA-119 7.3.3), read like {@link #both16}. */
  public long both32(int at) throws IsoFormatException {
    long little = le32(at);
    return little == 0 ? be32(at + 4) : little;
  }

  /** Text without the spaces and zero bytes that fill its field. */
  public String text(int at, int count, Charset charset) throws IsoFormatException {
    check(at, count);
    String text = new String(array, start + at, count, charset);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Whether ASCII text stands at an index. */
  public boolean has(int at, String ascii) {
    byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
    return at >= 0
        && at <= length - wanted.length
        && Arrays.equals(array, start + at, start + at + wanted.length, wanted, 0, wanted.length);
  }

  /** All of it as text. */
  public String string(Charset charset) {
    return new String(array, start, length, charset);
  }

  /** Whether another piece holds the same bytes. */
  public boolean sameAs(Bytes other) {
    return Arrays.equals(
        array, start, start + length, other.array, other.start, other.start + other.length);
  }

  /** Whether all bytes are zero. */
  public boolean zero() {
    for (int i = 0; i < length; i++) {
      if (array[start + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Copies a part of it into an array. */
  public void copyTo(int at, byte[] target, int targetAt, int count) throws IsoFormatException {
    check(at, count);
    System.arraycopy(array, start + at, target, targetAt, count);
  }

  /** A copy. */
  public byte[] copy() {
    return Arrays.copyOfRange(array, start, start + length);
  }

  private static VarHandle view(Class<?> type, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(type, order);
  }

  private void check(int at, int count) throws IsoFormatException {
    if (at < 0 || count < 0 || at > length - count) {
      throw new IsoFormatException(
          "ECMA-119 6.9",
          offset + Math.max(at, 0),
          "a structure of " + length + " bytes is read at " + at + " for " + count + " bytes");
    }
  }
}
