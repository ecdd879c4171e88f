package io.mkube.iso9660.format;

/** Logical sectors (ECMA-119 6.1.2). */
public final class Sector {
  /** Bytes of a sector. */
  public static final int SIZE = 2048;

  private Sector() {}

  /** Sectors that hold a number of bytes. */
  public static long count(long bytes) {
    return (bytes + SIZE - 1) / SIZE;
  }

  /** A number of bytes rounded up to whole sectors. */
  public static long roundUp(long bytes) {
    return count(bytes) * SIZE;
  }
}
