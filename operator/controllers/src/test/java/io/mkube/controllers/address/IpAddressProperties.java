package io.mkube.controllers.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class IpAddressProperties {
  @Property
  void parsesItsOwnText(@ForAll @Size(16) byte[] bytes, @ForAll boolean v4) {
    IpAddress address =
        v4
            ? new IpAddress(32, new BigInteger(1, bytes).shiftRight(96))
            : new IpAddress(128, new BigInteger(1, bytes));

    assertEquals(address, IpAddress.parse(address.toString()));
  }

  @Property
  void readsIpv6AsThePlatformDoes(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
    bytes[0] = (byte) 0x20; // not one that stands for an IPv4 address
    String platform = Inet6Address.getByAddress(bytes).getHostAddress();

    assertEquals(new BigInteger(1, bytes), IpAddress.parse(platform).value());
    assertEquals(
        new BigInteger(1, bytes),
        new BigInteger(
            1, InetAddress.getByName(IpAddress.parse(platform).toString()).getAddress()));
  }

  @Property
  void contains(@ForAll int address, @ForAll @IntRange(max = 32) int prefix) {
    IpAddress ip = new IpAddress(32, BigInteger.valueOf(address & 0xffffffffL));
    Cidr cidr = new Cidr(ip, prefix);

    assertTrue(cidr.contains(ip));
    assertTrue(cidr.contains(cidr.last()));
    assertEquals(cidr, Cidr.parse(cidr.toString()));
    cidr.last().plus(1).ifPresent(next -> assertFalse(cidr.contains(next)));
  }

  @Example
  void writesIpv6AsRfc5952Wants() {
    assertEquals("::", IpAddress.parse("0:0:0:0:0:0:0:0").toString());
    assertEquals("::1", IpAddress.parse("0::0:1").toString());
    assertEquals("fd00:200::", IpAddress.parse("FD00:0200:0:0::").toString());
    assertEquals("2001:db8:0:1:1:1:1:1", IpAddress.parse("2001:db8::1:1:1:1:1").toString());
    assertEquals("2001:0:0:1::1", IpAddress.parse("2001:0:0:1:0:0:0:1").toString());
    assertEquals("::ffff:c000:201", IpAddress.parse("::ffff:192.0.2.1").toString());
  }

  @Example
  void refusesWhatIsNoAddress() {
    for (String text :
        List.of(
            "",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "01.2.3.4",
            "1.2.3.-4",
            "localhost",
            ":",
            ":::",
            "1::2::3",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "12345::",
            "fe80::1%eth0",
            "::1.2.3",
            "1.2.3.4::",
            "::g",
            " 1.2.3.4")) {
      assertEquals(Optional.empty(), IpAddress.find(text), text);
    }
    for (String text : List.of("1.2.3.4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "::/129")) {
      assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text), text);
    }
  }

  @Example
  void knowsWhichAddressesAHostCanHave() {
    Cidr c24 = Cidr.parse("192.168.200.0/24");
    assertFalse(c24.isHost(IpAddress.parse("192.168.200.0")));
    assertFalse(c24.isHost(IpAddress.parse("192.168.200.255")));
    assertFalse(c24.isHost(IpAddress.parse("192.168.201.1")));
    assertTrue(c24.isHost(IpAddress.parse("192.168.200.254")));
    assertTrue(Cidr.parse("10.0.0.0/31").isHost(IpAddress.parse("10.0.0.0")));
    assertTrue(Cidr.parse("fd00::/64").isHost(IpAddress.parse("fd00::ffff:ffff:ffff:ffff")));
    assertFalse(Cidr.parse("fd00::/64").isHost(IpAddress.parse("fd00::")));
  }
}
