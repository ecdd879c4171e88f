package io.mkube.apiserver.cel.library;

import io.mkube.apiserver.cel.cost.CostMeter;
import java.util.Optional;

/**
 * An address and the length of its network part.
 *
 * @param address the address as it was written
 * @param prefix bits of the network part
 */
record Cidr(IpAddress address, int prefix) implements CostMeter.Sized {
  static Optional<Cidr> parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String length = text.substring(slash + 1);
    boolean digits = length.length() <= 3 && !length.isEmpty();
    for (int i = 0; i < length.length(); i++) {
      digits &= length.charAt(i) >= '0' && length.charAt(i) <= '9';
    }
    if (!digits || (length.length() > 1 && length.charAt(0) == '0')) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(length);
    return IpAddress.parse(text.substring(0, slash))
        .filter(address -> prefix <= address.size() * 8)
        .map(address -> new Cidr(address, prefix));
  }

  Cidr masked() {
    byte[] bytes = address.bytes();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return new Cidr(IpAddress.of(bytes), prefix);
  }

  boolean contains(IpAddress other) {
    return other.size() == address.size()
        && new Cidr(other, prefix).masked().address().equals(masked().address());
  }

  boolean contains(Cidr other) {
    return prefix <= other.prefix && contains(other.address);
  }

  @Override
  public long size() {
    return (prefix + 7L) / 8;
  }

  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
