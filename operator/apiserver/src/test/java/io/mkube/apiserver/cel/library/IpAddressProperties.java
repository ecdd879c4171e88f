package io.mkube.apiserver.cel.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Addresses, beside another implementation of the same RFCs. */
final class IpAddressProperties {
  @Property(tries = 1000)
  void areWrittenInTheirCanonicalForm(@ForAll @Size(16) byte[] bytes, @ForAll boolean[] zeros)
      throws UnknownHostException {
    for (int i = 0; i < Math.min(zeros.length, 8); i++) {
      if (zeros[i]) {
        bytes[2 * i] = 0;
        bytes[2 * i + 1] = 0;
      }
    }
    bytes[0] |= 1;
    IpAddress address = IpAddress.of(bytes);

    assertEquals(InetAddresses.toAddrString(InetAddress.getByAddress(bytes)), address.toString());
    assertArrayEquals(bytes, IpAddress.parse(address.toString()).orElseThrow().bytes());
  }

  @Property(tries = 3000)
  void areReadAsOthersReadThem(
      @ForAll @CharRange(from = '0', to = '3') @StringLength(max = 4) String digits,
      @ForAll @StringLength(max = 20) @net.jqwik.api.constraints.Chars({'1', 'f', ':', '.', '0'})
          String text) {
    for (String candidate : new String[] {digits + "." + text, text, "::" + text}) {
      boolean known =
          InetAddresses.isInetAddress(candidate)
              && candidate.indexOf('%') < 0
              && !isMapped(candidate);

      assertEquals(known, IpAddress.parse(candidate).isPresent(), candidate);
    }
  }

  /** The other implementation turns IPv4 addresses in IPv6 form into IPv4 addresses. */
  private static boolean isMapped(String text) {
    return text.indexOf(':') >= 0 && InetAddresses.forString(text).getAddress().length == 4;
  }

  @Property(tries = 1000)
  void areInTheNetworkThatTheyAreMaskedWith(@ForAll @Size(4) byte[] bytes, @ForAll byte length) {
    int prefix = Math.floorMod(length, 33);
    IpAddress address = IpAddress.of(bytes);
    Cidr network = new Cidr(address, prefix);

    assertEquals(network.masked(), Cidr.parse(network.masked().toString()).orElseThrow());
    assertEquals(true, network.contains(address));
    byte[] other = Arrays.copyOf(bytes, 4);
    if (prefix > 0) {
      other[(prefix - 1) / 8] ^= (byte) (0x80 >> ((prefix - 1) % 8));
      assertEquals(false, network.contains(IpAddress.of(other)));
    }
  }
}
