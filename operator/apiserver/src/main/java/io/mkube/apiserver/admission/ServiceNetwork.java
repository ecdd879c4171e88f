package io.mkube.apiserver.admission;

import io.mkube.apiserver.schema.address.Addresses;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses and ports that services get.
 *
 * @param ranges one range, or two of different families; the first one's is the default
 * @param firstPort lowest node port
 * @param lastPort highest node port
 */
public record ServiceNetwork(List<Range> ranges, int firstPort, int lastPort) {
  private static final int FIRST_PORT = 30_000;
  private static final int LAST_PORT = 32_767;

  /** What kubeadm chooses. */
  public static final ServiceNetwork DEFAULT = of(List.of("10.96.0.0/12"));

  public ServiceNetwork {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty() || ranges.size() > 2) {
      throw new IllegalArgumentException("one or two address ranges for services are needed");
    }
    if (ranges.size() == 2 && ranges.get(0).family().equals(ranges.get(1).family())) {
      throw new IllegalArgumentException(
          "two address ranges for services must be of IPv4 and IPv6, not both of one family");
    }
  }

  /**
   * Ranges in the form {@code 10.96.0.0/12}, {@code fd00::/112}.
   *
   * @throws IllegalArgumentException if one is malformed or too small
   */
  public static ServiceNetwork of(List<String> cidrs) {
    List<Range> ranges = new ArrayList<>();
    for (String cidr : cidrs) {
      ranges.add(Range.parse(cidr));
    }
    return new ServiceNetwork(ranges, FIRST_PORT, LAST_PORT);
  }

  /**
   * A range of addresses of one family.
   *
   * @param cidr its text
   * @param first the network's own address, which nobody gets
   * @param size number of addresses after that one, without the last one of IPv4
   * @param family {@code IPv4} or {@code IPv6}
   */
  public record Range(String cidr, BigInteger first, BigInteger size, String family) {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    static Range parse(String cidr) {
      if (!Addresses.isCidr(cidr)) {
        throw new IllegalArgumentException(
            "'" + cidr + "' is no address range such as 10.96.0.0/12");
      }
      int slash = cidr.indexOf('/');
      boolean ipv6 = cidr.contains(":");
      int bits = ipv6 ? IPV6_BITS : IPV4_BITS;
      int free = bits - Integer.parseInt(cidr.substring(slash + 1));
      if (free < 3) {
        throw new IllegalArgumentException("the address range " + cidr + " is too small");
      }
      BigInteger count = BigInteger.ONE.shiftLeft(free);
      BigInteger address = number(cidr.substring(0, slash));
      BigInteger network = address.subtract(address.mod(count));
      return new Range(
          cidr, network, count.subtract(BigInteger.valueOf(ipv6 ? 1 : 2)), ipv6 ? "IPv6" : "IPv4");
    }

    /** The address at a place, from 1 to {@link #size}. */
    String at(BigInteger place) {
      byte[] bytes = new byte[family.equals("IPv6") ? IPV6_BITS / 8 : IPV4_BITS / 8];
      byte[] number = first.add(place).toByteArray();
      for (int i = 1; i <= Math.min(bytes.length, number.length); i++) {
        bytes[bytes.length - i] = number[number.length - i];
      }
      try {
        return text(InetAddress.getByAddress(bytes));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Whether an address may be given out. */
    boolean contains(String address) {
      if (address.contains(":") != family.equals("IPv6")) {
        return false;
      }
      BigInteger place = number(address).subtract(first);
      return place.signum() > 0 && place.compareTo(size) <= 0;
    }

    private static BigInteger number(String address) {
      try {
        // Parses only: the text was checked to be an address.
        return new BigInteger(1, InetAddress.getByName(address).getAddress());
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("'" + address + "' is no address", e);
      }
    }

    /** The shortest form, as everybody writes it. */
    static String text(InetAddress address) {
      String text = address.getHostAddress();
      return text.contains(":") ? shorten(text) : text;
    }

    /** Puts {@code ::} in the place of the longest run of zeros. */
    private static String shorten(String text) {
      String[] groups = text.split(":", -1);
      int start = -1;
      int length = 1;
      for (int i = 0; i < groups.length; i++) {
        int end = i;
        while (end < groups.length && groups[end].equals("0")) {
          end++;
        }
        if (end - i > length) {
          start = i;
          length = end - i;
        }
        i = Math.max(i, end - 1);
      }
      if (start < 0) {
        return text;
      }
      List<String> all = List.of(groups);
      return String.join(":", all.subList(0, start))
          + "::"
          + String.join(":", all.subList(start + length, all.size()));
    }
  }
}
