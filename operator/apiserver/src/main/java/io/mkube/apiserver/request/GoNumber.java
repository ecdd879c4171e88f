package io.mkube.apiserver.request;

/** Whole numbers as Go reads them: of ASCII digits alone, where Java takes those of any script. */
public final class GoNumber {
  private GoNumber() {}

  /**
   * Reads a number of 64 bits without a sign.
   *
   * @throws NumberFormatException in Go's words
   */
  public static long parseUnsigned(String text) {
    return parse("strconv.ParseUint", text, digits(text, 0), true);
  }

  /**
   * Reads a number of 64 bits, maybe with a sign.
   *
   * @throws NumberFormatException in Go's words
   */
  public static long parseSigned(String text) {
    boolean sign = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    return parse("strconv.ParseInt", text, digits(text, sign ? 1 : 0), false);
  }

  private static long parse(String function, String text, boolean digits, boolean unsigned) {
    try {
      if (digits) {
        return unsigned ? Long.parseUnsignedLong(text) : Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw failure(function, text, "value out of range");
    }
    throw failure(function, text, "invalid syntax");
  }

  private static NumberFormatException failure(String function, String text, String problem) {
    return new NumberFormatException(function + ": parsing \"" + text + "\": " + problem);
  }

  private static boolean digits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from;
  }
}
