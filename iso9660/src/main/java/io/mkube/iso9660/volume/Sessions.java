package io.mkube.iso9660.volume;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of an image that was written in several steps. Addresses count from the start of the
 * image in all of them, and each later one holds the directories of all that came before.
 *
 * @param firstSectors sector of the first volume descriptor of each, the oldest first
 * @param current sector of the first volume descriptor of the newest one: sector 16 where the
 *     writer has renewed it there, as xorriso does
 */
public record Sessions(List<Long> firstSectors, long current) {
  /** More than any medium takes. */
  private static final int MAX = 1000;

  /** Sessions of a file begin at a multiple of this (libisoburn, emulated table of contents). */
  private static final int ALIGNMENT = 32;

  /** Sectors of lead-out, lead-in and pregap between sessions of a CD: behind the first, later. */
  private static final long[] CD_GAPS = {11_400, 6_900};

  public Sessions {
    firstSectors = List.copyOf(firstSectors);
  }

  /** Finds them; of an image with one session, this. */
  static Sessions find(ImageSource source) throws IOException {
    List<Long> starts = new ArrayList<>();
    boolean renewed = size(source, ALIGNMENT).isPresent();
    Optional<Long> start = Optional.of(renewed ? (long) ALIGNMENT : 0L);
    while (start.isPresent() && starts.size() < MAX) {
      starts.add(start.get());
      start = next(source, start.get());
    }
    return new Sessions(
        starts.stream().map(session -> session + VolumeSet.FIRST_SECTOR).toList(),
        renewed ? VolumeSet.FIRST_SECTOR : starts.getLast() + VolumeSet.FIRST_SECTOR);
  }

  private static Optional<Long> next(ImageSource source, long start) throws IOException {
    Bytes primary = primary(source, start).orElse(null);
    if (primary == null) {
      return Optional.empty();
    }
    long end = start + primary.both32(80);
    long aligned = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    for (long candidate : new long[] {aligned, end, end + CD_GAPS[0], end + CD_GAPS[1]}) {
      if (candidate > start && size(source, candidate).isPresent()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Sectors of a session that begins at a sector: it has to have a root directory, and at an
   * address that counts from the start of the image. So another image that was put behind this one
   * is none.
   */
  private static Optional<Long> size(ImageSource source, long start) throws IOException {
    Bytes primary = primary(source, start).orElse(null);
    if (primary == null || primary.both16(128) != Sector.SIZE) {
      return Optional.empty();
    }
    long root = primary.both32(VolumeDescriptor.ROOT_RECORD + 2);
    if (root <= start || (root + 1) * Sector.SIZE > source.size()) {
      return Optional.empty();
    }
    Bytes self = source.bytes(root * Sector.SIZE, VolumeDescriptor.ROOT_RECORD_LENGTH, "");
    boolean pointsToItself =
        self.u8(0) >= VolumeDescriptor.ROOT_RECORD_LENGTH
            && self.u8(32) == 1
            && self.u8(33) == 0
            && self.both32(2) == root;
    return pointsToItself ? Optional.of(primary.both32(80)) : Optional.empty();
  }

  private static Optional<Bytes> primary(ImageSource source, long start) throws IOException {
    long position = (start + VolumeSet.FIRST_SECTOR) * Sector.SIZE;
    if (position > source.size() - Sector.SIZE) {
      return Optional.empty();
    }
    Bytes sector = source.bytes(position, Sector.SIZE, "ECMA-119 8.4");
    return sector.u8(0) == 1 && sector.has(1, "CD001") ? Optional.of(sector) : Optional.empty();
  }
}
