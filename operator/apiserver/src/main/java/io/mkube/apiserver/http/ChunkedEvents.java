package io.mkube.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Events as chunks of an HTTP/1.1 body or data frames of an HTTP/2 stream. */
final class ChunkedEvents implements EventStream {
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ClientGone gone = new ClientGone();

  ChunkedEvents(Request request, Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
    request.addFailureListener(failure -> gone.tell());
    Request.addCompletionListener(request, failure -> gone.tell());
  }

  /** Clients take a watch for established when they see the headers. */
  void sendHeaders() throws IOException {
    write(ByteBuffer.allocate(0)).await();
  }

  @Override
  public Sending begin(List<byte[]> documents) throws IOException {
    if (documents.size() == 1) {
      return write(ByteBuffer.wrap(documents.getFirst()));
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] document : documents) {
      joined.writeBytes(document);
    }
    return write(ByteBuffer.wrap(joined.toByteArray()));
  }

  private Sending write(ByteBuffer bytes) throws IOException {
    if (ended.get()) {
      throw new IOException("the stream has ended");
    }
    SendCompletion done = new SendCompletion(1, this::abort);
    response.write(false, bytes, done.callback());
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
