package io.mkube.routeros.simulator.microdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.microdns.fault.MicroDnsFault;
import io.mkube.routeros.simulator.microdns.zone.Dialect;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsAnswersTest {
  private MicroDnsSimulator simulator;
  private ZoneClient client;
  private String zone;

  @BeforeEach
  void start() throws IOException {
    restart(Dialect.LATER);
  }

  private void restart(Dialect dialect) throws IOException {
    stop();
    simulator = MicroDnsSimulator.start(MicroDnsConfig.defaults().withDialect(dialect));
    client = new ZoneClient(simulator);
    zone = client.addZone("gt.lo");
    client.addRecord(zone, "web", "A", "192.168.200.12");
    client.addRecord(zone, "web", "A", "192.168.200.10");
    client.addRecord(zone, "web", "A", "192.168.200.11");
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
      simulator.close();
    }
  }

  private Message ask(String name, int type) throws IOException {
    return ask(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)), false);
  }

  private Message ask(Message query, boolean tcp) throws IOException {
    SimpleResolver resolver = new SimpleResolver(simulator.dns());
    resolver.setTCP(tcp);
    resolver.setEDNS(-1);
    resolver.setIgnoreTruncation(true);
    resolver.setTimeout(Duration.ofSeconds(10));
    return resolver.send(query);
  }

  private static List<String> data(Message message) {
    return message.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  @Test
  void returnsAllAddressesOfANameInStoredOrder() throws IOException {
    Message answer = ask("WEB.gt.LO.", Type.A);
    assertEquals(Rcode.NOERROR, answer.getRcode());
    assertTrue(answer.getHeader().getFlag(Flags.AA));
    assertTrue(answer.getHeader().getFlag(Flags.RA));
    assertEquals(List.of("192.168.200.12", "192.168.200.10", "192.168.200.11"), data(answer));
    assertEquals("WEB.gt.LO.", answer.getSection(Section.ANSWER).getFirst().getName().toString());
  }

  @Test
  void tellsAbsentNamesFromAbsentTypes() throws IOException {
    Message absent = ask("none.gt.lo.", Type.A);
    assertEquals(Rcode.NXDOMAIN, absent.getRcode());
    assertEquals(Type.SOA, absent.getSection(Section.AUTHORITY).getFirst().getType());
    assertEquals(Rcode.NOERROR, ask("web.gt.lo.", Type.AAAA).getRcode());
    assertEquals(1, ask("web.gt.lo.", Type.AAAA).getSection(Section.AUTHORITY).size());

    restart(Dialect.FEBRUARY);
    assertEquals(Rcode.NXDOMAIN, ask("web.gt.lo.", Type.AAAA).getRcode());
  }

  @Test
  void refusesNamesOfOtherZones() throws IOException {
    assertEquals(Rcode.REFUSED, ask("web.example.", Type.A).getRcode());
    assertEquals(Rcode.REFUSED, ask("xgt.lo.", Type.A).getRcode());
  }

  @Test
  void usesTheLongestZone() throws IOException {
    String inner = client.addZone("in.gt.lo");
    client.addRecord(inner, "web", "A", "10.9.9.9");
    client.addRecord(zone, "web.in", "A", "10.8.8.8");
    assertEquals(List.of("10.9.9.9"), data(ask("web.in.gt.lo.", Type.A)));
  }

  @Test
  void answersWildcardsUnderTheNameAskedFor() throws IOException {
    client.addRecord(zone, "*.app", "A", "10.0.0.1");
    Message answer = ask("a.b.app.gt.lo.", Type.A);
    assertEquals(List.of("10.0.0.1"), data(answer));
    assertEquals(
        "a.b.app.gt.lo.", answer.getSection(Section.ANSWER).getFirst().getName().toString());
    client.addRecord(zone, "x.app", "A", "10.0.0.2");
    assertEquals(List.of("10.0.0.2"), data(ask("x.app.gt.lo.", Type.A)));
  }

  @Test
  void encodesEveryType() throws IOException {
    client.addRecord(zone, "@", "MX", Map.of("preference", 10, "exchange", "mail.gt.lo"));
    client.addRecord(
        zone, "s", "SRV", Map.of("priority", 1, "weight", 5, "port", 6443, "target", "web.gt.lo."));
    client.addRecord(zone, "t", "TXT", "say \"hi\" \\ grüße");
    client.addRecord(zone, "c", "CNAME", "web.gt.lo");
    client.addRecord(zone, "p", "PTR", "web.gt.lo.");
    client.addRecord(zone, "n", "NS", "ns1.gt.lo");
    client.addRecord(zone, "six", "AAAA", "fd00::10");
    client.addRecord(zone, "caa", "CAA", Map.of("flags", 0, "tag", "issue", "value", "ca.example"));
    assertEquals(List.of("10 mail.gt.lo."), data(ask("gt.lo.", Type.MX)));
    assertEquals(List.of("1 5 6443 web.gt.lo."), data(ask("s.gt.lo.", Type.SRV)));
    assertEquals(
        List.of("\"say \\\"hi\\\" \\\\ gr\\195\\188\\195\\159e\""),
        data(ask("t.gt.lo.", Type.TXT)));
    assertEquals(List.of("web.gt.lo."), data(ask("c.gt.lo.", Type.CNAME)));
    assertEquals(List.of("web.gt.lo."), data(ask("p.gt.lo.", Type.PTR)));
    assertEquals(List.of("ns1.gt.lo."), data(ask("n.gt.lo.", Type.NS)));
    assertEquals(List.of("fd00:0:0:0:0:0:0:10"), data(ask("six.gt.lo.", Type.AAAA)));
    assertEquals(List.of("0 issue \"ca.example\""), data(ask("caa.gt.lo.", Type.CAA)));
    assertEquals(List.of(), data(ask("c.gt.lo.", Type.A)));
    assertTrue(data(ask("deep.below.gt.lo.", Type.SOA)).getFirst().startsWith("ns1.gt.lo."));
  }

  @Test
  void doesNotServeDisabledRecords() throws IOException {
    String id = client.addRecord(zone, "off", "A", "10.0.0.1");
    client.send("PUT", "/zones/" + zone + "/records/" + id, Map.of("enabled", false));
    assertEquals(Rcode.NXDOMAIN, ask("off.gt.lo.", Type.A).getRcode());
  }

  @Test
  void cutsBigAnswersOverUdpAndGivesThemOverTcp() throws IOException {
    for (int i = 0; i < 100; i++) {
      client.addRecord(zone, "many", "A", "10.1.0." + i);
    }
    Message udp = ask("many.gt.lo.", Type.A);
    assertTrue(udp.getHeader().getFlag(Flags.TC));
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString("many.gt.lo."), Type.A, DClass.IN));
    assertEquals(100, ask(query, true).getSection(Section.ANSWER).size());
  }

  @Test
  void toleratesEdnsWithoutAnsweringIt() throws IOException {
    SimpleResolver resolver = new SimpleResolver(simulator.dns());
    resolver.setEDNS(0, 1232, 0, List.of());
    Message answer =
        resolver.send(
            Message.newQuery(Record.newRecord(Name.fromString("web.gt.lo."), Type.A, DClass.IN)));
    assertEquals(3, data(answer).size());
    assertNull(answer.getOPT());
  }

  @Test
  void doesNotDoWhatItDoesNotImplement() throws IOException {
    assertEquals(Rcode.NOTIMP, ask("web.gt.lo.", Type.ANY).getRcode());
    assertEquals(Rcode.NOTIMP, ask("web.gt.lo.", Type.HINFO).getRcode());
    Message notify =
        Message.newQuery(Record.newRecord(Name.fromString("gt.lo."), Type.SOA, DClass.IN));
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    assertEquals(Rcode.NOTIMP, new Message(exchange(notify.toWire())).getRcode());
    assertEquals(Rcode.FORMERR, new Message(exchange(new Message(7).toWire())).getRcode());
  }

  @Test
  void dropsWhatIsNoDnsAndGoesOn() throws IOException {
    assertThrows(SocketTimeoutException.class, () -> exchange(new byte[] {1, 2, 3}));
    assertEquals(3, data(ask("web.gt.lo.", Type.A)).size());
  }

  @Test
  void staysSilentWhenToldTo() throws IOException {
    simulator.faults().set(MicroDnsFault.DNS_SILENT, 1);
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString("web.gt.lo."), Type.A, DClass.IN));
    assertThrows(SocketTimeoutException.class, () -> exchange(query.toWire()));
    assertEquals(200, client.send("GET", "/health", null).statusCode());
  }

  @Test
  void framesTcpMessagesWithTheirLength() throws IOException {
    byte[] query =
        Message.newQuery(Record.newRecord(Name.fromString("web.gt.lo."), Type.A, DClass.IN))
            .toWire();
    try (Socket socket = new Socket(simulator.dns().getAddress(), simulator.dns().getPort())) {
      for (byte value : new byte[] {(byte) (query.length >> 8), (byte) query.length}) {
        socket.getOutputStream().write(value);
        socket.getOutputStream().flush();
      }
      socket.getOutputStream().write(query);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Message answer = new Message(in.readNBytes(in.readUnsignedShort()));
      assertEquals(3, data(answer).size());
      assertEquals(-1, in.read());
    }
  }

  private byte[] exchange(byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      socket.send(new DatagramPacket(query, query.length, simulator.dns()));
      DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }
}
