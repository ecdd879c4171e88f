package io.mkube.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Compare-and-set transactions against etcd, a fixed number of them under way, driven by one
 * thread. Each is a create: the key must not exist.
 */
public final class EtcdLoad implements AutoCloseable, GrpcConnection.Listener {
  private static final byte[] TXN = GrpcConnection.headers(EtcdMessages.TXN);
  private static final byte[] DELETE = GrpcConnection.headers(EtcdMessages.DELETE_RANGE);
  private final Selector selector = Selector.open();
  private final List<GrpcConnection> connections = new ArrayList<>();
  private final int callsEach;
  private IntFunction<byte[]> requests = i -> new byte[0];
  private int count;
  private int sent;
  private int ended;
  private int succeeded;

  /**
   * Opens connections.
   *
   * @param callsEach calls under way on each connection
   */
  public EtcdLoad(int port, int connections, int callsEach) throws IOException {
    this.callsEach = callsEach;
    for (int i = 0; i < connections; i++) {
      GrpcConnection connection = new GrpcConnection(port, this);
      connection.channel().configureBlocking(false);
      connection.channel().register(selector, SelectionKey.OP_READ, connection);
      this.connections.add(connection);
    }
  }

  /** The request that creates a key. */
  public static byte[] create(String key, byte[] value) {
    return EtcdMessages.compareAndPut(key.getBytes(StandardCharsets.UTF_8), 0, value);
  }

  /**
   * Sends all requests and waits for their answers.
   *
   * @return nanoseconds from the first request to the last answer
   */
  public long run(int number, IntFunction<byte[]> source) throws IOException {
    requests = source;
    count = number;
    sent = 0;
    ended = 0;
    succeeded = 0;
    long begin = System.nanoTime();
    for (GrpcConnection connection : connections) {
      for (int i = 0; i < callsEach; i++) {
        next(connection);
      }
    }
    await();
    long nanos = System.nanoTime() - begin;
    if (succeeded != count) {
      throw new IllegalStateException("etcd did " + succeeded + " of " + count + " creates");
    }
    return nanos;
  }

  /** Deletes everything. */
  public void deleteAll() throws IOException {
    count = 1;
    sent = 1;
    ended = 0;
    connections
        .getFirst()
        .call(DELETE, EtcdMessages.deleteRange(new byte[] {0}, new byte[] {0}), true);
    await();
  }

  @Override
  public void message(GrpcConnection connection, int stream, ByteBuffer message) {
    if (EtcdMessages.succeeded(message)) {
      succeeded++;
    }
  }

  @Override
  public void ended(GrpcConnection connection, int stream) throws IOException {
    ended++;
    next(connection);
  }

  @Override
  public void close() throws IOException {
    for (GrpcConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }

  private void await() throws IOException {
    while (ended < count) {
      selector.select(EtcdLoad::read);
    }
  }

  private void next(GrpcConnection connection) throws IOException {
    if (sent < count) {
      connection.call(TXN, requests.apply(sent++), true);
    }
  }

  private static void read(SelectionKey key) {
    if (key.attachment() instanceof GrpcConnection connection) {
      try {
        connection.read();
      } catch (IOException e) {
        throw new IllegalStateException("etcd: " + e.getMessage(), e);
      }
    }
  }
}
