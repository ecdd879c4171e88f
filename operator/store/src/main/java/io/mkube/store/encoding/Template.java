package io.mkube.store.encoding;

import org.jspecify.annotations.Nullable;

/**
 * An object that others of its kind resemble: values are packed as what differs from it.
 *
 * <p>The packed form is a sequence of literal bytes and copies, as in LZ4: a byte with the number
 * of literals in its upper half and the length of the copy less 4 in its lower one; what is missing
 * of a number of 15 or more, in bytes that are added up until one is not 255; the literals; how far
 * the copy reaches back (2 bytes, the lower first), in what has been unpacked with the template
 * before it; what is missing of the copy's length. The last literals may be without a copy.
 *
 * <p>Immutable; thread-safe.
 */
public final class Template {
  /** A copy reaches this far back at most. */
  static final int REACH = 0xffff;

  /** Longest template, so that every value can reach all of it for as long again. */
  public static final int LONGEST = 32 << 10;

  /** A copy is at least this long. */
  static final int SHORTEST_COPY = 4;

  /** A length in half a byte that goes on in the bytes behind it. */
  static final int LONG = 15;

  private final byte[] bytes;
  private volatile char @Nullable [] places;

  /**
   * Takes the example.
   *
   * @param bytes at most {@link #LONGEST}; not copied, not to be changed
   */
  public Template(byte[] bytes) {
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException("a template of " + bytes.length + " bytes");
    }
    this.bytes = bytes;
  }

  /** The example; not copied, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Places in the template by the hash of the bytes there, counted from 1. */
  char[] places() {
    char[] known = places;
    if (known == null) {
      known = new char[TemplatePacker.TABLE];
      for (int i = 0; i <= bytes.length - SHORTEST_COPY; i++) {
        known[TemplatePacker.hash(bytes, i)] = (char) (i + 1);
      }
      places = known;
    }
    return known;
  }

  /**
   * Reverses {@link TemplatePacker#pack}.
   *
   * @throws IllegalArgumentException if this is not a packed value of that length
   */
  public byte[] unpack(byte[] packed, int length) {
    try {
      byte[] value = new byte[length];
      new Unpacking(bytes, packed, value).run();
      return value;
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a packed value of " + length + " bytes", e);
    }
  }

  private static final class Unpacking {
    private final byte[] template;
    private final byte[] packed;
    private final byte[] value;
    private int in;
    private int out;

    Unpacking(byte[] template, byte[] packed, byte[] value) {
      this.template = template;
      this.packed = packed;
      this.value = value;
    }

    void run() {
      while (in < packed.length) {
        int token = packed[in++];
        int literals = length((token >>> 4) & LONG);
        System.arraycopy(packed, in, value, out, literals);
        in += literals;
        out += literals;
        if (in < packed.length) {
          int distance = (packed[in] & 0xff) | (packed[in + 1] & 0xff) << 8;
          in += 2;
          copy(distance, SHORTEST_COPY + length(token & LONG));
        }
      }
      if (out != value.length) {
        throw new IllegalArgumentException("ends after " + out + " of " + value.length + " bytes");
      }
    }

    private int length(int half) {
      int length = half;
      if (half == LONG) {
        int more;
        do {
          more = packed[in++] & 0xff;
          length = Math.addExact(length, more);
        } while (more == 0xff);
      }
      return length;
    }

    private void copy(int distance, int length) {
      int from = out - distance;
      int left = length;
      if (from < 0) {
        int count = Math.min(left, -from);
        System.arraycopy(template, template.length + from, value, out, count);
        out += count;
        left -= count;
        from = 0;
      }
      if (distance == 0 || left > value.length - out) {
        throw new IndexOutOfBoundsException(out);
      }
      if (from + left <= out) {
        System.arraycopy(value, from, value, out, left);
        out += left;
      } else {
        for (int end = out + left; out < end; out++) {
          value[out] = value[from++];
        }
      }
    }
  }
}
