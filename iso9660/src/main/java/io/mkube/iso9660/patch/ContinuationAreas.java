package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Room for entries that do not fit into their record: sectors that hold nothing else, directly
 * behind the directory, where libarchive looks for them and nowhere else. No area crosses a sector,
 * which Linux refuses to read.
 */
final class ContinuationAreas {
  private final Draft draft;
  private final SpaceMap space;

  /** Sectors of areas by their position, and how much of each is used. */
  private final Map<Long, Integer> sectors = new HashMap<>();

  /** How many areas are in each. */
  private final Map<Long, Integer> users = new HashMap<>();

  ContinuationAreas(Draft draft, SpaceMap space) {
    this.draft = draft;
    this.space = space;
  }

  /** How many sectors hold areas of some lengths, which are given room in their order. */
  static int sectors(List<Integer> lengths) {
    List<Integer> used = new ArrayList<>();
    for (int length : lengths) {
      int at = 0;
      while (at < used.size() && used.get(at) + length > Sector.SIZE) {
        at++;
      }
      if (at == used.size()) {
        used.add(0);
      }
      used.set(at, used.get(at) + length);
    }
    return used.size();
  }

  /**
   * Takes note of an area that is there. To be called when all that is no area has been marked as
   * used: what lies in a sector with something else leaves no room to others.
   */
  void found(Extent area) {
    long sector = area.position() / Sector.SIZE * Sector.SIZE;
    int end = (int) Math.min(Sector.SIZE, area.end() - sector);
    if (sectors.containsKey(sector)) {
      sectors.merge(sector, end, Math::max);
    } else if (!space.isUsed(sector)) {
      sectors.put(sector, end);
    }
    users.merge(sector, 1, Integer::sum);
    space.use(area);
  }

  /** Takes sectors for areas that have been allocated. */
  void add(long position, int count) {
    draft.zero(position, (long) count * Sector.SIZE);
    for (int i = 0; i < count; i++) {
      sectors.put(position + (long) i * Sector.SIZE, 0);
    }
  }

  /** Takes note of an area that nothing names any longer; a sector without areas is free. */
  void release(Extent area) throws IOException {
    long sector = area.position() / Sector.SIZE * Sector.SIZE;
    if (sectors.containsKey(sector) && users.merge(sector, -1, Integer::sum) == 0) {
      sectors.remove(sector);
      space.free(new Extent(sector, Sector.SIZE));
    }
  }

  /** Whether there is room behind a directory that ends at a position, or could be made. */
  boolean makeRoom(int length, long end) throws IOException {
    long sector = sector(length, end);
    if (!sectors.containsKey(sector)) {
      if (!space.take(sector)) {
        return false;
      }
      add(sector, 1);
    }
    return true;
  }

  /**
   * Writes entries into room that has been made and gives their position.
   *
   * @param entries at most a sector of them
   * @param end position behind the directory that names them
   */
  long write(byte[] entries, long end) throws IOException {
    long sector = sector(entries.length, end);
    Integer used = sectors.get(sector);
    if (used == null) {
      throw new IllegalStateException("no room was made behind the directory that ends at " + end);
    }
    draft.write(sector + used, entries);
    sectors.put(sector, used + entries.length);
    users.merge(sector, 1, Integer::sum);
    return sector + used;
  }

  /** The first sector with room behind a directory, or else the one behind those. */
  private long sector(int length, long end) throws IOException {
    long sector = Sector.roundUp(end);
    Integer used = sectors.get(sector);
    while (used != null && !isEmpty(sector + used, Sector.SIZE - used, length)) {
      sector += Sector.SIZE;
      used = sectors.get(sector);
    }
    return sector;
  }

  private boolean isEmpty(long position, int room, int length) throws IOException {
    return room >= length
        && position + room <= draft.size()
        && draft.bytes(position, room, "SUSP 5.1").zero();
  }
}
