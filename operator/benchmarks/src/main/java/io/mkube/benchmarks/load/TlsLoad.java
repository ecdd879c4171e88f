package io.mkube.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * HTTP/1.1 over kept TLS connections, one request at a time and one thread on each. What TLS costs
 * the client is part of what is measured.
 */
public final class TlsLoad implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private final List<SSLSocket> sockets = new ArrayList<>();
  private final ExecutorService threads;

  /** Opens connections to a port of the loopback address. */
  public TlsLoad(int port, int connections) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
      for (int i = 0; i < connections; i++) {
        SSLSocket socket =
            (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        sockets.add(socket);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    threads = Executors.newFixedThreadPool(connections, Thread.ofPlatform().daemon().factory());
  }

  /**
   * Sends requests, each as soon as a connection is free, and waits for all answers.
   *
   * @param expected the status that each answer must have
   * @return nanoseconds from the first request to the last answer
   */
  public long run(int number, int expected, IntFunction<byte[]> requests)
      throws IOException, InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    long begin = System.nanoTime();
    for (SSLSocket socket : sockets) {
      running.add(
          threads.submit(
              () -> {
                byte[] in = new byte[BUFFER];
                for (int i = next.getAndIncrement(); i < number; i = next.getAndIncrement()) {
                  socket.getOutputStream().write(requests.apply(i));
                  read(socket.getInputStream(), in, expected);
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return System.nanoTime() - begin;
  }

  private static void read(InputStream source, byte[] in, int expected) throws IOException {
    int length = 0;
    while (HttpAnswers.end(in, length) != length || length == 0) {
      int count = source.read(in, length, in.length - length);
      if (count <= 0) {
        throw new IOException("end of stream");
      }
      length += count;
    }
    if (HttpAnswers.status(in) != expected) {
      throw new IOException("answered " + new String(in, 0, length, HttpAnswers.TEXT));
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** The certificates are not what is measured. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
