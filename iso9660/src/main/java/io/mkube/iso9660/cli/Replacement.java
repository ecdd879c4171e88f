package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What a replaced file held before and will hold: a diff of texts, else sizes and checksums. */
final class Replacement {
  /** Longer contents are shown by their checksums: nobody reads a diff of so much. */
  private static final int MOST_TEXT = 1 << 20;

  private static final int CHUNK = 64 << 10;

  private Replacement() {}

  /**
   * Lines that tell the difference.
   *
   * @param base image before
   * @param path path of the file, in an EFI partition too
   * @param content new content
   */
  static List<String> lines(ImageSource base, String path, ImageSource content) throws IOException {
    Optional<ImageSource> before = before(base, path);
    if (before.isEmpty()) {
      return List.of(); // another option of the same command adds it
    }
    Optional<String> oldText = text(before.get());
    Optional<String> newText = text(content);
    if (oldText.isPresent() && newText.isPresent()) {
      return TextDiff.of(path, oldText.get(), newText.get());
    }
    return List.of("  before: " + sum(before.get()), "  after:  " + sum(content));
  }

  private static Optional<ImageSource> before(ImageSource base, String path) throws IOException {
    IsoImage image = IsoImage.open(base);
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      EspImages partitions = EspImages.of(base, image.volumes());
      return partitions.holding(partition.get()).isEmpty()
          ? Optional.empty()
          : Optional.of(partitions.content(partition.get()));
    }
    Optional<IsoEntry> entry = image.find(path).filter(IsoEntry::isFile);
    return entry.isPresent()
        ? Optional.of(ImageSource.of(image.open(entry.get())))
        : Optional.empty();
  }

  private static Optional<String> text(ImageSource content) throws IOException {
    if (content.size() > MOST_TEXT) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
    while (bytes.hasRemaining() && content.read(bytes.position(), bytes) >= 0) {
      // until all of it has been read
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String sum(ImageSource content) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long at = 0;
    while (at < content.size() && content.read(at, chunk.clear()) >= 0) {
      at += chunk.position();
      digest.update(chunk.flip());
    }
    return at + " bytes, sha256 " + HexFormat.of().formatHex(digest.digest());
  }
}
