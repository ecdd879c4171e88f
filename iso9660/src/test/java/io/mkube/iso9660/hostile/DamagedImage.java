package io.mkube.iso9660.hostile;

import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.format.Sector;
import java.util.Arrays;

/**
 * An image to which bytes of a fuzzer are done. Five bytes are one change: sector among those that
 * are not plain zeros, place in it, and the byte to put there; a sector number of 65535 cuts the
 * image off.
 */
final class DamagedImage {
  private static final int CHANGE = 5;
  private static final int CUT = 0xFFFF;
  private final byte[] image;
  private final int[] sectors;

  DamagedImage(byte[] image) {
    this.image = image;
    int[] used = new int[image.length / Sector.SIZE];
    int count = 0;
    for (int sector = 0; sector < used.length; sector++) {
      if (!zero(sector)) {
        used[count++] = sector;
      }
    }
    this.sectors = Arrays.copyOf(used, count);
  }

  private boolean zero(int sector) {
    for (int i = sector * Sector.SIZE; i < (sector + 1) * Sector.SIZE; i++) {
      if (image[i] != 0) {
        return false;
      }
    }
    return true;
  }

  MemorySource with(byte[] changes) {
    byte[] copy = image.clone();
    int size = copy.length;
    for (int at = 0; at + CHANGE <= changes.length; at += CHANGE) {
      int sector = number(changes, at);
      int place = number(changes, at + 2);
      if (sector == CUT) {
        size = Math.min(size, place * Sector.SIZE / 4);
      } else {
        int offset = sectors[sector % sectors.length] * Sector.SIZE + place % Sector.SIZE;
        copy[offset] = changes[at + 4];
      }
    }
    return new MemorySource(size == copy.length ? copy : Arrays.copyOf(copy, size));
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }
}
