package io.mkube.iso9660.directory;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Rock Ridge adds to a record (RRIP 4.1).
 *
 * @param name name, empty if the identifier is the name
 * @param posix attributes of a POSIX file system
 * @param linkTarget target of a symbolic link
 * @param times times beside the recording date
 * @param childLink block of the directory that was moved away from here
 * @param parentLink block of the parent that a moved directory came from
 * @param relocated whether the record is only where a directory was moved to
 * @param zisofs how the data is compressed
 */
public record RockRidge(
    Optional<String> name,
    Optional<Posix> posix,
    Optional<String> linkTarget,
    Times times,
    OptionalLong childLink,
    OptionalLong parentLink,
    boolean relocated,
    Optional<Zisofs> zisofs) {
  static final RockRidge NONE =
      new RockRidge(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Times.NONE,
          OptionalLong.empty(),
          OptionalLong.empty(),
          false,
          Optional.empty());

  /**
   * Attributes of a POSIX file system (PX, PN).
   *
   * @param mode file type and permissions, as {@code st_mode}
   * @param links number of names
   * @param uid owner
   * @param gid group
   * @param inode serial number, 0 if not given
   * @param device device number, high part first; 0 if this is no device
   */
  public record Posix(long mode, long links, long uid, long gid, long inode, long device) {
    private static final long TYPE = 0170000;
    private static final long CHARACTER = 0020000;
    private static final long BLOCK = 0060000;
    private static final long FIFO = 0010000;
    private static final long SOCKET = 0140000;
    private static final String PERMISSIONS = "rwxrwxrwx";

    /** What a record that is neither directory nor link stands for. */
    IsoEntry.Type fileType() {
      long type = type();
      if (type == CHARACTER) {
        return IsoEntry.Type.CHARACTER_DEVICE;
      } else if (type == BLOCK) {
        return IsoEntry.Type.BLOCK_DEVICE;
      } else if (type == FIFO) {
        return IsoEntry.Type.FIFO;
      }
      return type == SOCKET ? IsoEntry.Type.SOCKET : IsoEntry.Type.FILE;
    }

    /** File type, as {@code st_mode & S_IFMT}. */
    public long type() {
      return mode & TYPE;
    }

    /** Permissions as {@code ls} shows them, such as {@code r-xr-xr-x}. */
    public String permissions() {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < PERMISSIONS.length(); bit++) {
        boolean set = (mode & (0400L >> bit)) != 0;
        text.append(set ? PERMISSIONS.charAt(bit) : '-');
      }
      return text.toString();
    }
  }

  /**
   * Times (TF), each empty if not given.
   *
   * @param created when the file was made
   * @param modified when its content changed
   * @param accessed when it was read
   * @param changed when its attributes changed
   * @param backedUp when it was last saved
   * @param expires when it is out of date
   * @param effective when it may first be used
   */
  public record Times(
      Optional<Instant> created,
      Optional<Instant> modified,
      Optional<Instant> accessed,
      Optional<Instant> changed,
      Optional<Instant> backedUp,
      Optional<Instant> expires,
      Optional<Instant> effective) {
    static final Times NONE =
        new Times(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Compression of a file (ZF).
   *
   * @param version 1, or 2 with sizes and pointers of 64 bits
   * @param size bytes of the content
   * @param headerBytes bytes before the block pointers
   * @param blockBytes bytes of the content in a block
   */
  public record Zisofs(int version, long size, int headerBytes, int blockBytes) {}
}
