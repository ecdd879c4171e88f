package io.mkube.store.embedded;

import io.mkube.store.StoreOpenException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first bytes of a file. Magic and version stay where they are in every format, so that a newer
 * file can be refused by its version.
 *
 * @param kind what the file is
 * @param version format of the file
 * @param number number of a segment, revision of a snapshot
 * @param objects number of objects in a snapshot, 0 in a segment
 * @param salt goes into the checksums of this file's frames
 */
record FileHeader(Kind kind, int version, long number, long objects, long salt) {
  static final int LENGTH = 44;
  private static final int CHECKED = LENGTH - Integer.BYTES;

  /** What a file is. */
  enum Kind {
    SEGMENT(0x4d4b5542454c4f47L, 1), // MKUBELOG
    SNAPSHOT(0x4d4b554245534e50L, 2); // MKUBESNP

    private final long magic;
    private final int version;

    Kind(long magic, int version) {
      this.magic = magic;
      this.version = version;
    }

    /** The format that is written. */
    int version() {
      return version;
    }
  }

  static FileHeader current(Kind kind, long number, long objects, long salt) {
    return new FileHeader(kind, kind.version, number, objects, salt);
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(kind.magic).putInt(version).putInt(0);
    bytes.putLong(number).putLong(objects).putLong(salt);
    bytes.putInt(checksum(bytes));
    return bytes.flip();
  }

  /**
   * Reads and checks the header of a file.
   *
   * @throws StoreOpenException.NewerFormat if the file's version is not known yet
   * @throws StoreOpenException.Corrupt if this is not the header of such a file
   */
  static FileHeader read(Path path, Disk.OpenFile file, Kind kind, long number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    file.readFully(bytes, 0);
    if (bytes.hasRemaining() || bytes.getLong(0) != kind.magic) {
      throw new StoreOpenException.Corrupt(path, 0, "this is not the start of such a file");
    }
    int version = bytes.getInt(8);
    if (version > kind.version) {
      throw new StoreOpenException.NewerFormat(path, version, kind.version);
    }
    FileHeader header =
        new FileHeader(kind, version, bytes.getLong(16), bytes.getLong(24), bytes.getLong(32));
    if (version < 1 || bytes.getInt(CHECKED) != checksum(bytes)) {
      throw new StoreOpenException.Corrupt(path, 0, "the file header does not match its checksum");
    }
    if (header.number != number) {
      throw new StoreOpenException.Corrupt(
          path, 0, "the file was written as number " + header.number);
    }
    return header;
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, CHECKED));
    return (int) crc.getValue();
  }
}
