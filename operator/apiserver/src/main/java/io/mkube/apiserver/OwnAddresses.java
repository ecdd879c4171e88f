package io.mkube.apiserver;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses under which this machine is known. */
final class OwnAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);

  private OwnAddresses() {}

  /** All of them without those that need a zone, which certificates do not know. */
  static List<InetAddress> all() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .toList();
    } catch (SocketException e) {
      LOG.warn("the addresses of this machine are not known: {}", e.getMessage());
      return List.of();
    }
  }
}
