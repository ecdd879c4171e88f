package io.mkube.crds.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class FormatsProperties {
  @Property
  void acceptsEveryIpv4Address(@ForAll @Size(4) byte[] octets) throws UnknownHostException {
    String text = InetAddress.getByAddress(octets).getHostAddress();

    assertTrue(text.matches(Formats.IPV4), text);
    assertTrue(text.matches(Formats.IP), text);
    assertFalse(text.matches(Formats.IPV6), text);
  }

  @Property
  void acceptsEveryIpv6AddressWithAnyRunOfZerosShortened(
      @ForAll @Size(8) char[] groups,
      @ForAll @IntRange(min = 0, max = 7) int from,
      @ForAll @IntRange(min = 1, max = 8) int length) {
    StringBuilder text = new StringBuilder();
    int to = Math.min(8, from + length);
    for (int i = 0; i < 8; i++) {
      if (i == from) {
        text.append("::");
      }
      if (i < from || i >= to) {
        text.append(Integer.toHexString(groups[i]));
        text.append(i == 7 || i + 1 == from ? "" : ":");
      }
    }

    assertTrue(text.toString().matches(Formats.IPV6), text.toString());
    assertTrue(text.toString().matches(Formats.IP), text.toString());
  }

  /** What the pattern accepts, Java reads as an IPv6 literal, without any look-up. */
  @Property
  void acceptsOnlyWhatJavaReadsAsAnIpv6Literal(@ForAll("colons") String text)
      throws UnknownHostException {
    if (text.matches(Formats.IPV6)) {
      InetAddress read = InetAddress.getByName("[" + text + "]");
      assertTrue(read instanceof Inet6Address || read.getAddress().length == 4, text);
    }
  }

  @Provide
  Arbitrary<String> colons() {
    return Arbitraries.strings().withChars("0af:::").ofMaxLength(24);
  }

  @Property
  void boundsPrefixLengths(@ForAll @IntRange(min = 0, max = 200) int prefix) {
    assertEquals(prefix <= 32, ("10.0.0.0/" + prefix).matches(Formats.CIDR4));
    assertEquals(prefix <= 128, ("fd00::/" + prefix).matches(Formats.CIDR6));
  }

  @Example
  void refusesWhatOnlyLooksLikeAnAddress() {
    for (String text :
        new String[] {"256.1.1.1", "01.1.1.1", "1.1.1", "1.1.1.1.", "1.1.1.1/24", " 1.1.1.1"}) {
      assertFalse(text.matches(Formats.IP), text);
    }
    for (String text : new String[] {":", ":::", "1::2::3", "12345::", "fe80::1%eth0", "g::"}) {
      assertFalse(text.matches(Formats.IP), text);
    }
  }

  @Example
  void refusesFileNamesThatLeaveTheFolder() {
    for (String text : new String[] {"..", ".", "../a.iso", "a/b.iso", "", ".hidden", "a\\b"}) {
      assertFalse(text.matches(Formats.FILE_NAME), text);
    }
    assertTrue("debian-13.2 (amd64).iso".replaceAll("[()]", "").matches(Formats.FILE_NAME));
  }

  @Example
  void refusesPathsWithDotComponents() {
    for (String text : new String[] {"/a/../b", "/..", "/a/.", "a/b", "", "//a"}) {
      assertFalse(text.matches(Formats.ABSOLUTE_PATH), text);
    }
    for (String text : new String[] {"/raid1/registry/default", "/etc/.tls/a..b", "/a/"}) {
      assertTrue(text.matches(Formats.ABSOLUTE_PATH), text);
    }
  }

  @Example
  void readsMacAddressesInBothSpellings() {
    assertTrue("AA:bb:0c:0D:0e:0F".matches(Formats.MAC));
    assertTrue("aa-bb-0c-0d-0e-0f".matches(Formats.MAC));
    assertFalse("aa:bb:cc:dd:ee".matches(Formats.MAC));
    assertFalse("aabb.ccdd.eeff".matches(Formats.MAC));
  }

  @Example
  void takesUrlsOfHttpOnly() {
    assertTrue("http://192.168.200.252:8080".matches(Formats.HTTP_URL));
    assertTrue("https://[fd00::1]:8443/api?x=1".matches(Formats.HTTP_URL));
    assertFalse("ftp://a".matches(Formats.HTTP_URL));
    assertFalse("http://".matches(Formats.HTTP_URL));
    assertFalse("http://a b".matches(Formats.HTTP_URL));
  }

  @Example
  void knowsDnsNamesAndRecordNames() {
    assertTrue("gt.lo".matches(Formats.DNS_NAME));
    assertTrue("_sip._tcp.Example.com".matches(Formats.DNS_NAME));
    assertFalse("a..b".matches(Formats.DNS_NAME));
    assertFalse("gt.lo.".matches(Formats.DNS_NAME));
    assertFalse(("a".repeat(64) + ".lo").matches(Formats.DNS_NAME));
    assertTrue("@".matches(Formats.RECORD_NAME));
    assertTrue("*.apps".matches(Formats.RECORD_NAME));
    assertFalse("a.*.b".matches(Formats.RECORD_NAME));
  }
}
