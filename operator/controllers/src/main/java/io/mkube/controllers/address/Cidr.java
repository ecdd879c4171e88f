package io.mkube.controllers.address;

import java.math.BigInteger;

/**
 * A range of addresses with a common prefix.
 *
 * @param network its first address
 * @param prefix number of common bits
 */
public record Cidr(IpAddress network, int prefix) {
  public Cidr {
    if (prefix < 0 || prefix > network.bits()) {
      throw new IllegalArgumentException("no prefix length of " + network + ": " + prefix);
    }
    network = new IpAddress(network.bits(), network.value().andNot(hostMask(network, prefix)));
  }

  /**
   * Parses {@code address/length}; bits behind the prefix are dropped.
   *
   * @throws IllegalArgumentException if the text is not of that form; the message quotes it
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not an address range");
    }
    return new Cidr(
        IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(IpAddress address) {
    return address.bits() == network.bits()
        && address.value().andNot(hostMask(network, prefix)).equals(network.value());
  }

  /** The last address; for IPv4 the broadcast address. */
  public IpAddress last() {
    return new IpAddress(network.bits(), network.value().or(hostMask(network, prefix)));
  }

  /**
   * Whether an address of this range can be given to a host: neither the network's own nor, in
   * IPv4, the broadcast address. Ranges of one or two addresses have neither (RFC 3021).
   */
  public boolean isHost(IpAddress address) {
    if (!contains(address)) {
      return false;
    }
    if (network.bits() - prefix < 2) {
      return true;
    }
    return !address.equals(network) && !(address.isV4() && address.equals(last()));
  }

  /** The address with this range's prefix length, as interfaces want it. */
  public String withPrefix(IpAddress address) {
    return address + "/" + prefix;
  }

  @Override
  public String toString() {
    return withPrefix(network);
  }

  private static BigInteger hostMask(IpAddress network, int prefix) {
    return BigInteger.ONE.shiftLeft(network.bits() - prefix).subtract(BigInteger.ONE);
  }
}
