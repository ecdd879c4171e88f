package io.mkube.app.site;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Keeps the ports of a site the same over restarts, as long as nobody else takes them. */
public final class PortWish {
  private final InetAddress address;

  /** Ports of an address of this machine. */
  public PortWish(InetAddress address) {
    this.address = address;
  }

  /** The port of {@code earlier} if it is free now for TCP and UDP, else 0: any free one. */
  public int again(@Nullable String earlier) {
    int port = Endpoints.port(earlier);
    return port > 0 && isFree(port) ? port : 0;
  }

  private boolean isFree(int port) {
    InetSocketAddress wished = new InetSocketAddress(address, port);
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      tcp.bind(wished);
      udp.bind(wished);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
