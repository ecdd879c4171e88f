package io.mkube.controllers.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UdpProbeTest {
  private final UdpProbe probe = new UdpProbe(new Random(1));

  @Test
  void asksForTheStartOfAuthority() {
    assertEquals(
        "1234 0100 0001 0000 0000 0000 03 6c6162 07 6578616d706c65 00 0006 0001".replace(" ", ""),
        HexFormat.of().formatHex(UdpProbe.query(0x1234, "lab.example")));
  }

  @Test
  void takesAnyAnswerForLifeEvenANameError() {
    try (MicroDnsSimulator dns = MicroDnsSimulator.start(MicroDnsConfig.defaults())) {
      assertTrue(probe.answers("127.0.0.1", dns.dns().getPort(), "no-such-zone.lo"));
    }
  }

  @Test
  void noticesThatNobodyListens() throws IOException {
    int port;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertFalse(probe.answers("127.0.0.1", port, "gt.lo"));
  }

  @Test
  void ignoresAnswersToOtherQuestions() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread liar = Thread.ofVirtual().start(() -> answerWrongly(server));

      assertFalse(probe.answers("127.0.0.1", server.getLocalPort(), "gt.lo"));
      liar.join();
    }
  }

  private static void answerWrongly(DatagramSocket server) {
    try {
      DatagramPacket query = new DatagramPacket(new byte[512], 512);
      server.receive(query);
      byte[] lie = query.getData().clone();
      lie[0] ^= 1;
      lie[2] |= (byte) 0x80;
      server.send(new DatagramPacket(lie, query.getLength(), query.getSocketAddress()));
      byte[] echo = query.getData().clone();
      server.send(new DatagramPacket(echo, query.getLength(), query.getSocketAddress()));
      server.send(new DatagramPacket(new byte[] {1}, 1, query.getSocketAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
