package io.mkube.routeros.rest;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A RouterOS release. Test builds such as {@code 7.23beta2} count as the release they lead to.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number, 0 when not printed
 */
record Release(int major, int minor, int patch) implements Comparable<Release> {
  private static final Pattern LEADING =
      Pattern.compile("\\s*(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,3}))?.*", Pattern.DOTALL);
  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(Release::patch);

  /** Reads the leading numbers of what the device prints, such as {@code 7.21.5 (stable)}. */
  static Optional<Release> parse(String printed) {
    Matcher found = LEADING.matcher(printed);
    if (!found.matches()) {
      return Optional.empty();
    }
    String patch = found.group(3);
    return Optional.of(
        new Release(
            Integer.parseInt(found.group(1)),
            Integer.parseInt(found.group(2)),
            patch == null ? 0 : Integer.parseInt(patch)));
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + (patch == 0 ? "" : "." + patch);
  }
}
