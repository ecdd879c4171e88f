package io.mkube.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports for programs that cannot choose one themselves. */
final class FreePort {
  private static final int ATTEMPTS = 300;

  private FreePort() {}

  static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until somebody listens. */
  static void await(int port, MeasuredProcess process) throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (!process.alive()) {
        break;
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getInputStream();
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    process.kill();
    throw new IOException("nothing listens on port " + port);
  }
}
