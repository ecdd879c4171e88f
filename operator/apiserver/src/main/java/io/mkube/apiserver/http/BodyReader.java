package io.mkube.apiserver.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of a request chunk by chunk, straight into an array of its size. For one thread,
 * which waits.
 */
final class BodyReader {
  private static final int FIRST_SIZE = 1024;
  private final Request request;

  BodyReader(Request request) {
    this.request = request;
  }

  /**
   * The whole body.
   *
   * @throws Exchange.BodyTooLargeException if it is longer than {@code limit} bytes
   * @throws IOException if the client went away
   */
  byte[] read(int limit) throws IOException {
    long announced = request.getLength();
    byte[] body = new byte[announced >= 0 ? (int) Math.min(announced, limit) : FIRST_SIZE];
    int length = 0;
    boolean last = false;
    while (!last) {
      Content.Chunk chunk = next();
      try {
        ByteBuffer bytes = chunk.getByteBuffer();
        int count = bytes.remaining();
        if (count > limit - length) {
          throw new Exchange.BodyTooLargeException(limit);
        }
        if (count > body.length - length) {
          body = Arrays.copyOf(body, Math.min(limit, Math.max(2 * body.length, length + count)));
        }
        bytes.get(body, length, count);
        length += count;
        last = chunk.isLast();
      } finally {
        chunk.release();
      }
    }
    return length == body.length ? body : Arrays.copyOf(body, length);
  }

  /** Throws the rest of the body away, at most so many bytes of it. */
  void skip(long most) throws IOException {
    long left = most;
    boolean last = false;
    while (!last && left > 0) {
      Content.Chunk chunk = next();
      left -= chunk.remaining();
      last = chunk.isLast();
      chunk.release();
    }
  }

  private Content.Chunk next() throws IOException {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        await();
      } else if (Content.Chunk.isFailure(chunk)) {
        Throwable failure = chunk.getFailure();
        throw failure instanceof IOException io ? io : new EOFException(String.valueOf(failure));
      } else {
        return chunk;
      }
    }
  }

  private void await() throws IOException {
    CountDownLatch arrived = new CountDownLatch(1);
    request.demand(arrived::countDown);
    try {
      arrived.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body was read");
    }
  }
}
