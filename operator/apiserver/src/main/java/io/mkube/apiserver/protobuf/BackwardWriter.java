package io.mkube.apiserver.protobuf;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the wire format of protobuf from its end to its beginning, so that the length of a message
 * is known when its turn comes, and nothing is measured or moved. Fields are therefore written in
 * the opposite of the order that readers see. For one thread.
 */
final class BackwardWriter {
  private static final int SMALLEST = 512;
  private static final int MAX_VARINT = 10;

  private byte[] bytes;
  private int start;

  /** Makes room for about this many bytes. */
  BackwardWriter(int expected) {
    bytes = new byte[Math.max(SMALLEST, expected)];
    start = bytes.length;
  }

  /** The number of bytes that have been written. */
  int size() {
    return bytes.length - start;
  }

  /** Forgets what was written and keeps the room. */
  void clear() {
    start = bytes.length;
  }

  byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  void write(OutputStream out) throws IOException {
    out.write(bytes, start, size());
  }

  void raw(byte[] value) {
    need(value.length);
    start -= value.length;
    System.arraycopy(value, 0, bytes, start, value.length);
  }

  void varint(long value) {
    need(MAX_VARINT);
    if ((value & ~0x7fL) == 0) {
      bytes[--start] = (byte) value;
      return;
    }
    int at = start - varintSize(value);
    start = at;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
  }

  /** The bytes that a varint takes. */
  static int varintSize(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  void tag(int number, int wireType) {
    varint((long) number << 3 | wireType);
  }

  /** Four bytes, the most significant one first. */
  void bigEndian(int value) {
    need(Integer.BYTES);
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[--start] = (byte) (value >>> (Byte.SIZE * i));
    }
  }

  /** Begins the delimited field whose content is what was written since {@code sizeBefore}. */
  void delimit(int number, int sizeBefore) {
    varint(size() - sizeBefore);
    tag(number, WireReader.DELIMITED);
  }

  void varintField(int number, long value) {
    varint(value);
    tag(number, WireReader.VARINT);
  }

  void doubleField(int number, double value) {
    long bits = Double.doubleToRawLongBits(value);
    need(Long.BYTES);
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      bytes[--start] = (byte) (bits >>> (Byte.SIZE * i));
    }
    tag(number, WireReader.FIXED64);
  }

  void bytesField(int number, byte[] value) {
    raw(value);
    varint(value.length);
    tag(number, WireReader.DELIMITED);
  }

  void stringField(int number, String value) {
    int before = size();
    text(value);
    delimit(number, before);
  }

  private void text(String value) {
    int length = value.length();
    need(length);
    int at = start;
    for (int i = length - 1; i >= 0; i--) {
      char next = value.charAt(i);
      if (next >= 0x80) {
        raw(value.getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[--at] = (byte) next;
    }
    start = at;
  }

  private void need(int count) {
    if (count > start) {
      int size = size();
      byte[] larger = new byte[Math.max(bytes.length * 2, size + count + SMALLEST)];
      System.arraycopy(bytes, start, larger, larger.length - size, size);
      start = larger.length - size;
      bytes = larger;
    }
  }
}
