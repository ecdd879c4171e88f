package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that HTTP/1.1 left with the status 101. */
final class SwitchedConnection extends AbstractConnection
    implements Connection.UpgradeTo, RawConnection {
  private static final Logger LOG = LoggerFactory.getLogger(SwitchedConnection.class);

  /** As long as kubelets keep a stream on which nothing moves. */
  private static final Duration IDLE = Duration.ofHours(4);

  private final RawConnection.User user;
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

  SwitchedConnection(EndPoint endPoint, RawConnection.User user) {
    super(endPoint, Thread::startVirtualThread);
    this.user = user;
  }

  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    early = BufferUtil.copy(buffer);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint().setIdleTimeout(IDLE.toMillis());
    getExecutor().execute(this::use);
  }

  /** Reads are asked for by {@link #input}, one after the other. */
  @Override
  public void onFillable() {
    throw new IllegalStateException("nobody asked");
  }

  private void use() {
    try (this) {
      user.use(this);
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.toString());
    }
  }

  @Override
  public InputStream input() {
    return new Received();
  }

  @Override
  public OutputStream output() {
    return new Sent();
  }

  private final class Received extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (early.hasRemaining()) {
        int count = Math.min(length, early.remaining());
        early.get(bytes, offset, count);
        return count;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length).slice();
      buffer.limit(0);
      while (true) {
        int count = getEndPoint().fill(buffer);
        if (count != 0) {
          return count;
        }
        awaitBytes();
      }
    }

    private void awaitBytes() throws IOException {
      CompletableFuture<@Nullable Void> fillable = new CompletableFuture<>();
      getEndPoint()
          .fillInterested(
              Callback.from(() -> fillable.complete(null), fillable::completeExceptionally));
      try {
        fillable.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      } catch (ExecutionException e) {
        throw new IOException("the client is gone", e.getCause());
      }
    }
  }

  private final class Sent extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try (Blocker.Callback done = Blocker.callback()) {
        getEndPoint().write(done, ByteBuffer.wrap(bytes, offset, length));
        done.block();
      }
    }
  }
}
