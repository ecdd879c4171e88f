package io.mkube.routeros.simulator.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "1w2d3h4m5s, 1w2d3h4m5s",
    "90, 1m30s",
    "00:05:00, 5m",
    "500ms, 500ms",
    "0, 0s",
    "1m500ms, 1m500ms"
  })
  void printsDurationsInOneForm(String given, String printed) {
    assertEquals(printed, new ValueType.Span().canonical("x", given));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.1/24, 192.168.1.1/24, 192.168.1.0",
    "10.1.2.3, 10.1.2.3/32, 10.1.2.3",
    "FD00:0:0:0:0:0:0:1/64, fd00::1/64, fd00::",
    "2001:db8:0:1:0:0:0:1/128, 2001:db8:0:1::1/128, 2001:db8:0:1::1"
  })
  void printsPrefixesInOneForm(String given, String printed, String network) {
    assertEquals(Optional.of(printed), IpText.prefix(given));
    assertEquals(Optional.of(network), IpText.network(printed));
  }

  @ParameterizedTest
  @CsvSource({"256.1.1.1/8", "1.2.3/8", "fd00::/129", "1.2.3.4/33", "x", "1.2.3.4/-1"})
  void refusesWhatIsNoPrefix(String given) {
    assertTrue(IpText.prefix(given).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"10G, 10737418240", "512, 512", "unlimited, unlimited", "64MiB, 67108864"})
  void printsSizesInBytes(String given, String printed) {
    assertEquals(printed, new ValueType.Size().canonical("x", given));
  }
}
