package io.mkube.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One watch over everything in etcd, and one writer. For one thread, which waits. */
public final class EtcdWatch implements AutoCloseable {
  private final GrpcConnection writer;
  private final GrpcConnection watcher;
  private int messages;
  private int writes;

  public EtcdWatch(int port) throws IOException {
    writer = new GrpcConnection(port, new Counter(false));
    watcher = new GrpcConnection(port, new Counter(true));
    watcher.call(
        GrpcConnection.headers(EtcdMessages.WATCH),
        EtcdMessages.watch(new byte[] {0}, new byte[] {0}),
        false);
    while (messages == 0) {
      watcher.read();
    }
  }

  /** Creates a key and returns the nanoseconds until the watch told about it. */
  public long create(String key, byte[] value) throws IOException {
    byte[] request = EtcdMessages.compareAndPut(key.getBytes(StandardCharsets.UTF_8), 0, value);
    int before = messages;
    int done = writes;
    long begin = System.nanoTime();
    writer.call(GrpcConnection.headers(EtcdMessages.TXN), request, true);
    while (messages == before) {
      watcher.read();
    }
    long nanos = System.nanoTime() - begin;
    while (writes == done) {
      writer.read();
    }
    return nanos;
  }

  @Override
  public void close() throws IOException {
    writer.close();
    watcher.close();
  }

  private final class Counter implements GrpcConnection.Listener {
    private final boolean watching;

    Counter(boolean watching) {
      this.watching = watching;
    }

    @Override
    public void message(GrpcConnection connection, int stream, ByteBuffer message) {
      if (watching) {
        messages++;
      }
    }

    @Override
    public void ended(GrpcConnection connection, int stream) {
      writes++;
    }
  }
}
