package io.mkube.controllers.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** One datagram there, one back (RFC 1035, 4). */
public final class UdpProbe implements NameServerProbe {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final int HEADER = 12;
  private static final int LARGEST = 512;
  private static final int TYPE_SOA = 6;
  private static final int CLASS_IN = 1;
  private static final int RESPONSE = 0x80;

  private final RandomGenerator random;

  /**
   * A probe.
   *
   * @param random source of the query ids
   */
  public UdpProbe(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public boolean answers(String host, int port, String zone) {
    int id = random.nextInt(1 << 16);
    byte[] query = query(id, zone);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
      socket.send(new DatagramPacket(query, query.length));
      return awaitAnswer(socket, id);
    } catch (IOException e) {
      return false; // silence or an ICMP refusal: both mean that nobody answers
    }
  }

  private static boolean awaitAnswer(DatagramSocket socket, int id) throws IOException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
    for (long left = DEADLINE.toMillis(); left > 0; ) {
      socket.setSoTimeout((int) left);
      socket.receive(answer);
      if (isAnswer(answer, id)) {
        return true;
      }
      left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
    return false;
  }

  private static boolean isAnswer(DatagramPacket packet, int id) {
    byte[] data = packet.getData();
    return packet.getLength() >= HEADER
        && Byte.toUnsignedInt(data[0]) == id >> 8
        && Byte.toUnsignedInt(data[1]) == (id & 0xff)
        && (data[2] & RESPONSE) != 0;
  }

  /** A standard query with the RD bit, one question, class IN. */
  static byte[] query(int id, String zone) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : zone.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.writeBytes(new byte[] {0, 0, TYPE_SOA, 0, CLASS_IN});
    return out.toByteArray();
  }
}
