package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;

/**
 * Checks what stands behind the last record of each sector of a directory: a length byte of zero
 * hides all that follows, which deleting by hand is often found to have done.
 *
 * @param source the image
 * @param findings where to report
 */
record SectorChecker(ImageSource source, Findings findings) {
  void check(Extent directory, long shift) throws IOException {
    boolean ended = false;
    long at = directory.position();
    while (at < directory.end()) {
      long end = at + Sector.SIZE - Math.floorMod(at - shift * Sector.SIZE, Sector.SIZE);
      Bytes sector =
          source.bytes(at, (int) (Math.min(end, directory.end()) - at), "ECMA-119 6.8.1");
      int used = used(sector);
      if (used == 0) {
        ended = true;
      } else {
        findings.expect(
            !ended, at, "ECMA-119 6.8.1.1", "a sector without records stands before others");
      }
      checkRest(sector, used);
      at = end;
    }
  }

  private static int used(Bytes sector) throws IsoFormatException {
    int at = 0;
    while (at < sector.length() && sector.u8(at) != 0) {
      at += sector.u8(at);
    }
    return Math.min(at, sector.length());
  }

  private void checkRest(Bytes sector, int used) throws IsoFormatException {
    Bytes rest = sector.slice(used, sector.length() - used);
    if (rest.zero()) {
      return;
    }
    // A record that lost its length byte still has the length of its identifier.
    boolean record =
        rest.length() > DirectoryRecord.HEAD
            && rest.u8(32) > 0
            && rest.le32(2) == rest.be32(6)
            && rest.le32(10) == rest.be32(14);
    if (record) {
      findings.error(
          rest.offset(), "ECMA-119 9.1.1", "a record of length zero hides those behind it");
    } else {
      findings.warning(
          rest.offset(), "ECMA-119 6.8.1.1", "bytes behind the last record of a sector");
    }
  }
}
