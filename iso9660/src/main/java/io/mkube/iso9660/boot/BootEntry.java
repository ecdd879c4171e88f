package io.mkube.iso9660.boot;

import io.mkube.iso9660.format.Sector;

/**
 * A boot image that a catalog names (El Torito 2.2, 2.4).
 *
 * @param offset position of the entry in the image
 * @param platform what machines it is for
 * @param bootable whether it is marked as bootable
 * @param media 0 for no emulation, else the kind of disk to emulate
 * @param loadSegment segment to load to, 0 for 0x7C0
 * @param sectorCount sectors of 512 bytes to load; of an UEFI image that is too large for the field
 *     it says nothing
 * @param block sector of the boot image
 */
public record BootEntry(
    long offset,
    Platform platform,
    boolean bootable,
    int media,
    int loadSegment,
    int sectorCount,
    long block) {
  /** Length of an entry in bytes. */
  public static final int LENGTH = 32;

  private static final int VIRTUAL_SECTOR = 512;

  /** Machines that a boot image is for. */
  public enum Platform {
    X86(0),
    POWER_PC(1),
    MAC(2),
    UEFI(0xEF),
    OTHER(-1);

    private final int code;

    Platform(int code) {
      this.code = code;
    }

    static Platform of(int code) {
      for (Platform platform : values()) {
        if (platform.code == code) {
          return platform;
        }
      }
      return OTHER;
    }
  }

  /** Position of the boot image. */
  public long position() {
    return block * Sector.SIZE;
  }

  /** Bytes that the sector count stands for. */
  public long loadedBytes() {
    return (long) sectorCount * VIRTUAL_SECTOR;
  }
}
