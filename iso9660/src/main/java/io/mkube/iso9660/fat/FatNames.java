package io.mkube.iso9660.fat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names as directory entries hold them: eleven bytes, and a long name before them (FAT 6, 7). */
final class FatNames {
  /** Bytes of a short name. */
  static final int SHORT = 11;

  private static final int BASE = 8;
  private static final int MAX_UNITS = 255;
  private static final int PART = 13;
  private static final int LAST_PART = 0x40;
  private static final int MAX_NUMBER = 999_999;
  private static final String FORBIDDEN = "\"*/:<>?\\|";
  private static final String SHORT_SPECIAL = "$%'-_@~`!(){}^#&";

  private FatNames() {}

  /**
   * Refuses what FAT cannot hold.
   *
   * @throws FileSystemException if the name has forbidden characters or is too long
   */
  static void require(String path, String name) throws FileSystemException {
    boolean bad =
        name.isEmpty()
            || name.endsWith(".")
            || name.endsWith(" ")
            || name.chars().anyMatch(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0);
    if (bad) {
      throw new FileSystemException(path, null, "an EFI partition cannot hold such a name");
    }
    if (name.length() > MAX_UNITS) {
      throw new FileSystemException(
          path, null, "a name in an EFI partition has at most " + MAX_UNITS + " characters");
    }
  }

  /** The short name of a name, numbered if it is not the name itself or is taken. */
  static String shortName(String name, Set<String> taken) throws FileSystemException {
    String exact = fits(name) ? padded(base(name), extension(name)) : "";
    if (!exact.isEmpty() && !taken.contains(exact)) {
      return exact;
    }
    String base = plain(base(name));
    String extension = plain(extension(name));
    for (int number = 1; number <= MAX_NUMBER; number++) {
      String end = "~" + number;
      String start = base.substring(0, Math.min(base.length(), BASE - end.length()));
      String candidate = padded(start + end, extension);
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
    throw new FileSystemException(name, null, "no short name is free");
  }

  /** Whether a short name says all of a name, so that no long one is needed. */
  static boolean says(String shortName, String name) {
    return fits(name) && padded(base(name), extension(name)).equals(shortName);
  }

  /** Entries of a long name in the order in which they stand before the short one. */
  static List<byte[]> longEntries(String name, byte[] shortName) {
    int checksum = checksum(shortName);
    int parts = (name.length() + PART - 1) / PART;
    List<byte[]> entries = new ArrayList<>();
    for (int part = parts - 1; part >= 0; part--) {
      byte[] entry = new byte[FatDirectoryReader.ENTRY];
      entry[0] = (byte) (part + 1 | (part == parts - 1 ? LAST_PART : 0));
      entry[11] = 0x0F;
      entry[13] = (byte) checksum;
      ByteBuffer units = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < PART; i++) {
        int at = part * PART + i;
        int unit = at < name.length() ? name.charAt(at) : at == name.length() ? 0 : 0xFFFF;
        units.putShort(
            i < 5 ? 1 + i * 2 : i < 11 ? 14 + (i - 5) * 2 : 28 + (i - 11) * 2, (short) unit);
      }
      entries.add(entry);
    }
    return entries;
  }

  static byte[] bytes(String shortName) {
    return shortName.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int checksum(byte[] shortName) {
    int sum = 0;
    for (byte value : Arrays.copyOf(shortName, SHORT)) {
      sum = ((sum & 1) << 7) + (sum >> 1) + (value & 0xFF) & 0xFF;
    }
    return sum;
  }

  private static boolean fits(String name) {
    String base = base(name);
    String extension = extension(name);
    boolean whole = name.equals(extension.isEmpty() ? base : base + "." + extension);
    return whole
        && !base.isEmpty()
        && base.length() <= BASE
        && extension.length() <= SHORT - BASE
        && base.equals(plain(base))
        && extension.equals(plain(extension));
  }

  private static String base(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1);
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
      boolean allowed = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (allowed || SHORT_SPECIAL.indexOf(c) >= 0) {
        plain.append(c);
      } else if (c != ' ' && c != '.') {
        plain.append('_');
      }
    }
    return plain.toString();
  }

  private static String padded(String base, String extension) {
    String left = base.substring(0, Math.min(BASE, base.length()));
    String right = extension.substring(0, Math.min(SHORT - BASE, extension.length()));
    return left + " ".repeat(BASE - left.length()) + right + " ".repeat(3 - right.length());
  }
}
