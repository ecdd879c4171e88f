package io.mkube.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Long chunked answers on one connection, of which only the length and the end are looked at. */
public final class HttpList implements AutoCloseable {
  private static final long END = 0x0d0a300d0a0d0aL; // CR LF 0 CR LF CR LF
  private static final long MASK = 0xffffffffffffffL;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);
  private long tail;
  private long length;

  public HttpList(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Sends a request and reads its whole answer; returns the bytes read. */
  public long read(byte[] request) throws IOException {
    begin(request);
    return finish();
  }

  /** Sends a request and reads the first bytes of the answer only. */
  public void begin(byte[] request) throws IOException {
    tail = 0;
    length = 0;
    channel.write(ByteBuffer.wrap(request));
    some();
  }

  /** Reads the rest; returns the bytes of the whole answer. */
  public long finish() throws IOException {
    while ((tail & MASK) != END) {
      some();
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void some() throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count < 0) {
      throw new IOException("the answer was cut off");
    }
    length += count;
    for (int i = Math.max(0, count - Long.BYTES); i < count; i++) {
      tail = (tail << 8) | (in.get(i) & 0xff);
    }
  }
}
