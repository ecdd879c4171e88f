package io.mkube.iso9660.checksum;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What {@code tagmedia} writes into the same field as isomd5sum, as {@code key=value} between
 * semicolons: sums of the image and of a partition, and the padding that they leave out.
 */
public final class SuseTag {
  private static final int LENGTH = VolumeDescriptor.APPLICATION_USE_LENGTH;

  private SuseTag() {}

  /** Whether an image carries sums of this kind. */
  public static boolean isPresent(ImageSource source) throws IOException {
    return Arrays.stream(text(source).split(";", -1)).anyMatch(SuseTag::isSum);
  }

  /** The field as it is written for an image that has changed: with all it says but the sums. */
  public static byte[] withoutSums(ImageSource source) throws IOException {
    String kept =
        Arrays.stream(text(source).split(";", -1))
            .filter(part -> !part.isBlank() && !isSum(part))
            .collect(Collectors.joining(";"));
    byte[] field = ImplantedMd5.empty();
    byte[] bytes = kept.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, field, 0, Math.min(LENGTH, bytes.length));
    return field;
  }

  private static boolean isSum(String part) {
    String key = part.strip();
    int equals = key.indexOf('=');
    String name = equals < 0 ? "" : key.substring(0, equals);
    return name.equals("md5sum")
        || name.equals("partition")
        || (name.startsWith("sha") && name.endsWith("sum"));
  }

  private static String text(ImageSource source) throws IOException {
    return source
        .bytes(ImplantedMd5.POSITION, LENGTH, "tagmedia")
        .text(0, LENGTH, StandardCharsets.ISO_8859_1);
  }
}
