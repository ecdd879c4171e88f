package io.mkube.controllers.address;

/**
 * Consecutive addresses.
 *
 * @param first first address
 * @param last last address, not before the first
 */
public record AddressSpan(IpAddress first, IpAddress last) {
  public AddressSpan {
    if (first.bits() != last.bits() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException("no range: " + first + " to " + last);
    }
  }

  public boolean contains(IpAddress address) {
    return address.bits() == first.bits()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
