package io.mkube.store.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packs values by a {@link Template}: some microseconds for an object of two kilobytes, of which a
 * tenth remains when the template is of the same workload. Not thread-safe.
 */
public final class TemplatePacker {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int TABLE_BITS = 12;
  private static final int HASH = 0x9e3779b1;

  /** Number of hashes. */
  static final int TABLE = 1 << TABLE_BITS;

  private final int[] table = new int[TABLE];
  private byte[] window = new byte[0];
  private byte[] packed = new byte[0];
  private int out;

  /** The packed form, or null if that would not save a quarter. */
  public byte @Nullable [] pack(Template template, byte[] value) {
    int begin = template.bytes().length;
    int end = begin + value.length;
    prepare(template, value);
    int most = value.length - value.length / 4;
    int at = begin;
    int anchor = begin;
    int distance = 0;
    while (at <= end - Template.SHORTEST_COPY) {
      // What differs, such as a uid, often has the same length: the template goes on behind it.
      int length = distance == 0 ? 0 : common(at - distance, at, end);
      int slot = hash(window, at);
      int found = table[slot] - 1;
      table[slot] = at + 1;
      if (found >= 0 && at - found <= Template.REACH) {
        int other = common(found, at, end);
        if (other > length) {
          length = other;
          distance = at - found;
        }
      }
      if (length < Template.SHORTEST_COPY) {
        at++;
        continue;
      }
      if (out + at - anchor > most) {
        return null;
      }
      literals(anchor, at - anchor, length - Template.SHORTEST_COPY);
      copy(distance, length - Template.SHORTEST_COPY);
      at += length;
      anchor = at;
    }
    if (out + end - anchor > most) {
      return null;
    }
    if (anchor < end) {
      literals(anchor, end - anchor, 0);
    }
    return Arrays.copyOf(packed, out);
  }

  private void prepare(Template template, byte[] value) {
    byte[] example = template.bytes();
    int end = example.length + value.length;
    if (window.length < end || window.length > 4 * (end + Template.LONGEST)) {
      window = new byte[end + end / 4];
      // Lengths take a byte more in each 255, and a copy three.
      packed = new byte[window.length + window.length / 64 + 64];
    }
    System.arraycopy(example, 0, window, 0, example.length);
    System.arraycopy(value, 0, window, example.length, value.length);
    char[] places = template.places();
    for (int i = 0; i < TABLE; i++) {
      table[i] = places[i];
    }
    out = 0;
  }

  private void literals(int from, int count, int copied) {
    packed[out++] = (byte) (Math.min(count, Template.LONG) << 4 | Math.min(copied, Template.LONG));
    more(count);
    System.arraycopy(window, from, packed, out, count);
    out += count;
  }

  private void copy(int distance, int length) {
    packed[out++] = (byte) distance;
    packed[out++] = (byte) (distance >>> 8);
    more(length);
  }

  private void more(int length) {
    if (length >= Template.LONG) {
      int rest = length - Template.LONG;
      for (; rest >= 0xff; rest -= 0xff) {
        packed[out++] = (byte) 0xff;
      }
      packed[out++] = (byte) rest;
    }
  }

  private int common(int one, int other, int end) {
    int mismatch = Arrays.mismatch(window, one, one + end - other, window, other, end);
    return mismatch < 0 ? end - other : mismatch;
  }

  static int hash(byte[] bytes, int at) {
    return ((int) INT.get(bytes, at) * HASH) >>> (Integer.SIZE - TABLE_BITS);
  }
}
