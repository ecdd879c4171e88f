package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The binary frames of a WebSocket as one stream of bytes each way. */
final class TunnelFrames implements FrameHandler, RawConnection {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelFrames.class);
  private static final byte[] END = new byte[0];

  private final RawConnection.User user;
  private final CompletableFuture<CoreSession> session = new CompletableFuture<>();

  /** At most one frame and the end: the next is asked for when one is taken. */
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();

  private final AtomicBoolean closed = new AtomicBoolean();

  private TunnelFrames(RawConnection.User user) {
    this.user = user;
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session.complete(opened);
    callback.succeeded();
    opened.demand();
    Thread.startVirtualThread(this::use);
  }

  private void use() {
    try (this) {
      user.use(this);
    } catch (IOException e) {
      LOG.debug("a tunnel ended: {}", e.toString());
    }
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CoreSession open = session.join();
    byte opCode = frame.getOpCode();
    byte[] payload = new byte[frame.getPayloadLength()];
    if (frame.hasPayload()) {
      frame.getPayload().slice().get(payload);
    }
    callback.succeeded();
    if (opCode == OpCode.PING) {
      // Nothing is read before the answer is taken: else a client could fill the memory with them.
      Callback taken = Callback.from(open::demand, failure -> {});
      open.sendFrame(new Frame(OpCode.PONG, true, ByteBuffer.wrap(payload)), taken, false);
      return;
    }
    boolean data = opCode == OpCode.BINARY || opCode == OpCode.CONTINUATION;
    if (data && payload.length > 0) {
      frames.add(payload);
    } else if (opCode != OpCode.CLOSE) {
      open.demand();
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    frames.add(END);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus closeStatus, Callback callback) {
    closed.set(true);
    frames.add(END);
    callback.succeeded();
  }

  @Override
  public InputStream input() {
    return new Received();
  }

  @Override
  public OutputStream output() {
    return new Sent();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      frames.add(END);
      session.join().close(CloseStatus.NORMAL, null, Callback.NOOP);
    }
  }

  private final class Received extends InputStream {
    private byte[] frame = END;
    private int position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (position == frame.length && !next()) {
        return -1;
      }
      int count = Math.min(length, frame.length - position);
      System.arraycopy(frame, position, bytes, offset, count);
      position += count;
      return count;
    }

    private boolean next() throws IOException {
      try {
        frame = frames.take();
        position = 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
      if (frame.length == 0) {
        frames.add(END);
        return false;
      }
      session.join().demand();
      return true;
    }
  }

  private final class Sent extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      SendCompletion done = new SendCompletion();
      session
          .join()
          .sendFrame(
              new Frame(OpCode.BINARY, true, ByteBuffer.wrap(bytes, offset, length)),
              done.callback(),
              false);
      done.await();
    }
  }

  /** Accepts the handshake with one subprotocol and without extensions. */
  record Negotiator(String subprotocol, RawConnection.User user) implements WebSocketNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      response.setAcceptedSubProtocol(subprotocol);
      response.setExtensions(List.of());
      return new TunnelFrames(user);
    }

    @Override
    public void customize(Configuration configurable) {
      configurable.setIdleTimeout(Duration.ZERO);
      configurable.setMaxFrameSize(1 << 20);
    }
  }
}
