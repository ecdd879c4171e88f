package io.mkube.apiserver.cel.library;

import io.mkube.apiserver.cel.cost.CostMeter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An IP address without a zone. IPv4 addresses in IPv6 form are none, as in Kubernetes. */
public final class IpAddress implements CostMeter.Sized {
  private static final int MAX_TEXT = 45;
  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  static Optional<IpAddress> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    byte[] bytes = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    if (bytes == null || isMapped(bytes)) {
      return Optional.empty();
    }
    return Optional.of(new IpAddress(bytes));
  }

  /** An address in its usual form, RFC 5952 for IPv6; empty if the text is none. */
  public static Optional<String> canonical(String text) {
    byte[] bytes = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    if (bytes == null) {
      return Optional.empty();
    }
    return Optional.of(
        isMapped(bytes)
            ? "::ffff:" + new IpAddress(Arrays.copyOfRange(bytes, 12, 16))
            : new IpAddress(bytes).toString());
  }

  static IpAddress of(byte[] bytes) {
    return new IpAddress(bytes.clone());
  }

  private static boolean isMapped(byte[] bytes) {
    if (bytes.length == 4) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  private static byte @Nullable [] ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int value = number(parts[i], 10, 3);
      boolean padded = parts[i].length() > 1 && parts[i].charAt(0) == '0';
      if (value < 0 || value > 255 || padded) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private static byte @Nullable [] ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      return all != null && all.length == 16 ? all : null;
    }
    byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap));
    String rest = text.substring(gap + 2);
    byte[] tail = rest.isEmpty() ? new byte[0] : groups(rest);
    if (head == null || tail == null || head.length + tail.length > 14) {
      return null;
    }
    byte[] bytes = new byte[16];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  private static byte @Nullable [] groups(String text) {
    String[] parts = text.split(":", -1);
    byte[] bytes = new byte[18];
    int length = 0;
    for (int i = 0; i < parts.length && length <= 14; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] last = ipv4(parts[i]);
        if (last == null || length > 12) {
          return null;
        }
        System.arraycopy(last, 0, bytes, length, 4);
        return Arrays.copyOf(bytes, length + 4);
      }
      int value = number(parts[i], 16, 4);
      if (value < 0) {
        return null;
      }
      bytes[length++] = (byte) (value >> 8);
      bytes[length++] = (byte) value;
    }
    return parts.length * 2 == length ? Arrays.copyOf(bytes, length) : null;
  }

  private static int number(String text, int radix, int maxDigits) {
    if (text.isEmpty() || text.length() > maxDigits) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0 || text.charAt(i) > 'f') {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  boolean isIpv4() {
    return bytes.length == 4;
  }

  boolean isUnspecified() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  boolean isLoopback() {
    if (isIpv4()) {
      return bytes[0] == 127;
    }
    for (int i = 0; i < 15; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[15] == 1;
  }

  boolean isLinkLocalMulticast() {
    return isIpv4()
        ? bytes[0] == (byte) 224 && bytes[1] == 0 && bytes[2] == 0
        : bytes[0] == -1 && (bytes[1] & 0x0f) == 2;
  }

  boolean isLinkLocalUnicast() {
    return isIpv4()
        ? bytes[0] == (byte) 169 && bytes[1] == (byte) 254
        : bytes[0] == -2 && (bytes[1] & 0xc0) == 0x80;
  }

  private boolean isMulticast() {
    return isIpv4() ? (bytes[0] & 0xf0) == 0xe0 : bytes[0] == -1;
  }

  boolean isGlobalUnicast() {
    boolean broadcast = isIpv4() && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
    return !broadcast
        && !isUnspecified()
        && !isLoopback()
        && !isMulticast()
        && !isLinkLocalUnicast();
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The canonical text: RFC 5952 for IPv6. */
  @Override
  public String toString() {
    if (isIpv4()) {
      return (bytes[0] & 255)
          + "."
          + (bytes[1] & 255)
          + "."
          + (bytes[2] & 255)
          + "."
          + (bytes[3] & 255);
    }
    int start = -1;
    int longest = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && group(i + length) == 0) {
        length++;
      }
      if (length > longest) {
        start = i;
        longest = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  private int group(int index) {
    return ((bytes[2 * index] & 255) << 8) | (bytes[2 * index + 1] & 255);
  }
}
