package io.mkube.routeros.simulator.microdns.zone;

import java.util.regex.Pattern;

/** What microdns accepts as the name of a record or zone. */
final class RecordNames {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]+");
  // The later server takes escapes of DNS-SD instance names.
  private static final Pattern ESCAPED_LABEL =
      Pattern.compile("(?:[A-Za-z0-9_-]|\\\\[0-7]{3}|\\\\[^0-9])+");

  private RecordNames() {}

  /**
   * Checks a record's name.
   *
   * @throws ZoneException 400 saying what is wrong with it
   */
  static void check(String name, Dialect dialect) {
    if (name.equals("@") || name.equals("*")) {
      return;
    }
    checkLabels(name.startsWith("*.") ? name.substring(2) : name, dialect);
  }

  /**
   * Checks a zone's name.
   *
   * @throws ZoneException 400 saying what is wrong with it
   */
  static void checkZone(String name) {
    checkLabels(name, Dialect.FEBRUARY);
  }

  private static void checkLabels(String name, Dialect dialect) {
    if (name.isEmpty()) {
      throw new ZoneException(400, "name cannot be empty");
    }
    if (name.length() > LONGEST_NAME) {
      throw new ZoneException(400, "name exceeds 253 characters");
    }
    Pattern form = dialect == Dialect.LATER ? ESCAPED_LABEL : LABEL;
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty()) {
        throw new ZoneException(400, "empty label in name");
      }
      if (label.length() > LONGEST_LABEL) {
        throw new ZoneException(400, "label exceeds 63 characters");
      }
      if (!form.matcher(label).matches()) {
        throw new ZoneException(400, "invalid characters in label: " + label);
      }
    }
  }
}
