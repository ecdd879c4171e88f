package io.mkube.apiserver.resource;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions: stable before beta before alpha, then newer before older, then all others
 * by name.
 */
public final class VersionPriority {
  /** Preferred versions first. */
  public static final Comparator<String> ORDER =
      Comparator.comparingInt(VersionPriority::stability)
          .thenComparing(Comparator.comparingLong(VersionPriority::major).reversed())
          .thenComparing(Comparator.comparingLong(VersionPriority::minor).reversed())
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern FORM = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

  private VersionPriority() {}

  private static int stability(String version) {
    Matcher matcher = FORM.matcher(version);
    if (!matcher.matches()) {
      return 3;
    }
    return matcher.group(2) == null ? 0 : matcher.group(2).equals("beta") ? 1 : 2;
  }

  private static long major(String version) {
    Matcher matcher = FORM.matcher(version);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static long minor(String version) {
    Matcher matcher = FORM.matcher(version);
    return matcher.matches() && matcher.group(3) != null ? Long.parseLong(matcher.group(3)) : 0;
  }
}
