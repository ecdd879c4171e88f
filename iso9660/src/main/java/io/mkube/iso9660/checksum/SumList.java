package io.mkube.iso9660.checksum;

import io.mkube.iso9660.directory.IsoEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list with a line for each file: a sum and a path, or as BSD writes it. */
final class SumList {
  private static final Pattern GNU = Pattern.compile("([0-9a-fA-F]{32,128})( [ *])(.+?)(\\r?)");
  private static final Pattern BSD =
      Pattern.compile("[A-Z0-9-]+ \\((.+)\\) = ([0-9a-fA-F]{32,128})\\r?");

  private SumList() {}

  /**
   * The list as it is for an image that has changed.
   *
   * @param path path of the list, which never lists itself
   * @param added paths of new files; they get lines if the list stands in the root and is one of
   *     the whole tree, not of a few files
   * @param others number of files in the tree that are neither new nor lists
   */
  static String renewed(String list, Sums sums, String path, List<String> added, int others)
      throws IOException {
    StringBuilder text = new StringBuilder();
    Set<String> listed = new HashSet<>();
    Optional<Matcher> example = Optional.empty();
    int at = 0;
    while (at < list.length()) {
      int end = list.indexOf('\n', at);
      String line = list.substring(at, end < 0 ? list.length() : end);
      Matcher gnu = GNU.matcher(line);
      if (gnu.matches()) {
        example = Optional.of(gnu);
        sums.now().find(gnu.group(3)).ifPresent(entry -> listed.add(entry.path()));
      }
      Optional<String> now = renewedLine(line, gnu, sums);
      if (now.isPresent()) {
        text.append(now.get()).append(end < 0 ? "" : "\n");
      }
      at = end < 0 ? list.length() : end + 1;
    }
    boolean whole = path.lastIndexOf('/') == 0 && listed.size() * 2 >= others;
    if (example.isPresent() && whole) {
      for (String file : added) {
        if (!listed.contains(file)) {
          append(text, example.get(), file, sums.now());
        }
      }
    }
    return text.toString();
  }

  /** A line with the sum of now; empty if the file has gone with this change. */
  private static Optional<String> renewedLine(String line, Matcher gnu, Sums sums)
      throws IOException {
    Matcher bsd = BSD.matcher(line);
    if (gnu.matches()) {
      return sums.replaced(line, gnu.start(1), gnu.group(1), gnu.group(3));
    }
    return bsd.matches()
        ? sums.replaced(line, bsd.start(2), bsd.group(2), bsd.group(1))
        : Optional.of(line);
  }

  private static void append(StringBuilder text, Matcher example, String file, SumReader sums)
      throws IOException {
    String name = new String(file.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Optional<IsoEntry> entry = sums.find(name);
    Optional<String> algorithm = SumReader.algorithm(example.group(1).length());
    if (entry.isEmpty() || algorithm.isEmpty()) {
      return;
    }
    String start = example.group(3).startsWith("./") ? "." : "";
    String shown = example.group(3).startsWith("/") || start.equals(".") ? name : name.substring(1);
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
    text.append(sums.sum(entry.get(), algorithm.get())).append(example.group(2));
    text.append(start).append(shown).append(example.group(4)).append('\n');
  }
}
