package io.mkube.app.lifecycle;

import io.mkube.app.console.CommandException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A part of the program that starts while others start. Closing waits for the start and closes what
 * it brought.
 */
public final class BackgroundStart<T extends AutoCloseable> implements AutoCloseable {
  private final FutureTask<T> start;

  private BackgroundStart(FutureTask<T> start) {
    this.start = start;
  }

  /** Begins to start something on a thread of its own. */
  public static <T extends AutoCloseable> BackgroundStart<T> of(String name, Callable<T> start) {
    FutureTask<T> task = new FutureTask<>(start);
    Thread.ofVirtual().name("start-" + name).start(task);
    return new BackgroundStart<>(task);
  }

  /**
   * Waits until it has started.
   *
   * @throws CommandException if it could not start
   */
  public T get() throws CommandException, InterruptedException {
    try {
      return start.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CommandException known -> throw known;
        case RuntimeException unknown -> throw unknown;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    T started;
    try {
      started = start.get();
    } catch (ExecutionException e) {
      return; // nothing was opened; whoever asks for the result is told why
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    ClosingStack one = new ClosingStack();
    one.opened(started);
    one.close();
  }
}
