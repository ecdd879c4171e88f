package io.mkube.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * HTTP/1.1 over kept connections, one request at a time on each, driven by one thread. Answers are
 * looked at for their status and their length only.
 */
public final class HttpLoad implements AutoCloseable {
  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private IntFunction<byte[]> requests = i -> new byte[0];
  private int status;
  private int count;
  private int sent;
  private int answered;

  /** Opens connections to a port of the loopback address. */
  public HttpLoad(int port, int connections) throws IOException {
    selector = Selector.open();
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      this.connections.add(connection);
    }
  }

  /**
   * Sends requests, each as soon as a connection is free, and waits for all answers.
   *
   * @param number how many
   * @param expected the status that each answer must have
   * @param source the bytes of request {@code i}
   * @return nanoseconds from the first request to the last answer
   */
  public long run(int number, int expected, IntFunction<byte[]> source) throws IOException {
    requests = source;
    status = expected;
    count = number;
    sent = 0;
    answered = 0;
    long begin = System.nanoTime();
    for (Connection connection : connections) {
      connection.next();
    }
    while (answered < count) {
      selector.select(HttpLoad::read);
    }
    return System.nanoTime() - begin;
  }

  /** Sends one request on the first connection and does not wait. */
  public void send(byte[] request) throws IOException {
    count = 1;
    sent = 0;
    answered = 0;
    requests = i -> request;
    connections.getFirst().next();
  }

  /** Waits for the answer to {@link #send}. */
  public void finish(int expected) throws IOException {
    status = expected;
    while (answered < count) {
      selector.select(HttpLoad::read);
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.channel.close();
    }
    selector.close();
  }

  private static void read(SelectionKey key) {
    if (key.attachment() instanceof Connection connection) {
      try {
        connection.read();
      } catch (IOException e) {
        throw new IllegalStateException("the server closed a connection: " + e.getMessage(), e);
      }
    }
  }

  private final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(256 << 10);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void next() throws IOException {
      if (sent < count) {
        ByteBuffer request = ByteBuffer.wrap(requests.apply(sent++));
        while (request.hasRemaining()) {
          channel.write(request);
        }
      }
    }

    void read() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("end of stream");
      }
      int end = HttpAnswers.end(in.array(), in.position());
      if (end < 0) {
        return;
      }
      int found = HttpAnswers.status(in.array());
      if (found != status || end != in.position()) {
        throw new IllegalStateException(
            "answered "
                + new String(in.array(), 0, Math.min(in.position(), 2000), HttpAnswers.TEXT));
      }
      in.clear();
      answered++;
      next();
    }
  }
}
