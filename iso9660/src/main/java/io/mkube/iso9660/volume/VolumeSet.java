package io.mkube.iso9660.volume;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sequence of volume descriptors (ECMA-119 6.7.1).
 *
 * @param firstSector sector of the first descriptor
 * @param shift sectors to add to every address: 0, or the partition offset of a twin set
 * @param volumes descriptors with a tree, in their order
 * @param bootCatalog sector of the El Torito boot catalog
 * @param damaged what is wrong with descriptors that had to be left out
 * @param udf whether there is a UDF file system beside this one
 * @param terminator sector of the terminator, empty if there is none
 */
public record VolumeSet(
    long firstSector,
    long shift,
    List<VolumeDescriptor> volumes,
    OptionalLong bootCatalog,
    List<IsoFormatException> damaged,
    boolean udf,
    OptionalLong terminator) {
  /** Sector of the first descriptor of an image (ECMA-119 6.2.1: behind the system area). */
  public static final long FIRST_SECTOR = 16;

  /** Real images have fewer than ten; an endless sequence is an attack. */
  private static final int MAX_DESCRIPTORS = 64;

  private static final String CLAUSE = "ECMA-119 8.1";
  private static final String EL_TORITO = "EL TORITO SPECIFICATION";
  private static final int RAW_SECTOR_SYNC = 12;
  private static final long UDF_ANCHOR = 256;

  public VolumeSet {
    volumes = List.copyOf(volumes);
    damaged = List.copyOf(damaged);
  }

  /**
   * Reads the descriptors of an image: of its newest session, if it has several.
   *
   * @throws IsoFormatException if it is not an image of this kind
   */
  public static VolumeSet read(ImageSource source) throws IOException {
    requireImage(source, FIRST_SECTOR);
    return read(source, Sessions.find(source).current(), 0);
  }

  /** The sessions of an image. */
  public static Sessions sessions(ImageSource source) throws IOException {
    requireImage(source, FIRST_SECTOR);
    return Sessions.find(source);
  }

  /**
   * Whether something claims to be an image, which may be broken or of a kind that is not read.
   * What is no image at all should be left to others.
   */
  public static boolean isClaimed(ImageSource source) throws IOException {
    if (source.size() < (FIRST_SECTOR + 1) * Sector.SIZE) {
      return false;
    }
    return isRaw(source)
        || isDescriptor(source, FIRST_SECTOR, 0)
        || isUdfMark(source, FIRST_SECTOR)
        || hasAnchor(source);
  }

  /**
   * Reads the descriptors at a sector: of another session, or the twin set of a partition.
   *
   * @param shift sectors to add to every address in them
   */
  public static VolumeSet read(ImageSource source, long firstSector, long shift)
      throws IOException {
    requireImage(source, firstSector);
    Reader reader = new Reader(source, shift);
    VolumeSet set = reader.read(firstSector);
    if (set.find(VolumeDescriptor.Kind.PRIMARY).isEmpty()) {
      if (!set.damaged.isEmpty()) {
        throw set.damaged.getFirst();
      }
      throw new IsoFormatException(
          set.udf ? "ECMA-167 3/9" : "ECMA-119 6.7.1.1",
          firstSector * Sector.SIZE,
          set.udf
              ? "the image holds a UDF file system only, no ISO 9660 one that could be read"
              : "there is no primary volume descriptor");
    }
    return set;
  }

  /**
   * The descriptors that xorriso writes for a partition that starts inside the image, so that it
   * can be mounted alone ({@code -partition_offset}).
   *
   * @param partitionStart first sector of the partition
   */
  public static Optional<VolumeSet> twin(ImageSource source, long partitionStart)
      throws IOException {
    long sector = partitionStart + FIRST_SECTOR;
    if (partitionStart <= 0 || !isDescriptor(source, sector, 1)) {
      return Optional.empty();
    }
    VolumeSet set = read(source, sector, partitionStart);
    // In an image with several sessions the one at this sector counts from the image's start.
    VolumeDescriptor volume = set.primary();
    long root = volume.position(volume.rootRecord().both32(2));
    if (root < 0 || root > source.size() - Sector.SIZE) {
      return Optional.empty();
    }
    Bytes self = source.bytes(root, Sector.SIZE, "ECMA-119 9.1");
    boolean pointsToItself =
        self.u8(0) >= VolumeDescriptor.ROOT_RECORD_LENGTH
            && self.u8(32) == 1
            && self.u8(33) == 0
            && volume.position(self.both32(2)) == root;
    return pointsToItself ? Optional.of(set) : Optional.empty();
  }

  /** The primary volume descriptor. */
  public VolumeDescriptor primary() {
    return find(VolumeDescriptor.Kind.PRIMARY).orElseThrow();
  }

  /** The first descriptor of a kind. */
  public Optional<VolumeDescriptor> find(VolumeDescriptor.Kind kind) {
    return volumes.stream().filter(volume -> volume.kind() == kind).findFirst();
  }

  private static void requireImage(ImageSource source, long firstSector) throws IOException {
    if (source.size() < (firstSector + 1) * Sector.SIZE) {
      throw new IsoFormatException(
          CLAUSE, source.size(), "the image ends before its volume descriptors");
    }
    if (isRaw(source)) {
      throw new IsoFormatException(
          "ECMA-130 14.1", 0, "the image has raw sectors of 2352 bytes, convert it first");
    }
    if (!isDescriptor(source, firstSector, 0)
        && !isUdfMark(source, firstSector)
        && !hasAnchor(source)) {
      throw new IsoFormatException(
          "ECMA-119 8.1.2",
          firstSector * Sector.SIZE + 1,
          "CD001 is missing: this is no ISO 9660 image");
    }
  }

  private static boolean isRaw(ImageSource source) throws IOException {
    Bytes head = source.bytes(0, RAW_SECTOR_SYNC, CLAUSE);
    return head.le32(0) == 0xFFFFFF00L && head.le32(4) == 0xFFFFFFFFL && head.le32(8) == 0xFFFFFFL;
  }

  /** Whether there is the anchor that each UDF volume has at this sector (ECMA-167 3/10.2). */
  private static boolean hasAnchor(ImageSource source) throws IOException {
    if (source.size() < (UDF_ANCHOR + 1) * Sector.SIZE) {
      return false;
    }
    Bytes tag = source.bytes(UDF_ANCHOR * Sector.SIZE, 16, CLAUSE);
    int sum = 0;
    for (int i = 0; i < tag.length(); i++) {
      sum += i == 4 ? 0 : tag.u8(i);
    }
    return tag.le16(0) == 2 && tag.le32(12) == UDF_ANCHOR && (sum & 0xFF) == tag.u8(4);
  }

  /** Whether there is a descriptor, of one type or, with 0, of any. */
  private static boolean isDescriptor(ImageSource source, long sector, int type)
      throws IOException {
    if (source.size() < (sector + 1) * Sector.SIZE) {
      return false;
    }
    Bytes head = source.bytes(sector * Sector.SIZE, 7, CLAUSE);
    return head.has(1, "CD001") && (type == 0 || head.u8(0) == type);
  }

  private static boolean isUdfMark(ImageSource source, long sector) throws IOException {
    Bytes head = source.bytes(sector * Sector.SIZE, 7, CLAUSE);
    return head.has(1, "BEA01") || head.has(1, "NSR02") || head.has(1, "NSR03");
  }

  /** One pass over the descriptors. */
  private static final class Reader {
    private final ImageSource source;
    private final long shift;
    private final List<VolumeDescriptor> volumes = new ArrayList<>();
    private final List<IsoFormatException> damaged = new ArrayList<>();
    private OptionalLong bootCatalog = OptionalLong.empty();
    private OptionalLong terminator = OptionalLong.empty();
    private boolean udf;

    Reader(ImageSource source, long shift) {
      this.source = source;
      this.shift = shift;
    }

    VolumeSet read(long first) throws IOException {
      for (long sector = first; sector < first + MAX_DESCRIPTORS; sector++) {
        if (source.size() < (sector + 1) * Sector.SIZE || !accept(sector)) {
          break;
        }
      }
      boolean bridge = udf || (shift == 0 && hasAnchor(source));
      return new VolumeSet(first, shift, volumes, bootCatalog, damaged, bridge, terminator);
    }

    /** Takes one sector; false when the sequence has ended. */
    private boolean accept(long sector) throws IOException {
      Bytes bytes = source.bytes(sector * Sector.SIZE, Sector.SIZE, CLAUSE);
      if (bytes.has(1, "NSR02") || bytes.has(1, "NSR03")) {
        udf = true;
        return true;
      }
      if (bytes.has(1, "BEA01") || bytes.has(1, "TEA01") || bytes.has(1, "BOOT2")) {
        return true;
      }
      if (!bytes.has(1, "CD001")) {
        return false;
      }
      if (terminator.isPresent()) {
        return false;
      }
      switch (bytes.u8(0)) {
        case 0 -> {
          if (bytes.has(7, EL_TORITO) && bootCatalog.isEmpty()) {
            bootCatalog = OptionalLong.of(bytes.le32(71) + shift);
          }
        }
        case 1, 2 -> addVolume(bytes);
        case 255 -> terminator = OptionalLong.of(sector);
        default -> {
          // Partition descriptors and reserved types hold no tree.
        }
      }
      return true;
    }

    private void addVolume(Bytes bytes) {
      try {
        volumes.add(VolumeDescriptor.read(bytes, shift));
      } catch (IsoFormatException e) {
        damaged.add(e);
      }
    }
  }
}
