package io.mkube.iso9660.fat;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;

/**
 * Where things are in a FAT file system.
 *
 * @param position position of its first byte in the image
 * @param bits 12, 16 or 32
 * @param sectorSize bytes of a sector
 * @param clusterSize bytes of a cluster
 * @param fatStart position of the first allocation table
 * @param fatSize bytes of an allocation table
 * @param fatCount number of allocation tables
 * @param rootStart position of the root directory; 0 with 32 bits, where it is a file
 * @param rootEntries entries of the root directory; 0 with 32 bits
 * @param rootCluster first cluster of the root directory with 32 bits
 * @param dataStart position of cluster 2
 * @param clusters number of clusters
 * @param infoSector position of the sector that counts free clusters, 0 if there is none
 */
public record FatLayout(
    long position,
    int bits,
    int sectorSize,
    int clusterSize,
    long fatStart,
    long fatSize,
    int fatCount,
    long rootStart,
    int rootEntries,
    long rootCluster,
    long dataStart,
    long clusters,
    long infoSector) {
  private static final String CLAUSE = "FAT BPB";
  private static final int BOOT_SECTOR = 512;
  private static final int ENTRY = 32;

  /**
   * Whether a FAT file system begins at a position.
   *
   * @return false also if what stands there cannot be one
   */
  public static boolean isPresent(ImageSource source, long position) throws IOException {
    if (position < 0 || position > source.size() - BOOT_SECTOR) {
      return false;
    }
    try {
      read(source, position);
      return true;
    } catch (IsoFormatException e) {
      return false;
    }
  }

  /**
   * Reads the boot sector at a position.
   *
   * @throws IsoFormatException if it is none
   */
  public static FatLayout read(ImageSource source, long position) throws IOException {
    Bytes boot = source.bytes(position, BOOT_SECTOR, CLAUSE);
    int sectorSize = boot.le16(11);
    int perCluster = boot.u8(13);
    int fatCount = boot.u8(16);
    require(powerOfTwo(sectorSize) && sectorSize >= 512 && sectorSize <= 4096, boot, 11);
    require(powerOfTwo(perCluster) && perCluster <= 128, boot, 13);
    require(boot.le16(14) > 0, boot, 14);
    require(fatCount == 1 || fatCount == 2, boot, 16);
    int rootEntries = boot.le16(17);
    long total = boot.le16(19) == 0 ? boot.le32(32) : boot.le16(19);
    long fatSectors = boot.le16(22) == 0 ? boot.le32(36) : boot.le16(22);
    long rootSectors = ((long) rootEntries * ENTRY + sectorSize - 1) / sectorSize;
    long firstData = boot.le16(14) + fatCount * fatSectors + rootSectors;
    require(fatSectors > 0 && total > firstData, boot, 19);
    long clusters = (total - firstData) / perCluster;
    int bits = clusters < 4085 ? 12 : clusters < 65525 ? 16 : 32;
    require(rootEntries == 0 == (bits == 32), boot, 17);
    require(fatSectors * sectorSize * 8 >= (clusters + 2) * bits, boot, 22);
    require(position + total * sectorSize <= source.size(), boot, 32);
    long fatStart = position + (long) boot.le16(14) * sectorSize;
    long rootStart = fatStart + fatCount * fatSectors * sectorSize;
    int info = bits == 32 ? boot.le16(48) : 0;
    return new FatLayout(
        position,
        bits,
        sectorSize,
        perCluster * sectorSize,
        fatStart,
        fatSectors * sectorSize,
        fatCount,
        bits == 32 ? 0 : rootStart,
        rootEntries,
        bits == 32 ? boot.le32(44) : 0,
        position + firstData * sectorSize,
        clusters,
        info == 0 || info == 0xFFFF ? 0 : position + (long) info * sectorSize);
  }

  /** Position of a cluster. */
  public long position(long cluster) {
    return dataStart + (cluster - 2) * clusterSize;
  }

  /** Position behind the file system. */
  public long end() {
    return dataStart + clusters * clusterSize;
  }

  private static boolean powerOfTwo(int value) {
    return value > 0 && (value & value - 1) == 0;
  }

  private static void require(boolean right, Bytes boot, int at) throws IsoFormatException {
    if (!right) {
      throw new IsoFormatException(
          CLAUSE, boot.offset(at), "a boot sector of a FAT file system cannot say this");
    }
  }
}
