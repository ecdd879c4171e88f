package io.mkube.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Just enough HTTP/2 and gRPC for calls with small answers, so that a peer's client costs it as
 * little as possible. Headers are sent as literals and never read. For one thread.
 */
final class GrpcConnection implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int HEADER = 9;
  private static final int MESSAGE_PREFIX = 5;
  private static final int WINDOW = Integer.MAX_VALUE - 65535;

  private final SocketChannel channel;
  private final Listener listener;
  private final ByteBuffer in = ByteBuffer.allocate(1 << 20);
  private int nextStream = 1;

  /** Learns of answers. */
  interface Listener {
    /** A message arrived; the bytes are valid during the call. */
    void message(GrpcConnection connection, int stream, ByteBuffer message) throws IOException;

    /** A call has ended. */
    void ended(GrpcConnection connection, int stream) throws IOException;
  }

  GrpcConnection(int port, Listener listener) throws IOException {
    this.listener = listener;
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    ByteBuffer hello = ByteBuffer.allocate(256);
    hello.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(hello, 6, SETTINGS, 0, 0).putShort((short) 4).putInt(WINDOW);
    frame(hello, 4, WINDOW_UPDATE, 0, 0).putInt(WINDOW);
    write(hello.flip());
  }

  SocketChannel channel() {
    return channel;
  }

  /** The headers of calls of a method, the same for all. */
  static byte[] headers(String method) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x83); // :method POST, from the static table
    block.write(0x86); // :scheme http
    block.write(0x04); // :path
    literal(block, method);
    block.write(0x01); // :authority
    literal(block, "localhost");
    block.write(0x0f); // content-type: name 31
    block.write(0x10);
    literal(block, "application/grpc");
    block.write(0x00);
    literal(block, "te");
    literal(block, "trailers");
    return block.toByteArray();
  }

  /** Begins a call with one message. */
  int call(byte[] headers, byte[] message, boolean last) throws IOException {
    int stream = nextStream;
    nextStream += 2;
    ByteBuffer out =
        ByteBuffer.allocate(2 * HEADER + headers.length + MESSAGE_PREFIX + message.length);
    frame(out, headers.length, HEADERS, END_HEADERS, stream).put(headers);
    frame(out, MESSAGE_PREFIX + message.length, DATA, last ? END_STREAM : 0, stream);
    out.put((byte) 0).putInt(message.length).put(message);
    write(out.flip());
    return stream;
  }

  /** Reads what has arrived, waiting for something if the channel blocks. */
  void read() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the peer closed the connection");
    }
    in.flip();
    while (in.remaining() >= HEADER) {
      int start = in.position();
      int length = (in.getInt(start) >>> 8);
      if (in.remaining() < HEADER + length) {
        break;
      }
      ByteBuffer payload = in.slice(start + HEADER, length);
      in.position(start + HEADER + length);
      handle(in.get(start + 3), in.get(start + 4), in.getInt(start + 5), payload);
    }
    in.compact();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void handle(int type, int flags, int stream, ByteBuffer payload) throws IOException {
    switch (type) {
      case DATA -> messages(stream, payload);
      case HEADERS -> {}
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          write(frame(ByteBuffer.allocate(HEADER), 0, SETTINGS, ACK, 0).flip());
        }
      }
      case PING -> {
        if ((flags & ACK) == 0) {
          ByteBuffer pong = ByteBuffer.allocate(HEADER + payload.remaining());
          write(frame(pong, payload.remaining(), PING, ACK, 0).put(payload).flip());
        }
      }
      case WINDOW_UPDATE -> {}
      case GO_AWAY -> throw new IOException("the peer sent GOAWAY");
      default -> throw new IOException("unexpected frame of type " + type);
    }
    if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
      listener.ended(this, stream);
    }
  }

  /** The messages used here are small: the peer sends each in one frame. */
  private void messages(int stream, ByteBuffer payload) throws IOException {
    while (payload.hasRemaining()) {
      payload.get();
      int length = payload.getInt();
      listener.message(this, stream, payload.slice(payload.position(), length));
      payload.position(payload.position() + length);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer frame(ByteBuffer out, int length, int type, int flags, int stream) {
    return out.put((byte) (length >>> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream);
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
