package io.mkube.apiserver.mirror;

import java.util.concurrent.atomic.AtomicInteger;

/** Hands out addresses of 10.128.0.0/9, each once, the lowest first. Thread-safe. */
final class PodAddresses {
  private static final int FIRST = 10 << 24 | 1 << 23;
  private static final int SIZE = 1 << 23;
  private static final int OCTET = 0xff;
  private final AtomicInteger next = new AtomicInteger(1);

  String next() {
    int number = next.getAndUpdate(value -> value + 1 < SIZE ? value + 1 : 1);
    int address = FIRST + number;
    return (address >>> 24)
        + "."
        + (address >>> 16 & OCTET)
        + "."
        + (address >>> 8 & OCTET)
        + "."
        + (address & OCTET);
  }

  /** Notes that an address is taken, so that only later ones are handed out. */
  void taken(String address) {
    String[] parts = address.split("\\.", -1);
    if (parts.length != 4) {
      return;
    }
    try {
      int value = 0;
      for (String part : parts) {
        value = value << 8 | Integer.parseInt(part);
      }
      int number = value - FIRST;
      if (number > 0 && number < SIZE) {
        next.accumulateAndGet(number, (present, known) -> Math.max(present, known + 1));
      }
    } catch (NumberFormatException e) {
      // Of another family: none of ours.
    }
  }
}
