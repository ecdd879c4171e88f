package io.mkube.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The one line on stdout that scripts wait for, and the wait that follows it. */
final class ReadyLine {
  private ReadyLine() {}

  /** Tells how to use the API; the command can be copied to a shell whatever the path. */
  static void apiServes(PrintWriter out, Path kubeconfig) {
    tell(
        out, "mkube is ready: export KUBECONFIG=" + quoted(kubeconfig.toAbsolutePath().toString()));
  }

  static void tell(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  /**
   * Waits for the signal to stop.
   *
   * @throws InterruptedException when it comes
   */
  static int untilStopped() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  private static String quoted(String path) {
    return path.matches("[\\w@%+=:,./\\\\-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
