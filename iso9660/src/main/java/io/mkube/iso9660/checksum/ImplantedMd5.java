package io.mkube.iso9660.checksum;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksum that isomd5sum implants and installers check ({@code rd.live.check}).
 *
 * @param md5 digest in hexadecimal digits
 * @param skipSectors sectors at the end of the volume that are not read
 * @param status what {@code RHLISOSTATUS} says: 1 for a supported release
 * @param fragmentSums first digits of digests on the way, for an early end of the check
 * @param fragmentCount number of fragments
 */
public record ImplantedMd5(
    String md5, int skipSectors, int status, String fragmentSums, int fragmentCount) {
  /** Position of the field in the image. */
  public static final long POSITION =
      VolumeSet.FIRST_SECTOR * Sector.SIZE + VolumeDescriptor.APPLICATION_USE;

  /** Length of the field. */
  static final int LENGTH = VolumeDescriptor.APPLICATION_USE_LENGTH;

  private static final int DEFAULT_SKIP = 15;
  private static final int FRAGMENTS = 20;
  private static final int MAX_SKIP = 1 << 16;
  private static final Pattern MD5 = Pattern.compile("ISO MD5SUM = ([0-9a-fA-F]{32})");
  private static final Pattern SKIP = Pattern.compile("SKIPSECTORS = ([0-9]{1,9})");
  private static final Pattern STATUS = Pattern.compile("RHLISOSTATUS=([01])");
  private static final Pattern SUMS = Pattern.compile("FRAGMENT SUMS = ([0-9a-fA-F]{1,60})");
  private static final Pattern COUNT = Pattern.compile("FRAGMENT COUNT = ([0-9]{1,3})");

  /** The checksum of an image, if one is implanted. */
  public static Optional<ImplantedMd5> find(ImageSource source) throws IOException {
    String text =
        source.bytes(POSITION, LENGTH, "isomd5sum").text(0, LENGTH, StandardCharsets.ISO_8859_1);
    Matcher md5 = MD5.matcher(text);
    if (!md5.find()) {
      return Optional.empty();
    }
    int skip = number(SKIP, text, 0);
    if (skip > MAX_SKIP) {
      throw new IsoFormatException("isomd5sum", POSITION, "SKIPSECTORS is " + skip);
    }
    Matcher sums = SUMS.matcher(text);
    return Optional.of(
        new ImplantedMd5(
            md5.group(1),
            skip,
            number(STATUS, text, 0),
            sums.find() ? sums.group(1) : "",
            number(COUNT, text, 0)));
  }

  /**
   * The checksum that an image should have. Reads all of it.
   *
   * @param like one that it has, whose form is kept
   * @param progress told the bytes that have been read
   * @throws InterruptedIOException if the thread was interrupted
   */
  public static ImplantedMd5 compute(
      ImageSource source, Optional<ImplantedMd5> like, LongConsumer progress) throws IOException {
    int skip = like.map(ImplantedMd5::skipSectors).orElse(DEFAULT_SKIP);
    int count = like.map(ImplantedMd5::fragmentCount).orElse(FRAGMENTS);
    Bytes size = source.bytes(VolumeSet.FIRST_SECTOR * Sector.SIZE + 80, 8, "ECMA-119 8.4.8");
    long length = (size.be32(4) - skip) * Sector.SIZE;
    if (length <= 0 || length > source.size()) {
      throw new IsoFormatException(
          "isomd5sum", size.offset(), "the volume does not lie inside the image");
    }
    MediaDigest digest = new MediaDigest("MD5", 0, length, count);
    MediaPass.run(source, length, progress, digest::update);
    return new ImplantedMd5(
        digest.hex(), skip, like.map(ImplantedMd5::status).orElse(0), digest.sums(), count);
  }

  /** The field as it is written. */
  public byte[] encode() {
    String text =
        "ISO MD5SUM = "
            + md5
            + ";SKIPSECTORS = "
            + skipSectors
            + ";RHLISOSTATUS="
            + status
            + (fragmentCount == 0
                ? ""
                : ";FRAGMENT SUMS = " + fragmentSums + ";FRAGMENT COUNT = " + fragmentCount)
            + ";THIS IS NOT THE SAME AS RUNNING MD5SUM ON THIS ISO!!";
    byte[] field = empty();
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, field, 0, bytes.length);
    return field;
  }

  /** The field of an image without checksum. */
  public static byte[] empty() {
    byte[] field = new byte[LENGTH];
    Arrays.fill(field, (byte) ' ');
    return field;
  }

  /** Whether two checksums say the same of an image. */
  public boolean agreesWith(ImplantedMd5 other) {
    return md5.equalsIgnoreCase(other.md5);
  }

  private static int number(Pattern pattern, String text, int missing) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : missing;
  }
}
