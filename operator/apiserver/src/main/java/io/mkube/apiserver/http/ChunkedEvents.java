package io.mkube.apiserver.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Events as chunks of an HTTP/1.1 body or data frames of an HTTP/2 stream. */
final class ChunkedEvents implements EventStream {
  private final Response response;
  private final Callback callback;
  private final ByteBufferPool buffers;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ClientGone gone = new ClientGone();

  ChunkedEvents(Request request, Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
    this.buffers = request.getComponents().getByteBufferPool();
    request.addFailureListener(failure -> gone.tell());
    Request.addCompletionListener(request, failure -> gone.tell());
  }

  /** Clients take a watch for established when they see the headers. */
  void sendHeaders() throws IOException {
    write(ByteBuffer.allocate(0)).await();
  }

  @Override
  public Sending begin(List<byte[]> documents) throws IOException {
    requireOpen();
    if (documents.size() == 1) {
      return write(ByteBuffer.wrap(documents.getFirst()));
    }
    int size = documents.stream().mapToInt(document -> document.length).sum();
    RetainableByteBuffer.Mutable joined = buffers.acquire(size, true);
    documents.forEach(joined::put);
    return write(joined.getByteBuffer(), joined::release);
  }

  private void requireOpen() throws IOException {
    if (ended.get()) {
      throw new IOException("the stream has ended");
    }
  }

  private Sending write(ByteBuffer bytes) {
    return write(bytes, () -> {});
  }

  private Sending write(ByteBuffer bytes, Runnable free) {
    SendCompletion done = new SendCompletion(1, this::abort);
    response.write(false, bytes, done.callback(free));
    return done;
  }

  @Override
  public void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    SendCompletion done = new SendCompletion();
    response.write(true, ByteBuffer.allocate(0), done.callback());
    try {
      done.awaitLast();
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e);
      gone.tell();
    }
  }

  @Override
  public void abort() {
    abort(new IOException("the stream was cut off"));
  }

  private void abort(IOException cause) {
    if (ended.compareAndSet(false, true)) {
      callback.failed(cause);
    }
    gone.tell();
  }

  @Override
  public void onGone(Runnable listener) {
    gone.add(listener);
  }
}
