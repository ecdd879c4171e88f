package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/**
 * The body of a long answer. Its buffer is large and outside the heap while there is one to spare,
 * so that the bytes of a list are copied once on their way to the socket, in few writes. For one
 * thread, which waits until the client has taken what was sent.
 */
final class AnswerStream extends OutputStream {
  /** Shared by all answers of the process. */
  private static final AnswerBuffers BUFFERS = new AnswerBuffers();

  private final Response response;
  private final IntConsumer sent;
  private final ByteBuffer buffer = BUFFERS.take();
  private boolean closed;

  /**
   * A stream.
   *
   * @param sent told how many bytes the client has taken
   */
  AnswerStream(Response response, IntConsumer sent) {
    this.response = response;
    this.sent = sent;
  }

  @Override
  public void write(int b) throws IOException {
    if (!buffer.hasRemaining()) {
      send(false);
    }
    buffer.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = offset;
    int left = length;
    while (left > buffer.remaining()) {
      int count = buffer.remaining();
      buffer.put(bytes, at, count);
      at += count;
      left -= count;
      send(false);
    }
    buffer.put(bytes, at, left);
  }

  @Override
  public void flush() throws IOException {
    if (buffer.position() > 0) {
      send(false);
    }
  }

  /**
   * Ends the answer. After a failure the buffer may still be in use and is left to the collector.
   */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      boolean taken = false;
      try {
        send(true);
        taken = true;
      } finally {
        BUFFERS.giveBack(buffer, taken);
      }
    }
  }

  private void send(boolean last) throws IOException {
    if (closed && !last) {
      throw new IOException("the answer has ended");
    }
    buffer.flip();
    int count = buffer.remaining();
    try (Blocker.Callback done = Blocker.callback()) {
      response.write(last, buffer, done);
      done.block();
    }
    buffer.clear();
    sent.accept(count);
  }
}
