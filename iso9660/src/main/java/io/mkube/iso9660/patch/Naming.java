package io.mkube.iso9660.patch;

/** How the identifiers of a tree look, so that new ones look alike. */
final class Naming {
  private static final int LEVEL_1 = 12;
  private static final int LEVEL_2 = 31;
  private boolean rockRidge;
  private boolean versions;
  private boolean plainFiles;
  private boolean lowerCase;
  private int longest;

  void rockRidge(boolean present) {
    rockRidge = present;
  }

  /** Whether records carry their true name beside the identifier. */
  boolean rockRidge() {
    return rockRidge;
  }

  /** Learns from an identifier that is there. */
  void learn(byte[] identifier, boolean directory) {
    int length = identifier.length;
    if (!directory) {
      boolean version = length > 2 && identifier[length - 2] == ';';
      boolean wideVersion = length > 4 && identifier[length - 3] == ';';
      versions |= version || wideVersion;
      plainFiles |= !version && !wideVersion;
      length -= version ? 2 : 0;
    }
    longest = Math.max(longest, length);
    for (byte value : identifier) {
      lowerCase |= value >= 'a' && value <= 'z';
    }
  }

  /** Whether files have {@code ;1} behind their name, as the standard demands. */
  boolean versions() {
    return versions || !plainFiles;
  }

  boolean lowerCase() {
    return lowerCase;
  }

  /** Characters of the longest identifier that may be made (ECMA-119 10.1, 10.2). */
  int maxLength() {
    return longest > LEVEL_1 ? Math.max(LEVEL_2, longest) : LEVEL_1;
  }
}
