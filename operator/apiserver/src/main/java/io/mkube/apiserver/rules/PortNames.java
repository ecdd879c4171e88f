package io.mkube.apiserver.rules;

import java.util.regex.Pattern;

/** Names of ports, by RFC 6335 section 5.1. */
public final class PortNames {
  private static final int MAX_LENGTH = 15;
  private static final Pattern CHARACTERS = Pattern.compile("[-a-z0-9]+");

  private PortNames() {}

  /** Reports what is wrong with a name that is not empty. */
  public static void check(String name, String path, Findings findings) {
    if (name.length() > MAX_LENGTH) {
      findings.invalidText(path, name, "must be no more than " + MAX_LENGTH + " characters");
    }
    if (!CHARACTERS.matcher(name).matches()) {
      findings.invalidText(
          path, name, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      findings.invalidText(path, name, "must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      findings.invalidText(path, name, "must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      findings.invalidText(path, name, "must not begin or end with a hyphen");
    }
  }
}
