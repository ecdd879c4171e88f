package io.mkube.iso9660.checksum;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.patch.PatchSession;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of checksums in the root of an image, as {@code md5sum} and its kin write them. */
public final class SumFiles {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "md5sum.txt", "MD5",
          "MD5SUMS", "MD5",
          "md5sums", "MD5",
          "sha256sum.txt", "SHA-256",
          "SHA256SUMS", "SHA-256",
          "sha512sum.txt", "SHA-512",
          "SHA512SUMS", "SHA-512");
  private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{32,128})( [ *])(?:\\./)?(.+)");
  private static final long MAX_LIST = 16L << 20;

  private SumFiles() {}

  /** Whether a file in the root of an image is such a list. */
  public static boolean isList(String name) {
    return ALGORITHMS.containsKey(name);
  }

  /** Makes every list true again: other sums for changed files, no lines for deleted ones. */
  public static void renew(PatchSession session) throws IOException {
    Draft draft = session.draft();
    Tree tree = Tree.of(draft, VolumeSet.read(draft)).getFirst();
    List<IsoEntry> lists =
        tree.list(tree.root()).stream()
            .filter(entry -> entry.isFile() && ALGORITHMS.containsKey(entry.name()))
            .filter(entry -> entry.size() <= MAX_LIST)
            .toList();
    for (IsoEntry list : lists) {
      String before = new String(read(draft, list), StandardCharsets.ISO_8859_1);
      String algorithm = ALGORITHMS.getOrDefault(list.name(), "MD5");
      String after = renewed(draft, tree, before, algorithm);
      if (!after.equals(before)) {
        byte[] content = after.getBytes(StandardCharsets.ISO_8859_1);
        session.replace(list.path(), new MemorySource(content));
      }
    }
  }

  private static String renewed(Draft draft, Tree tree, String list, String algorithm)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < list.length()) {
      int end = list.indexOf('\n', at);
      int next = end < 0 ? list.length() : end + 1;
      String line = list.substring(at, end < 0 ? list.length() : end);
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || matcher.group(3).contains("..")) {
        text.append(list, at, next);
      } else {
        String path =
            new String(
                matcher.group(3).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        Optional<IsoEntry> entry = tree.find(path);
        if (entry.isPresent() && entry.get().isFile()) {
          text.append(sum(draft, entry.get(), algorithm));
          text.append(list, at + matcher.end(1), next);
        }
      }
      at = next;
    }
    return text.toString();
  }

  private static String sum(Draft draft, IsoEntry entry, String algorithm) throws IOException {
    try (InputStream content = Channels.newInputStream(ContentChannel.open(draft, entry))) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static byte[] read(Draft draft, IsoEntry entry) throws IOException {
    try (InputStream content = Channels.newInputStream(ContentChannel.open(draft, entry))) {
      return content.readAllBytes();
    }
  }
}
