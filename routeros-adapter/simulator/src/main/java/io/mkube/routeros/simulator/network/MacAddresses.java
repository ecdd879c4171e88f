package io.mkube.routeros.simulator.network;

import java.util.Locale;

/** Hardware addresses that stay the same for the same interface name. */
final class MacAddresses {
  private MacAddresses() {}

  /** A locally administered address derived from a name, with an offset added. */
  static String of(String name, int offset) {
    long hash = 1125899906842597L;
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    long number = (hash & 0xFF_FFFF_FFFEL) + offset;
    return String.format(
        Locale.ROOT,
        "02:%02X:%02X:%02X:%02X:%02X",
        number >> 32 & 0xFF,
        number >> 24 & 0xFF,
        number >> 16 & 0xFF,
        number >> 8 & 0xFF,
        number & 0xFF);
  }
}
