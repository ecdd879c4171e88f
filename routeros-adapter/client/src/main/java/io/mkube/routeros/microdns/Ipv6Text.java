package io.mkube.routeros.microdns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The one text of an IPv6 address (RFC 5952), so that texts can be compared. */
final class Ipv6Text {
  private Ipv6Text() {}

  /** The canonical text; what is not an IPv6 address is returned as it is. */
  static String canonical(String text) {
    // Without a colon the text would be looked up as a name.
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
      return text;
    }
    try {
      return InetAddress.getByName(text) instanceof Inet6Address address
          ? canonical(address.getAddress())
          : text;
    } catch (UnknownHostException e) {
      return text;
    }
  }

  private static String canonical(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
