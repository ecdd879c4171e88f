package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;

/**
 * Room for entries that do not fit into their record. New areas share a sector of their own, so
 * that none crosses a sector, which Linux refuses to read.
 */
final class ContinuationAreas {
  private final Draft draft;
  private final SpaceMap space;
  private long behind;
  private long position;
  private int used = Sector.SIZE;

  ContinuationAreas(Draft draft, SpaceMap space) {
    this.draft = draft;
    this.space = space;
  }

  /** Behind which position areas are from now on. */
  void startBehind(long place) {
    behind = place;
    used = Sector.SIZE;
  }

  /** Position behind all areas since then. */
  long end() {
    return used == Sector.SIZE ? behind : Math.max(behind, position + Sector.SIZE);
  }

  /** Writes entries, at most a sector of them, and gives their position. */
  long write(byte[] entries) throws IOException {
    if (used + entries.length > Sector.SIZE) {
      position = space.allocate(Sector.SIZE, behind);
      draft.zero(position, Sector.SIZE);
      used = 0;
    }
    long area = position + used;
    draft.write(area, entries);
    used += entries.length;
    return area;
  }
}
