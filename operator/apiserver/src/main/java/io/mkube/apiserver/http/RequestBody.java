package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body chunk by chunk, straight into an array of its size, and gives up on
 * clients that send it drop by drop. For one thread, which waits.
 */
final class RequestBody {
  /** Nobody on the slowest of lines needs more time for so few bytes. */
  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / 1024;

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  /** What comes after an answer is read for this long. */
  private static final long DRAIN = TimeUnit.SECONDS.toNanos(2);

  private static final int DRAINED = 16 << 20;
  private static final int FIRST_SIZE = 1024;

  private final Content.Source source;
  private final BodyBudget.Share share;
  private boolean waiting;
  private boolean ended;
  private boolean failed;

  RequestBody(Content.Source source, BodyBudget.Share share) {
    this.source = source;
    this.share = share;
  }

  /**
   * The whole body.
   *
   * @param announced its length according to the headers, -1 if they tell none
   */
  byte[] read(long announced, int limit) throws IOException {
    if (announced > limit) {
      throw new Exchange.BodyTooLargeException(limit);
    }
    share.grow(announced);
    long begin = System.nanoTime();
    byte[] body = new byte[announced >= 0 ? (int) announced : FIRST_SIZE];
    int length = 0;
    while (!ended) {
      Content.Chunk chunk = next(begin + PATIENCE + length * NANOS_PER_BYTE);
      if (chunk == null) {
        throw tooSlow(length, System.nanoTime() - begin);
      }
      try {
        int count = chunk.remaining();
        if (count > limit - length) {
          throw new Exchange.BodyTooLargeException(limit);
        }
        if (count > body.length - length) {
          int size = Math.min(limit, Math.max(2 * body.length, length + count));
          share.grow(size);
          body = Arrays.copyOf(body, size);
        }
        chunk.getByteBuffer().get(body, length, count);
        length += count;
      } finally {
        chunk.release();
      }
    }
    return length == body.length ? body : Arrays.copyOf(body, length);
  }

  /**
   * Reads what the client still sends, within limits. Otherwise Jetty resets the HTTP/2 stream
   * behind the answer, and some clients then throw the answer away.
   *
   * @return whether the body is at its end; not when it is malformed or the client is gone
   */
  boolean drain(long announced) throws InterruptedIOException {
    if (waiting || failed || announced > DRAINED) {
      return false;
    }
    try {
      return drained();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean drained() throws IOException {
    long end = System.nanoTime() + DRAIN;
    long left = DRAINED;
    while (!ended && left > 0) {
      Content.Chunk chunk = next(end);
      if (chunk == null) {
        return false;
      }
      left -= chunk.remaining();
      chunk.release();
    }
    return ended;
  }

  /** The next piece; null if none has come when the time is over. */
  private Content.@Nullable Chunk next(long end) throws IOException {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        if (!awaitMore(end)) {
          return null;
        }
        continue;
      }
      if (Content.Chunk.isFailure(chunk)) {
        failed = true;
        throw failure(chunk.getFailure());
      }
      ended = chunk.isLast();
      return chunk;
    }
  }

  private static IOException failure(Throwable failure) {
    return failure instanceof HttpException
        ? new IOException("malformed: " + failure.getMessage(), failure)
        : new IOException("the client went away", failure);
  }

  private static IOException tooSlow(int length, long nanos) {
    return new IOException(
        "%d bytes came in %d s, which is too slow"
            .formatted(length, TimeUnit.NANOSECONDS.toSeconds(nanos)));
  }

  private boolean awaitMore(long end) throws IOException {
    CountDownLatch more = new CountDownLatch(1);
    waiting = true;
    source.demand(more::countDown);
    try {
      if (!more.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
    }
    waiting = false;
    return true;
  }
}
