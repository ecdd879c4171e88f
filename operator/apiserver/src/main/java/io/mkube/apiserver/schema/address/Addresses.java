package io.mkube.apiserver.schema.address;

import java.util.regex.Pattern;

/** The text forms of network addresses. Nothing is ever looked up. */
public final class Addresses {
  private static final int MAX_LENGTH = 64;
  private static final int MAX_GROUPS = 8;
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  private Addresses() {}

  /** Whether the text is an IPv4 or IPv6 address. */
  public static boolean isAddress(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  /** Whether the text is a dotted quad without leading zeros. */
  public static boolean isIpv4(String text) {
    String[] octets = text.length() > MAX_LENGTH ? new String[0] : text.split("\\.", -1);
    if (octets.length != 4) {
      return false;
    }
    for (String octet : octets) {
      if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is an IPv6 address without a zone. */
  public static boolean isIpv6(String text) {
    if (text.length() > MAX_LENGTH || !text.contains(":")) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == MAX_GROUPS;
    }
    int before = groups(text.substring(0, gap));
    int after = groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < MAX_GROUPS;
  }

  /** Whether the text is an address, a slash and a prefix length. */
  public static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !PREFIX_LENGTH.matcher(text.substring(slash + 1)).matches()) {
      return false;
    }
    String address = text.substring(0, slash);
    int length = Integer.parseInt(text.substring(slash + 1));
    return (isIpv4(address) && length <= 32) || (isIpv6(address) && length <= 128);
  }

  /** How many groups of 16 bits the text is, -1 when it is none. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (last && isIpv4(parts[i])) {
        count += 2;
      } else if (GROUP.matcher(parts[i]).matches()) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }
}
