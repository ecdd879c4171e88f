package io.mkube.iso9660.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how far long work has come, if somebody is there to see it. Not thread-safe. */
final class Progress {
  private static final int PERCENT = 100;
  private final PrintStream err;
  private final boolean shown;
  private String last = "";

  private Progress(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  /** Writes to standard error if that is a terminal. */
  static Progress to(PrintStream err) {
    return new Progress(err, err.equals(System.err) && isTerminal());
  }

  /** Java does not tell; where there is no {@code /proc}, progress is not shown. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  void show(String what, long done, long total) {
    if (!shown) {
      return;
    }
    String line = what + " " + (total == 0 ? PERCENT : done * PERCENT / total) + " %";
    if (!line.equals(last)) {
      last = line;
      err.print("\r\033[K" + line);
      err.flush();
    }
  }

  /** Takes the line away, so that what follows begins on a clean one. */
  void end() {
    if (!last.isEmpty()) {
      last = "";
      err.print("\r\033[K");
      err.flush();
    }
  }
}
