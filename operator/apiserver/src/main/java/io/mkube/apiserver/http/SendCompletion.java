package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.Callback;

/** Waits until the transport has taken what was sent. */
final class SendCompletion {
  /** A client that takes nothing for this long is cut off. */
  private static final Duration STALLED = Duration.ofSeconds(30);

  /** A client that does not even take the end of a stream for this long is cut off. */
  private static final Duration LAST = Duration.ofSeconds(5);

  private final CompletableFuture<Void> done = new CompletableFuture<>();

  Callback callback() {
    return Callback.from(() -> done.complete(null), done::completeExceptionally);
  }

  void await() throws IOException {
    await(STALLED);
  }

  void awaitLast() throws IOException {
    await(LAST);
  }

  private void await(Duration time) throws IOException {
    try {
      done.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while sending").initCause(e);
    } catch (ExecutionException e) {
      throw new IOException("the client is gone", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the client took nothing for " + time.toSeconds() + " s", e);
    }
  }
}
