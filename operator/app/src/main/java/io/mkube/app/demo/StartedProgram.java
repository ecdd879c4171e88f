package io.mkube.app.demo;

import io.mkube.app.console.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.util.List;

/** A command that runs in a thread of its own until it is closed. */
final class StartedProgram implements AutoCloseable {
  private static final String READY = "mkube is ready";

  private final Thread thread;
  private final BufferedReader lines;

  private StartedProgram(Thread thread, BufferedReader lines) {
    this.thread = thread;
    this.lines = lines;
  }

  static StartedProgram start(Program program, List<String> arguments) throws IOException {
    PipedWriter written = new PipedWriter();
    BufferedReader lines = new BufferedReader(new PipedReader(written));
    Thread thread =
        Thread.ofPlatform()
            .name("rehearsed")
            .start(
                () -> {
                  try (PrintWriter out = new PrintWriter(written, true)) {
                    var unused = program.run(out, arguments.toArray(String[]::new));
                  }
                });
    return new StartedProgram(thread, lines);
  }

  /**
   * Waits for the line that says so.
   *
   * @throws CommandException if the command ends before; it has said why
   */
  void awaitReady() throws CommandException, IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        return;
      }
    }
    throw new CommandException("the rehearsed command ended before it was ready");
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lines.close();
  }
}
