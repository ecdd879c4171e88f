package io.mkube.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches over HTTP/1.1, read by one thread, which looks at each event's first resourceVersion:
 * within one watch it must grow with every event.
 */
public final class WatchLoad implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private final Selector selector = Selector.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
  private final List<Watch> watches = new ArrayList<>();
  private long events;
  private long disorders;

  /** Opens watches and returns when the server has answered each with its headers. */
  public WatchLoad(int port, int count, byte[] request) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      Watch watch = new Watch(channel);
      channel.register(selector, SelectionKey.OP_READ, watch);
      watches.add(watch);
    }
    while (watches.stream().anyMatch(watch -> !watch.scan.begun())) {
      poll(1000);
    }
  }

  /** Reads what has arrived, waiting at most so many milliseconds for something. */
  public void poll(long millis) throws IOException {
    selector.select(this::read, millis);
  }

  /** Events of all watches so far. */
  public long events() {
    return events;
  }

  /** Events that were not younger than the one before. */
  public long disorders() {
    return disorders;
  }

  /** Begins to count {@link #disorders} anew. */
  public void forgetDisorders() {
    disorders = 0;
  }

  /** The events that the watch with the fewest has got. */
  public long fewest() {
    return watches.stream().mapToLong(watch -> watch.scan.events()).min().orElse(0);
  }

  @Override
  public void close() throws IOException {
    for (Watch watch : watches) {
      watch.channel.close();
    }
    selector.close();
  }

  private void read(SelectionKey key) {
    if (key.attachment() instanceof Watch watch) {
      try {
        in.clear();
        if (watch.channel.read(in) < 0) {
          throw new IOException("the server ended a watch");
        }
        long before = watch.scan.events();
        long disorderBefore = watch.scan.disorders();
        watch.scan.read(in.flip());
        events += watch.scan.events() - before;
        disorders += watch.scan.disorders() - disorderBefore;
      } catch (IOException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }

  private record Watch(SocketChannel channel, EventScan scan) {
    Watch(SocketChannel channel) {
      this(channel, new EventScan());
    }
  }
}
