package io.mkube.routeros.simulator.menu;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/** IP addresses as text; never asks a name server. */
public final class IpText {
  private IpText() {}

  /** The canonical text (IPv6 as in RFC 5952) of an address; empty if it is none. */
  public static Optional<String> address(String text) {
    byte[] bytes = bytes(text);
    return bytes == null ? Optional.empty() : Optional.of(print(bytes));
  }

  /** The canonical text of an address with prefix length; empty if it is none. */
  public static Optional<String> prefix(String text) {
    int slash = text.indexOf('/');
    byte[] bytes = bytes(slash < 0 ? text : text.substring(0, slash));
    if (bytes == null) {
      return Optional.empty();
    }
    int bits = bytes.length * 8;
    String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
      return Optional.empty();
    }
    return Optional.of(print(bytes) + "/" + Integer.parseInt(length));
  }

  /** The network address of an address with prefix length. */
  public static Optional<String> network(String prefix) {
    int slash = prefix.indexOf('/');
    byte[] bytes = slash < 0 ? null : bytes(prefix.substring(0, slash));
    if (bytes == null) {
      return Optional.empty();
    }
    int length = Integer.parseInt(prefix.substring(slash + 1));
    for (int bit = length; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return Optional.of(print(bytes));
  }

  /** Whether two prefixes have the same network and length of the first. */
  public static boolean contains(String outer, String inner) {
    String length = outer.substring(outer.indexOf('/') + 1);
    String address = inner.contains("/") ? inner.substring(0, inner.indexOf('/')) : inner;
    Optional<String> network = network(outer);
    return network.isPresent() && network.equals(network(address + "/" + length));
  }

  private static byte @Nullable [] bytes(String text) {
    byte[] four = Address.toByteArray(text, Address.IPv4);
    return four != null ? four : Address.toByteArray(text, Address.IPv6);
  }

  private static String print(byte[] bytes) {
    try {
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      return bytes.length == 4 ? text : compress(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }

  private static String compress(String full) {
    String[] groups = full.split(":");
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > bestLength) {
        bestStart = i;
        bestLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    if (bestStart < 0) {
      return full;
    }
    String head = String.join(":", Arrays.copyOfRange(groups, 0, bestStart));
    String tail =
        String.join(":", Arrays.copyOfRange(groups, bestStart + bestLength, groups.length));
    return head + "::" + tail;
  }
}
