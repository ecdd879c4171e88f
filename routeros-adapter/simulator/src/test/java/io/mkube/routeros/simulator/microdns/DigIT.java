package io.mkube.routeros.simulator.microdns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stock resolver tool; needs the program dig. */
class DigIT {
  @Test
  void answersDigOverUdpAndTcp() throws Exception {
    try (MicroDnsSimulator simulator = MicroDnsSimulator.start(MicroDnsConfig.defaults());
        ZoneClient client = new ZoneClient(simulator)) {
      String zone = client.addZone("gt.lo");
      for (int i = 1; i <= 3; i++) {
        client.addRecord(zone, "web", "A", "192.168.200.1" + i);
      }
      List<String> addresses = List.of("192.168.200.11", "192.168.200.12", "192.168.200.13");
      assertEquals(addresses, dig(simulator, "+short", "web.gt.lo", "A"));
      assertEquals(addresses, dig(simulator, "+short", "+tcp", "web.gt.lo", "A"));
      assertEquals(addresses, dig(simulator, "+short", "+noedns", "web.gt.lo", "A"));
      assertTrue(dig(simulator, "none.gt.lo").stream().anyMatch(l -> l.contains("NXDOMAIN")));
      assertTrue(dig(simulator, "web.other").stream().anyMatch(l -> l.contains("REFUSED")));
    }
  }

  private static List<String> dig(MicroDnsSimulator simulator, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("dig", "@127.0.0.1"));
    command.addAll(List.of("-p", Integer.toString(simulator.dns().getPort()), "+tries=3"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }
}
