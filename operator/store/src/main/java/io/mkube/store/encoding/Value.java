package io.mkube.store.encoding;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one object, held once by store, history and cache. What nobody has read for a while
 * can be packed and is unpacked at each read. Thread-safe.
 */
public final class Value {
  private final int length;
  private volatile byte @Nullable [] plain;
  private volatile @Nullable Packed packed;

  /** Written without care: a lost mark only means that a value is packed a little early. */
  private boolean used = true;

  /**
   * A packed form.
   *
   * @param bytes the form; not copied, not to be changed
   * @param template the template by which it was packed
   */
  public record Packed(byte[] bytes, Template template) {}

  private Value(int length, byte @Nullable [] plain, @Nullable Packed packed) {
    this.length = length;
    this.plain = plain;
    this.packed = packed;
  }

  /** Holds bytes, which are not copied and not to be changed. */
  public static Value of(byte[] bytes) {
    return new Value(bytes.length, bytes, null);
  }

  /** Holds a packed form of so many bytes. */
  public static Value packed(Packed packed, int length) {
    return new Value(length, null, packed);
  }

  /** The bytes; not copied when they are plain, not to be changed. */
  public byte[] bytes() {
    byte[] bytes = plain;
    if (bytes != null) {
      return bytes;
    }
    Packed form = packed;
    if (form == null) {
      throw new IllegalStateException("a value is neither plain nor packed");
    }
    return form.template().unpack(form.bytes(), length);
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** The packed form, null while the bytes are plain. */
  public @Nullable Packed packed() {
    return packed;
  }

  /** Notes that somebody reads it. */
  public void use() {
    if (!used) {
      used = true;
    }
  }

  /** Whether it was read since this was asked last. */
  public boolean takeUse() {
    boolean before = used;
    used = false;
    return before;
  }

  /** Lets go of the plain bytes. */
  public void pack(Packed form) {
    packed = form;
    plain = null;
  }
}
