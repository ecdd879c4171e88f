package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Room that CoreOS images keep behind the arguments of a kernel: a line of {@code #} that becomes
 * shorter as the arguments become longer, so that all places in the file stay where {@code
 * kargs.json} says they are. What is written is what {@code coreos-installer iso kargs} writes.
 */
final class EmbedArea {
  private static final Pattern PADDING = Pattern.compile("(#+)(?: COREOS_KARG_EMBED_AREA)");

  private EmbedArea() {}

  /**
   * The changes with those of the padding, which give or take what the others need.
   *
   * @throws IllegalArgumentException if there is not enough room
   */
  static List<Splice> keepLength(String text, List<Splice> splices) {
    List<Splice> all = new ArrayList<>(splices);
    Matcher padding = PADDING.matcher(text);
    int from = 0;
    while (padding.find()) {
      int start = padding.start();
      int previous = from;
      int longer =
          splices.stream()
              .filter(s -> s.start() >= previous && s.end() <= start)
              .mapToInt(s -> s.text().length() - (s.end() - s.start()))
              .sum();
      int room = padding.end(1) - start;
      if (longer >= room) {
        throw new IllegalArgumentException(
            "the area for kernel arguments has room for "
                + (room - 1)
                + " more bytes, not for "
                + longer);
      }
      if (longer > 0) {
        all.add(new Splice(start, start + longer, ""));
      } else if (longer < 0) {
        all.add(new Splice(start, start, "#".repeat(-longer)));
      }
      from = padding.end();
    }
    return all;
  }
}
