package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until the transport has taken what was sent. */
final class SendCompletion {
  /** A client that takes nothing for this long is cut off. */
  private static final Duration STALLED = Duration.ofMinutes(1);

  private final CompletableFuture<Void> done = new CompletableFuture<>();

  void succeed() {
    done.complete(null);
  }

  void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }

  void await() throws IOException {
    try {
      done.get(STALLED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending");
    } catch (ExecutionException e) {
      throw new IOException("the client is gone", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the client took nothing for " + STALLED.toSeconds() + " s", e);
    }
  }
}
