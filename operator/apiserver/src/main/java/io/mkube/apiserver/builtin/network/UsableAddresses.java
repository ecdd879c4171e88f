package io.mkube.apiserver.builtin.network;

import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/** Addresses under which something can be reached from elsewhere. */
final class UsableAddresses {
  private UsableAddresses() {}

  /** Reports an address that means the machine itself or only its own link. */
  static void check(String path, String text, Findings findings) {
    if (LenientAddresses.plain(text).isEmpty()) {
      findings.invalidText(path, text, "must be a valid IP address");
      return;
    }
    InetAddress address = parse(text);
    if (address.isAnyLocalAddress()) {
      findings.invalidText(path, text, "may not be unspecified (" + text + ")");
    }
    if (address.isLoopbackAddress()) {
      findings.invalidText(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (address.isLinkLocalAddress()) {
      findings.invalidText(
          path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if (address.isMulticastAddress() && isOnLink(address)) {
      findings.invalidText(
          path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
  }

  /** An IPv4 address, also one that is written as an IPv6 address. */
  static boolean isIpv4(String text) {
    return LenientAddresses.plain(text).isPresent() && parse(text).getAddress().length == 4;
  }

  /** Whether a range lies within another one and is smaller. */
  static boolean isStrictPart(String range, String whole) {
    byte[] outer = address(whole);
    byte[] inner = address(range);
    int bits = length(whole);
    if (outer.length != inner.length || bits >= length(range)) {
      return false;
    }
    Predicate<Integer> same = bit -> ((outer[bit / 8] ^ inner[bit / 8]) & (0x80 >> (bit % 8))) == 0;
    for (int bit = 0; bit < bits; bit++) {
      if (!same.test(bit)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] address(String range) {
    return parse(range.substring(0, range.indexOf('/'))).getAddress();
  }

  private static int length(String range) {
    return Integer.parseInt(range.substring(range.indexOf('/') + 1));
  }

  private static boolean isOnLink(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? bytes[1] == 0 && bytes[2] == 0 : (bytes[1] & 0x0f) == 2;
  }

  /** Nothing is looked up for what is an address already. */
  private static InetAddress parse(String text) {
    try {
      return InetAddress.getByName(LenientAddresses.plain(text).orElse(text));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }
}
