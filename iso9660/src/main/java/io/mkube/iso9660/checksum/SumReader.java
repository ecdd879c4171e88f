package io.mkube.iso9660.checksum;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a list names and sums it up. */
final class SumReader {
  private static final int CHUNK = 64 << 10;
  private final ImageSource image;
  private final Tree tree;
  private final String folder;

  /**
   * Reads for one list.
   *
   * @param folder directory of the list, with a slash at its end
   */
  SumReader(ImageSource image, Tree tree, String folder) {
    this.image = image;
    this.tree = tree;
    this.folder = folder;
  }

  /** The file that a list names, first from where it stands and then from the root. */
  Optional<IsoEntry> find(String name) throws IOException {
    // A list is read as one character for each byte; names in it are UTF-8.
    String path = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (List.of(path.split("/", -1)).contains("..")) {
      return Optional.empty();
    }
    Optional<IsoEntry> here = path.startsWith("/") ? Optional.empty() : tree.find(folder + path);
    Optional<IsoEntry> entry = here.isPresent() ? here : tree.find(path);
    return entry.filter(IsoEntry::isFile);
  }

  /** The digest of a length that stands for an algorithm; empty if none has it. */
  static Optional<String> algorithm(int hexDigits) {
    return switch (hexDigits) {
      case 32 -> Optional.of("MD5");
      case 40 -> Optional.of("SHA-1");
      case 56 -> Optional.of("SHA-224");
      case 64 -> Optional.of("SHA-256");
      case 96 -> Optional.of("SHA-384");
      case 128 -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }

  /** The sum of a file in hexadecimal digits. */
  String sum(IsoEntry entry, String algorithm) throws IOException {
    try (ContentChannel channel = ContentChannel.open(image, entry)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm.toUpperCase(Locale.ROOT), e);
    }
  }
}
