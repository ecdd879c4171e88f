package io.mkube.app.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT as an ordinary end of the program. The virtual machine would end with 143 or
 * 130 while the main thread still works; this lets the main thread close what it opened, in its own
 * order, and then ends with the exit code it chose.
 */
public final class StopSignal {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode;
  private final Thread main;
  private final Thread hook = new Thread(this::stopMain, "stop-signal");

  private StopSignal(Thread main) {
    this.main = main;
  }

  /**
   * Catches the signals from now on. The first one interrupts the calling thread, which is expected
   * to unwind and to end with {@link #exit}.
   */
  public static StopSignal install() {
    StopSignal signal = new StopSignal(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether a signal came. */
  public boolean requested() {
    return requested.getCount() == 0;
  }

  /** Ends the process. A stop that was asked for is a success, whatever it interrupted. */
  public void exit(int code) {
    exitCode = code;
    ended.countDown();
    System.exit(code); // waits for the hook when a signal came first
  }

  private void stopMain() {
    if (ended.getCount() == 0) {
      return; // System.exit of the main thread
    }
    requested.countDown();
    main.interrupt();
    Runtime.getRuntime().halt(awaitEnd());
  }

  private int awaitEnd() {
    try {
      if (ended.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        return exitCode;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println("mkube: did not stop within " + LONGEST_STOP.toSeconds() + " s");
    return 1;
  }
}
