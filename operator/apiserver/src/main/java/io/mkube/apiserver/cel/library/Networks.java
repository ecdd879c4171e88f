package io.mkube.apiserver.cel.library;

import dev.cel.common.types.SimpleType;
import java.util.Optional;

/** {@code ip()} and {@code cidr()} with what belongs to them. */
final class Networks {
  private Networks() {}

  static void addTo(FunctionSet set) {
    addresses(set);
    networks(set);
  }

  private static void addresses(FunctionSet set) {
    set.global(
        "isIP",
        "is_ip",
        SimpleType.BOOL,
        SimpleType.STRING,
        String.class,
        text -> IpAddress.parse(text).isPresent());
    set.global("ip", "string_to_ip", Types.IP, SimpleType.STRING, String.class, Networks::ip);
    set.global(
        "ip.isCanonical",
        "ip_is_canonical",
        SimpleType.BOOL,
        SimpleType.STRING,
        String.class,
        text -> ip(text).toString().equals(text));
    set.global(
        "string",
        "ip_to_string",
        SimpleType.STRING,
        Types.IP,
        IpAddress.class,
        IpAddress::toString);
    set.member(
        "family",
        "ip_family",
        SimpleType.INT,
        Types.IP,
        IpAddress.class,
        ip -> ip.isIpv4() ? 4L : 6L);
    set.member(
        "isUnspecified",
        "ip_is_unspecified",
        SimpleType.BOOL,
        Types.IP,
        IpAddress.class,
        IpAddress::isUnspecified);
    set.member(
        "isLoopback",
        "ip_is_loopback",
        SimpleType.BOOL,
        Types.IP,
        IpAddress.class,
        IpAddress::isLoopback);
    set.member(
        "isLinkLocalMulticast",
        "ip_is_link_local_multicast",
        SimpleType.BOOL,
        Types.IP,
        IpAddress.class,
        IpAddress::isLinkLocalMulticast);
    set.member(
        "isLinkLocalUnicast",
        "ip_is_link_local_unicast",
        SimpleType.BOOL,
        Types.IP,
        IpAddress.class,
        IpAddress::isLinkLocalUnicast);
    set.member(
        "isGlobalUnicast",
        "ip_is_global_unicast",
        SimpleType.BOOL,
        Types.IP,
        IpAddress.class,
        IpAddress::isGlobalUnicast);
  }

  private static void networks(FunctionSet set) {
    set.global(
        "isCIDR",
        "is_cidr",
        SimpleType.BOOL,
        SimpleType.STRING,
        String.class,
        text -> Cidr.parse(text).isPresent());
    set.global(
        "cidr", "string_to_cidr", Types.CIDR, SimpleType.STRING, String.class, Networks::cidr);
    set.global(
        "string", "cidr_to_string", SimpleType.STRING, Types.CIDR, Cidr.class, Cidr::toString);
    set.member(
        "containsIP",
        "cidr_contains_ip_string",
        SimpleType.BOOL,
        Types.A_CIDR,
        Types.TEXT,
        (cidr, text) -> cidr.contains(ip(text)));
    set.member(
        "containsIP",
        "cidr_contains_ip",
        SimpleType.BOOL,
        Types.A_CIDR,
        Types.AN_IP,
        Cidr::contains);
    set.member(
        "containsCIDR",
        "cidr_contains_cidr_string",
        SimpleType.BOOL,
        Types.A_CIDR,
        Types.TEXT,
        (cidr, text) -> cidr.contains(cidr(text)));
    set.member(
        "containsCIDR",
        "cidr_contains_cidr",
        SimpleType.BOOL,
        Types.A_CIDR,
        Types.A_CIDR,
        Cidr::contains);
    set.member("ip", "cidr_ip", Types.IP, Types.CIDR, Cidr.class, Cidr::address);
    set.member("masked", "cidr_masked", Types.CIDR, Types.CIDR, Cidr.class, Cidr::masked);
    set.member(
        "prefixLength",
        "cidr_prefix_length",
        SimpleType.INT,
        Types.CIDR,
        Cidr.class,
        cidr -> (long) cidr.prefix());
  }

  private static IpAddress ip(String text) {
    return required(
        IpAddress.parse(text),
        "IP Address \"" + text + "\" parse error during conversion from string");
  }

  private static Cidr cidr(String text) {
    return required(Cidr.parse(text), "network address parse error during conversion from string");
  }

  static <T> T required(Optional<T> value, String message) {
    return value.orElseThrow(() -> new FunctionFailure(message));
  }
}
