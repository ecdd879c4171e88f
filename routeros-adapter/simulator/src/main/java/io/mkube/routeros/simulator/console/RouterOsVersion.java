package io.mkube.routeros.simulator.console;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of RouterOS.
 *
 * @param major 7
 * @param minor second number
 * @param patch third number, 0 if there is none
 */
public record RouterOsVersion(int major, int minor, int patch)
    implements Comparable<RouterOsVersion> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,3}))?");
  private static final Comparator<RouterOsVersion> ORDER =
      Comparator.comparingInt(RouterOsVersion::major)
          .thenComparingInt(RouterOsVersion::minor)
          .thenComparingInt(RouterOsVersion::patch);

  /**
   * Reads {@code 7.21.5} or {@code 7.24}.
   *
   * @throws IllegalArgumentException for anything else, and for releases before 7.9 or after 7.x
   */
  public static RouterOsVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a RouterOS version such as 7.21.5");
    }
    String patch = matcher.group(3);
    RouterOsVersion version =
        new RouterOsVersion(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            patch == null ? 0 : Integer.parseInt(patch));
    if (version.major != 7 || version.minor < 9) {
      throw new IllegalArgumentException(
          "RouterOS " + text + " is not simulated; choose 7.9 or a later 7.x");
    }
    return version;
  }

  /** Whether this is that release or a later one. */
  public boolean since(int otherMinor, int otherPatch) {
    return compareTo(new RouterOsVersion(7, otherMinor, otherPatch)) >= 0;
  }

  /** Whether this is that release or a later one. */
  public boolean since(int otherMinor) {
    return since(otherMinor, 0);
  }

  @Override
  public int compareTo(RouterOsVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + (patch == 0 ? "" : "." + patch);
  }
}
