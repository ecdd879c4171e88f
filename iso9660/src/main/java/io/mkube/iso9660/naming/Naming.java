package io.mkube.iso9660.naming;

/** How the identifiers of a tree look, so that new ones look alike. */
public final class Naming {
  private static final int LEVEL_1 = 12;
  private static final int LEVEL_2 = 31;
  private boolean rockRidge;
  private boolean versions;
  private boolean plainFiles;
  private boolean lowerCase;
  private int longest;

  public void rockRidge(boolean present) {
    rockRidge = present;
  }

  /** Whether records carry their true name beside the identifier. */
  public boolean rockRidge() {
    return rockRidge;
  }

  /** Learns from an identifier that is there. */
  public void learn(byte[] identifier, boolean directory) {
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
  public boolean versions() {
    return versions || !plainFiles;
  }

  public boolean lowerCase() {
    return lowerCase;
  }

  /** Bytes of the longest identifier, as it is or without its version. */
  public int longest() {
    return longest;
  }

  /** Characters of the longest identifier that may be made (ECMA-119 10.1, 10.2). */
  public int maxLength() {
    return longest > LEVEL_1 ? Math.max(LEVEL_2, longest) : LEVEL_1;
  }
}
