package io.mkube.apiserver.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/**
 * Events as frames of a WebSocket, one document each: text without the line feed at its end, or
 * binary data without the length at its beginning.
 */
final class WebSocketEvents implements EventStream, FrameHandler {
  private final Form form;
  private final Consumer<EventStream> opened;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final TextCheck texts = new TextCheck();
  private final ClientGone gone = new ClientGone();
  private final CompletableFuture<CoreSession> session = new CompletableFuture<>();

  WebSocketEvents(Form form, Consumer<EventStream> opened) {
    this.form = form;
    this.opened = opened;
  }

  @Override
  public Sending begin(List<byte[]> documents) throws IOException {
    if (ended.get()) {
      throw new IOException("the stream has ended");
    }
    SendCompletion done = new SendCompletion(documents.size(), cause -> leave());
    for (byte[] document : documents) {
      session.join().sendFrame(frame(document), done.callback(), false);
    }
    return done;
  }

  private Frame frame(byte[] document) {
    return switch (form) {
      case TEXT -> new Frame(OpCode.TEXT, true, ByteBuffer.wrap(document, 0, document.length - 1));
      case BINARY -> {
        int prefix = Integer.BYTES;
        yield new Frame(
            OpCode.BINARY, true, ByteBuffer.wrap(document, prefix, document.length - prefix));
      }
    };
  }

  /** A closing handshake that the client or a broken frame has begun goes on by itself. */
  private void leave() {
    if (session.join().isOutputOpen()) {
      abort();
    } else {
      ended.set(true);
      gone.tell();
    }
  }

  @Override
  public void end() {
    if (ended.compareAndSet(false, true)) {
      SendCompletion done = new SendCompletion();
      session.join().close(CloseStatus.NORMAL, null, done.callback());
      try {
        done.awaitLast();
      } catch (IOException e) {
        session.join().abort();
        gone.tell();
      }
    }
  }

  @Override
  public void abort() {
    if (ended.compareAndSet(false, true)) {
      session.join().abort();
    }
    gone.tell();
  }

  @Override
  public void onGone(Runnable listener) {
    gone.add(listener);
  }

  @Override
  public void onOpen(CoreSession coreSession, Callback callback) {
    session.complete(coreSession);
    callback.succeeded();
    coreSession.demand();
    opened.accept(this);
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CoreSession open = session.join();
    if (!texts.accepts(frame)) {
      callback.failed(new BadPayloadException("Invalid UTF-8"));
      return;
    }
    if (frame.getOpCode() == OpCode.PING) {
      ByteBuffer copy = ByteBuffer.allocate(frame.getPayloadLength());
      copy.put(frame.getPayload().slice()).flip();
      callback.succeeded();
      // Nothing is read before the answer is taken: else a client could fill the memory with them.
      open.sendFrame(
          new Frame(OpCode.PONG, true, copy), Callback.from(open::demand, failure -> {}), false);
      return;
    }
    callback.succeeded();
    if (frame.getOpCode() != OpCode.CLOSE) {
      open.demand();
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    gone.tell();
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus closeStatus, Callback callback) {
    ended.set(true);
    gone.tell();
    callback.succeeded();
  }

  /** What documents are. */
  enum Form {
    TEXT,
    BINARY
  }

  /** Accepts the handshake with one subprotocol and without extensions. */
  record Negotiator(Form form, String subprotocol, Consumer<EventStream> opened)
      implements WebSocketNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      if (!subprotocol.isEmpty()) {
        response.setAcceptedSubProtocol(subprotocol);
      }
      response.setExtensions(List.of());
      return new WebSocketEvents(form, opened);
    }

    @Override
    public void customize(Configuration configurable) {
      configurable.setIdleTimeout(Duration.ZERO);
      configurable.setMaxTextMessageSize(64 << 10);
      configurable.setMaxBinaryMessageSize(64 << 10);
    }
  }
}
