package io.mkube.iso9660.checksum;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * What {@code tagmedia} writes into the same field as isomd5sum and {@code checkmedia} checks:
 * {@code key=value} between semicolons, among them sums of the image and of a partition. Both
 * programs, and what they leave out of the sums, are described in the README of checkmedia.
 *
 * @param entries what stands between the semicolons, without spaces around it
 */
public record SuseTag(List<String> entries) {
  private static final int BLOCK = 512;
  private static final int MBR_LENGTH = 512;
  private static final String SIGNATURE = "7984fc91-a43f-4e45-bf27-6d3aa08b24cf";

  /** Bytes of a signature's area, and those before the signature itself. */
  private static final int SIGNATURE_LENGTH = 2048;

  private static final int SIGNATURE_HEAD = 64;

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "md5sum", "MD5",
          "sha1sum", "SHA-1",
          "sha224sum", "SHA-224",
          "sha256sum", "SHA-256",
          "sha384sum", "SHA-384",
          "sha512sum", "SHA-512");

  public SuseTag {
    entries = List.copyOf(entries);
  }

  /** The tag of an image, if it has one with a sum of the image. */
  public static Optional<SuseTag> find(ImageSource source) throws IOException {
    String text =
        source
            .bytes(ImplantedMd5.POSITION, ImplantedMd5.LENGTH, "tagmedia")
            .text(0, ImplantedMd5.LENGTH, StandardCharsets.ISO_8859_1);
    SuseTag tag =
        new SuseTag(
            Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList());
    return tag.entries.stream().anyMatch(entry -> ALGORITHMS.containsKey(key(entry)))
        ? Optional.of(tag)
        : Optional.empty();
  }

  /** The sums alone, as the image has them. */
  public List<String> sums() {
    return entries.stream().filter(SuseTag::isSum).toList();
  }

  /** Whether both say the same of an image; spaces and case do not count. */
  public boolean agreesWith(SuseTag other) {
    return plain(this).equals(plain(other));
  }

  private static List<String> plain(SuseTag tag) {
    return tag.sums().stream().map(sum -> key(sum) + value(sum).toLowerCase(Locale.ROOT)).toList();
  }

  /** The same without sums. */
  public SuseTag withoutSums() {
    return new SuseTag(entries.stream().filter(entry -> !isSum(entry)).toList());
  }

  /**
   * The same with the sums that an image should have. Reads all of it. A sum of what does not lie
   * inside the image is left out.
   *
   * @param progress told the bytes that have been read
   * @throws InterruptedIOException if the thread was interrupted
   */
  public SuseTag renewed(ImageSource image, LongConsumer progress) throws IOException {
    String sum =
        entries.stream().filter(entry -> ALGORITHMS.containsKey(key(entry))).findFirst().orElse("");
    String algorithm = ALGORITHMS.getOrDefault(key(sum), "SHA-256");
    Bytes sectors = image.bytes(VolumeSet.FIRST_SECTOR * Sector.SIZE + 80, 4, "tagmedia");
    long volume = sectors.le32(0) * Sector.SIZE;
    long padding = number("pad").orElse(0) * Sector.SIZE;
    long end = volume <= image.size() ? Math.max(volume - padding, 0) : 0;
    int fragments = Math.clamp(number("fragment count").orElse(0), 0, 60);
    MediaDigest whole = new MediaDigest(algorithm, 0, end, fragments);
    Region region = region(image);
    MediaDigest part = new MediaDigest(algorithm, region.start, region.end, 0);
    long signature = signature(image).orElse(Long.MAX_VALUE - SIGNATURE_LENGTH);
    MediaPass.run(
        image,
        Math.max(end, region.end),
        progress,
        (piece, count, at) -> {
          MediaPass.fill(piece, at, 0, MBR_LENGTH, 0);
          MediaPass.fill(piece, at, signature + SIGNATURE_HEAD, signature + SIGNATURE_LENGTH, 0);
          whole.update(piece, count, at);
          part.update(piece, count, at);
        });
    if (end > 0) {
      whole.zeros(padding);
    }
    return with(end > 0 ? whole.hex() : "", whole.sums(), region.text(part));
  }

  /** The field as it is written. */
  public byte[] encode() {
    byte[] field = ImplantedMd5.empty();
    byte[] bytes =
        entries.stream().collect(Collectors.joining(";")).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, field, 0, Math.min(field.length, bytes.length));
    return field;
  }

  /** Where the signature of the field is, if the tag tells of one; empty areas for one count. */
  public OptionalLong signature(ImageSource image) throws IOException {
    long position = number("signature").orElse(0) * BLOCK;
    boolean inside = position > 0 && position <= image.size() - SIGNATURE_LENGTH;
    boolean marked =
        inside && image.bytes(position, SIGNATURE_LENGTH, "tagmedia").has(0, SIGNATURE);
    return marked ? OptionalLong.of(position) : OptionalLong.empty();
  }

  /** Position behind the mark of a signature's area, where the signature itself begins. */
  public static long signatureText(long signature) {
    return signature + SIGNATURE_HEAD;
  }

  /** Bytes that a signature may have. */
  public static int signatureLength() {
    return SIGNATURE_LENGTH - SIGNATURE_HEAD;
  }

  private SuseTag with(String whole, String fragments, String partition) {
    List<String> renewed = new ArrayList<>();
    for (String entry : entries) {
      String key = key(entry);
      String value =
          switch (key) {
            case "fragment sums" -> fragments;
            case "partition" -> partition;
            default -> ALGORITHMS.containsKey(key) ? whole : value(entry);
          };
      if (!isSum(entry)) {
        renewed.add(entry);
      } else if (!value.isEmpty()) {
        renewed.add(entry.substring(0, entry.indexOf('=')).strip() + "=" + value);
      }
    }
    return new SuseTag(renewed);
  }

  /** The partition that ends last, which is the one that tagmedia takes. */
  private Region region(ImageSource image) throws IOException {
    if (entries.stream().noneMatch(entry -> key(entry).equals("partition"))) {
      return Region.NONE;
    }
    Region last = Region.NONE;
    Optional<Mbr> table = PartitionTables.read(image).mbr();
    for (Mbr.Entry entry : table.map(Mbr::partitions).orElse(List.of())) {
      if (entry.type() != 0 && entry.end() > last.end) {
        last = new Region(entry.position(), entry.end());
      }
    }
    return last.end <= image.size() ? last : Region.NONE;
  }

  private OptionalLong number(String key) {
    for (String entry : entries) {
      String value = value(entry);
      boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
      if (key(entry).equals(key) && digits && value.length() <= 10) {
        return OptionalLong.of(Long.parseLong(value));
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isSum(String entry) {
    String key = key(entry);
    return ALGORITHMS.containsKey(key) || key.equals("partition") || key.equals("fragment sums");
  }

  private static String key(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? "" : entry.substring(0, equals).strip().toLowerCase(Locale.ROOT);
  }

  private static String value(String entry) {
    return entry.substring(entry.indexOf('=') + 1).strip();
  }

  /** Bytes between two positions. */
  private record Region(long start, long end) {
    private static final Region NONE = new Region(0, 0);

    String text(MediaDigest digest) {
      return end == 0 ? "" : start / BLOCK + "," + (end - start) / BLOCK + "," + digest.hex();
    }
  }
}
