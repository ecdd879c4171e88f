package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoFormatException;
import java.util.Optional;

/**
 * What CD-ROM XA adds to a record: 14 bytes before those of Rock Ridge (System Description CD-ROM
 * XA 1.1, II.2.7).
 *
 * @param group group of the owner
 * @param owner owner
 * @param attributes permissions and form: {@code 0x0800} for mode 2 form 1, {@code 0x1000} for form
 *     2, {@code 0x2000} interleaved, {@code 0x4000} audio, {@code 0x8000} directory
 * @param fileNumber number of the file among interleaved ones
 */
public record ExtendedArchitecture(int group, int owner, int attributes, int fileNumber) {
  private static final int LENGTH = 14;

  static Optional<ExtendedArchitecture> find(Bytes systemUse) throws IsoFormatException {
    if (systemUse.length() < LENGTH || !systemUse.has(6, "XA")) {
      return Optional.empty();
    }
    return Optional.of(
        new ExtendedArchitecture(
            systemUse.be16(0), systemUse.be16(2), systemUse.be16(4), systemUse.u8(8)));
  }

  /**
   * Whether sectors hold 2324 bytes of data, of which an image of 2048-byte sectors has lost some.
   */
  public boolean form2() {
    return (attributes & 0x1000) != 0;
  }
}
