package io.mkube.iso9660.checksum;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The section {@code [checksums]} of a {@code .treeinfo}: {@code path = algorithm:sum}. */
final class TreeInfo {
  private static final Pattern LINE =
      Pattern.compile("([^=]+?)(\\s*=\\s*(?:md5|sha1|sha256|sha512):)([0-9a-fA-F]+)(.*)");

  private TreeInfo() {}

  /** The file as it is for an image that has changed. */
  static String renewed(String text, Sums sums) throws IOException {
    StringBuilder renewed = new StringBuilder();
    boolean inside = false;
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      String line = text.substring(at, next);
      if (line.startsWith("[")) {
        inside = line.startsWith("[checksums]");
      }
      renewed.append(inside ? renewedLine(line, sums) : line);
      at = next;
    }
    return renewed.toString();
  }

  private static String renewedLine(String line, Sums sums) throws IOException {
    String body = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    Matcher matcher = LINE.matcher(body);
    if (!matcher.matches()) {
      return line;
    }
    return sums.replaced(line, matcher.start(3), matcher.group(3), matcher.group(1)).orElse("");
  }
}
