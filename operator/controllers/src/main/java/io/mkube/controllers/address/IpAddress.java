package io.mkube.controllers.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address. IPv4 addresses order before IPv6 addresses.
 *
 * @param bits 32 or 128
 * @param value the address as a number, 0 to 2^bits - 1
 */
public record IpAddress(int bits, BigInteger value) implements Comparable<IpAddress> {
  private static final int V4 = 32;
  private static final int V6 = 128;

  public IpAddress {
    if (bits != V4 && bits != V6) {
      throw new IllegalArgumentException("an address has 32 or 128 bits, not " + bits);
    }
    if (value.signum() < 0 || value.bitLength() > bits) {
      throw new IllegalArgumentException("no address: " + value);
    }
  }

  /**
   * Parses dotted decimal without leading zeros, or the IPv6 text forms of RFC 4291, 2.2. Zone
   * identifiers are refused; nothing is looked up.
   *
   * @throws IllegalArgumentException if the text is neither; the message quotes it
   */
  public static IpAddress parse(String text) {
    return find(text)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not an IP address"));
  }

  /** Like {@link #parse}, empty for a text that is no address. */
  public static Optional<IpAddress> find(String text) {
    return text.contains(":") ? parse6(text) : parse4(text);
  }

  public boolean isV4() {
    return bits == V4;
  }

  /** The address some steps away, or empty beyond the end of the address space. */
  public Optional<IpAddress> plus(long steps) {
    BigInteger moved = value.add(BigInteger.valueOf(steps));
    return moved.signum() < 0 || moved.bitLength() > bits
        ? Optional.empty()
        : Optional.of(new IpAddress(bits, moved));
  }

  @Override
  public int compareTo(IpAddress other) {
    return bits == other.bits ? value.compareTo(other.value) : Integer.compare(bits, other.bits);
  }

  /** Dotted decimal, or the canonical text of RFC 5952. */
  @Override
  public String toString() {
    return isV4() ? text4() : text6();
  }

  private String text4() {
    long v = value.longValueExact();
    return (v >> 24) + "." + (v >> 16 & 255) + "." + (v >> 8 & 255) + "." + (v & 255);
  }

  private String text6() {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = value.shiftRight(16 * (7 - i)).intValue() & 0xffff;
    }
    int from = -1;
    int length = 1; // a single zero group is not shortened (RFC 5952, 4.2.2)
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        from = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == from) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.toString().endsWith(":") ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static Optional<IpAddress> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    long value = 0;
    for (String part : parts) {
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        return Optional.empty();
      }
      value = value << 8 | Integer.parseInt(part);
    }
    return Optional.of(new IpAddress(V4, BigInteger.valueOf(value)));
  }

  private static Optional<IpAddress> parse6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return Optional.empty();
    }
    Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    Optional<List<Integer>> tail =
        gap < 0 ? Optional.of(List.of()) : groups(text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    int given = head.get().size() + tail.get().size();
    if (gap < 0 ? given != 8 : given > 7) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head.get());
    while (all.size() + tail.get().size() < 8) {
      all.add(0);
    }
    all.addAll(tail.get());
    BigInteger value = BigInteger.ZERO;
    for (int group : all) {
      value = value.shiftLeft(16).or(BigInteger.valueOf(group));
    }
    return Optional.of(new IpAddress(V6, value));
  }

  /** The 16-bit groups of one side of "::"; only the last side may end in dotted decimal. */
  private static Optional<List<Integer>> groups(String text, boolean last) {
    if (text.isEmpty()) {
      return Optional.of(List.of());
    }
    List<Integer> groups = new ArrayList<>();
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (last && i == parts.length - 1 && parts[i].contains(".")) {
        Optional<IpAddress> dotted = parse4(parts[i]);
        if (dotted.isEmpty()) {
          return Optional.empty();
        }
        int v = dotted.get().value().intValue();
        groups.add(v >>> 16);
        groups.add(v & 0xffff);
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        groups.add(Integer.parseInt(parts[i], 16));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(groups);
  }
}
