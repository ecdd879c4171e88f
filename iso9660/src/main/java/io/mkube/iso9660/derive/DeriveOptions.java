package io.mkube.iso9660.derive;

/**
 * How an image is derived.
 *
 * @param durability when it is taken to be written
 * @param listener is told of the progress and can cancel
 */
public record DeriveOptions(Durability durability, DeriveListener listener) {
  /** Left to the operating system, without a listener. */
  public static final DeriveOptions DEFAULT =
      new DeriveOptions(Durability.CACHED, DeriveListener.NONE);

  /** The same with another durability. */
  public DeriveOptions with(Durability other) {
    return new DeriveOptions(other, listener);
  }

  /** The same with another listener. */
  public DeriveOptions with(DeriveListener other) {
    return new DeriveOptions(durability, other);
  }
}
