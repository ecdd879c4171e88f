package io.mkube.routeros.simulator.microdns.dns;

import io.mkube.routeros.simulator.microdns.fault.MicroDnsFault;
import io.mkube.routeros.simulator.microdns.fault.MicroDnsFaults;
import io.mkube.routeros.simulator.start.SimulatorStartException;
import io.mkube.routeros.simulator.start.SimulatorStartException.Reason;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UDP and TCP sockets of one DNS server, on the same port. Thread-safe. */
public final class DnsListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsListener.class);
  private static final int ATTEMPTS = 50;
  private static final int LARGEST_PACKET = 65_535;
  private static final int TCP_TIMEOUT_MILLIS = 30_000;
  private static final int MOST_CONNECTIONS = 1000;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Answers answers;
  private final MicroDnsFaults faults;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

  private DnsListener(
      DatagramSocket udp, ServerSocket tcp, Answers answers, MicroDnsFaults faults) {
    this.udp = udp;
    this.tcp = tcp;
    this.answers = answers;
    this.faults = faults;
  }

  /**
   * Listens at an address. Port 0 takes the preferred port if it is free, otherwise any.
   *
   * @throws SimulatorStartException if the port is in use
   */
  public static DnsListener open(
      InetSocketAddress address, int preferredPort, Answers answers, MicroDnsFaults faults) {
    InetAddress host = address.getAddress();
    IOException last = new IOException("no port tried");
    for (int attempt = 0; attempt < (address.getPort() == 0 ? ATTEMPTS : 1); attempt++) {
      int port = address.getPort() == 0 && attempt == 0 ? preferredPort : address.getPort();
      try {
        return bind(host, port, answers, faults).started();
      } catch (IOException e) {
        last = e;
      }
    }
    throw new SimulatorStartException(
        Reason.PORT_IN_USE,
        "cannot listen for DNS on "
            + host.getHostAddress()
            + ":"
            + address.getPort()
            + ": "
            + last.getMessage(),
        last);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  @Override
  public void close() {
    try {
      udp.close();
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop listening for DNS", e);
    } finally {
      threads.shutdownNow();
      // The ports are free only when the threads that read from them have ended.
      threads.close();
    }
  }

  private static DnsListener bind(
      InetAddress host, int port, Answers answers, MicroDnsFaults faults) throws IOException {
    ServerSocket tcp = new ServerSocket();
    try {
      tcp.setReuseAddress(true);
      tcp.bind(new InetSocketAddress(host, port));
      DatagramSocket udp = new DatagramSocket(new InetSocketAddress(host, tcp.getLocalPort()));
      return new DnsListener(udp, tcp, answers, faults);
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  private DnsListener started() {
    threads.execute(this::receive);
    threads.execute(this::accept);
    return this;
  }

  private void receive() {
    byte[] buffer = new byte[LARGEST_PACKET];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        Optional<byte[]> answer = silent() ? Optional.empty() : answers.udp(query);
        if (answer.isPresent()) {
          byte[] bytes = answer.get();
          udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        logUnlessClosed(e);
      } catch (RuntimeException e) {
        LOG.error("a DNS query failed", e);
      }
    }
  }

  private void accept() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        if (room.tryAcquire()) {
          threads.execute(() -> serve(socket));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        logUnlessClosed(e);
      }
    }
  }

  /** One query a connection, as the real server does. */
  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(TCP_TIMEOUT_MILLIS);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] query = in.readNBytes(in.readUnsignedShort());
      Optional<byte[]> answer = silent() ? Optional.empty() : answers.tcp(query);
      if (answer.isPresent()) {
        byte[] bytes = answer.get();
        ByteBuffer framed = ByteBuffer.allocate(bytes.length + 2);
        framed.putShort((short) bytes.length).put(bytes);
        socket.getOutputStream().write(framed.array());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      LOG.debug("a DNS connection ended early", e);
    } catch (RuntimeException e) {
      LOG.error("a DNS query over TCP failed", e);
    } finally {
      room.release();
    }
  }

  private boolean silent() {
    return faults.strikes(MicroDnsFault.DNS_SILENT);
  }

  private void logUnlessClosed(IOException e) {
    if (!udp.isClosed()) {
      LOG.warn("DNS socket on {}: {}", address(), e.getMessage());
    }
  }
}
