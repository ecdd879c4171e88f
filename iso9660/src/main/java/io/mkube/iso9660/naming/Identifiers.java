package io.mkube.iso9660.naming;

import io.mkube.iso9660.volume.VolumeDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;

/** Makes identifiers of names (ECMA-119 7.5, 7.6; Joliet paper; ISO 9660:1999 7.5). */
public final class Identifiers {
  private static final int JOLIET_UNITS = 64;

  /** What fits into a record, and what writers make of it when they are asked for long names. */
  private static final int JOLIET_LONG_UNITS = 103;

  private static final int ENHANCED_BYTES = 207;
  private static final int MAX_ATTEMPTS = 10_000;
  private static final String JOLIET_FORBIDDEN = "*/:;?\\";

  private Identifiers() {}

  /**
   * The identifier for a name, made unique by a number.
   *
   * @param taken whether an identifier is there already
   * @throws IllegalArgumentException if no free one is found
   */
  public static byte[] of(
      VolumeDescriptor.Kind kind,
      Naming naming,
      String name,
      boolean directory,
      Predicate<byte[]> taken) {
    for (int number = 0; number < MAX_ATTEMPTS; number++) {
      byte[] identifier = candidate(kind, naming, name, directory, number);
      if (!taken.test(identifier)) {
        return identifier;
      }
    }
    throw new IllegalArgumentException("no identifier is free for " + name);
  }

  /** The identifier that a name has if nothing is in its way. */
  public static byte[] plain(
      VolumeDescriptor.Kind kind, Naming naming, String name, boolean directory) {
    return candidate(kind, naming, name, directory, 0);
  }

  private static byte[] candidate(
      VolumeDescriptor.Kind kind, Naming naming, String name, boolean directory, int number) {
    return switch (kind) {
      case JOLIET -> joliet(naming, name, directory, number);
      case ENHANCED -> enhanced(name, number);
      case PRIMARY, SUPPLEMENTARY -> primary(naming, name, directory, number);
    };
  }

  private static byte[] joliet(Naming naming, String name, boolean directory, int number) {
    StringBuilder text = new StringBuilder();
    name.chars()
        .forEach(c -> text.append(c < ' ' || JOLIET_FORBIDDEN.indexOf(c) >= 0 ? '_' : (char) c));
    boolean longer = naming.longest() > 2 * JOLIET_UNITS;
    String safe = numbered(text.toString(), number, longer ? JOLIET_LONG_UNITS : JOLIET_UNITS);
    boolean version = !directory && naming.versions();
    return (version ? safe + ";1" : safe).getBytes(StandardCharsets.UTF_16BE);
  }

  private static byte[] enhanced(String name, int number) {
    // The limit counts bytes, so a name that is no ASCII is cut until it fits.
    int limit = ENHANCED_BYTES;
    byte[] bytes = numbered(name, number, limit).getBytes(StandardCharsets.UTF_8);
    while (bytes.length > ENHANCED_BYTES) {
      limit -= Math.max(1, (bytes.length - ENHANCED_BYTES) / 4);
      bytes = numbered(name, number, limit).getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }

  private static byte[] primary(Naming naming, String name, boolean directory, int number) {
    String folded = naming.lowerCase() ? name : name.toUpperCase(Locale.ROOT);
    StringBuilder text = new StringBuilder();
    // A dot at the end is no extension: readers drop it.
    int lastDot = directory || folded.endsWith(".") ? -1 : folded.lastIndexOf('.');
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      boolean separator = c == '.' && i == lastDot && i > 0;
      text.append(separator || isPlain(c, naming.lowerCase()) ? c : '_');
    }
    boolean short8 = naming.maxLength() <= 12;
    String fitted =
        short8 ? short8(text.toString(), number) : numbered(text.toString(), number, 30);
    if (!directory && fitted.indexOf('.') < 0 && !naming.lowerCase()) {
      fitted += "."; // a file has a separator even without extension (7.5.1)
    }
    String whole = !directory && naming.versions() ? fitted + ";1" : fitted;
    return whole.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isPlain(char c, boolean lowerCase) {
    boolean capital = c >= 'A' && c <= 'Z';
    boolean digit = c >= '0' && c <= '9';
    boolean relaxed = lowerCase && ((c >= 'a' && c <= 'z') || c == '-');
    return capital || digit || c == '_' || relaxed;
  }

  /** Eight characters and three (10.1). */
  private static String short8(String name, int number) {
    int dot = name.lastIndexOf('.');
    String base = dot < 0 ? name : name.substring(0, dot);
    String extension = dot < 0 ? "" : name.substring(dot + 1);
    String end = number == 0 ? "" : Integer.toString(number);
    String start = base.substring(0, Math.min(base.length(), 8 - end.length()));
    return start
        + end
        + (extension.isEmpty()
            ? ""
            : "." + extension.substring(0, Math.min(3, extension.length())));
  }

  /** A name with a number before its extension, cut to a length without losing the extension. */
  private static String numbered(String name, int number, int limit) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot < limit / 2 ? name.substring(dot) : "";
    String base = name.substring(0, name.length() - extension.length());
    String end = number == 0 ? "" : Integer.toString(number);
    int room = limit - extension.length() - end.length();
    int cut = Math.min(base.length(), room);
    if (cut > 0 && cut < base.length() && Character.isHighSurrogate(base.charAt(cut - 1))) {
      cut--;
    }
    return base.substring(0, cut) + end + extension;
  }
}
