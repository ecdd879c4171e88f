package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Waits until the transport has taken what was sent. */
final class SendCompletion implements EventStream.Sending {
  /** A client that takes nothing for this long is cut off. */
  private static final Duration STALLED = Duration.ofSeconds(30);

  /** A client that does not even take the end of a stream for this long is cut off. */
  private static final Duration LAST = Duration.ofSeconds(5);

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicInteger parts;
  private final Consumer<IOException> failed;

  /** For one part, of whose failure nobody else is told. */
  SendCompletion() {
    this(1, cause -> {});
  }

  /**
   * For several parts.
   *
   * @param parts how many have to be taken
   * @param failed told by {@link #await} when that failed
   */
  SendCompletion(int parts, Consumer<IOException> failed) {
    this.parts = new AtomicInteger(parts);
    this.failed = failed;
  }

  /** Told of one part. */
  Callback callback() {
    return callback(() -> {});
  }

  /**
   * Told of one part.
   *
   * @param free run first when it was taken; after a failure somebody may still be reading it
   */
  Callback callback(Runnable free) {
    return Callback.from(
        InvocationType.NON_BLOCKING,
        () -> {
          free.run();
          taken();
        },
        done::completeExceptionally);
  }

  @Override
  public boolean done() {
    return done.isDone();
  }

  @Override
  public void await() throws IOException {
    try {
      await(STALLED);
    } catch (IOException e) {
      failed.accept(e);
      throw e;
    }
  }

  void awaitLast() throws IOException {
    await(LAST);
  }

  private void taken() {
    if (parts.decrementAndGet() == 0) {
      done.complete(null);
    }
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
