package io.mkube.routeros.microdns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Ipv6TextProperties {
  @Property
  void keepsTheAddressAndIsStable(@ForAll("groups") List<Integer> groups)
      throws UnknownHostException {
    String text = String.join(":", groups.stream().map(g -> String.format("%04X", g)).toList());

    String canonical = Ipv6Text.canonical(text);

    assertArrayEquals(
        InetAddress.getByName(text).getAddress(), InetAddress.getByName(canonical).getAddress());
    assertEquals(canonical, Ipv6Text.canonical(canonical));
    assertEquals(canonical.toLowerCase(Locale.ROOT), canonical);
    assertFalse(canonical.contains(":::"), canonical);
  }

  @Example
  void followsTheRulesOfRfc5952() {
    assertEquals("2001:db8::1", Ipv6Text.canonical("2001:0DB8:0:0:0:0:0:1"));
    assertEquals("2001:db8:0:1:1:1:1:1", Ipv6Text.canonical("2001:db8::1:1:1:1:1"));
    assertEquals("2001:0:0:1::1", Ipv6Text.canonical("2001:0:0:1:0:0:0:1"));
    assertEquals("2001:db8::1:0:0:1", Ipv6Text.canonical("2001:db8:0:0:1:0:0:1"));
    assertEquals("::", Ipv6Text.canonical("0:0:0:0:0:0:0:0"));
    assertEquals("::1", Ipv6Text.canonical("0::1"));
    assertEquals("fe80::", Ipv6Text.canonical("fe80:0:0:0:0:0:0:0"));
  }

  @Example
  void leavesOtherTextsAlone() {
    for (String text : List.of("", "192.0.2.1", "not:an:address", "fe80::1%eth0", "host")) {
      assertEquals(text, Ipv6Text.canonical(text));
    }
  }

  @Provide
  Arbitrary<List<Integer>> groups() {
    return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 0xffff))
        .list()
        .ofSize(8)
        // Mapped IPv4 addresses are read as IPv4 and left alone.
        .filter(groups -> !groups.subList(0, 5).stream().allMatch(g -> g == 0));
  }
}
