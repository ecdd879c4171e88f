package io.mkube.iso9660.directory;

/**
 * A run of bytes of an image.
 *
 * @param position position in the image in bytes
 * @param length bytes
 */
public record Extent(long position, long length) {
  /** Position behind the last byte. */
  public long end() {
    return position + length;
  }
}
