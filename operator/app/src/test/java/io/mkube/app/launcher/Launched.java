package io.mkube.app.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running {@code mkube}. Closing it kills it, if it still runs. */
final class Launched implements AutoCloseable {
  /** The folder that this build packaged. */
  static final Path PROGRAM = Path.of(System.getProperty("mkube.dist"));

  static final Path LAUNCHER = PROGRAM.resolve("bin/mkube");

  private static final long LIMIT_SECONDS = 90;

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final Thread reader;

  private Launched(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.reader = Thread.ofVirtual().name("mkube-stdout").start(this::read);
  }

  /** Starts the launcher at {@code launcher}; {@code folder} takes what it says on stderr. */
  static Launched start(
      Path launcher, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(arguments);
    Path errors = Files.createTempFile(folder, "stderr", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().remove("MKUBE_DEBUG");
    return new Launched(builder.start(), errors);
  }

  static Launched start(Path folder, String... arguments) throws IOException {
    return start(LAUNCHER, folder, Map.of(), List.of(arguments));
  }

  /** The first line of stdout. */
  String firstLine() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < deadline) {
      String line = output.poll(100, TimeUnit.MILLISECONDS);
      if (line != null) {
        return line;
      }
      if (!process.isAlive() && output.isEmpty()) {
        throw new AssertionError("mkube ended: " + errors());
      }
    }
    throw new AssertionError("mkube says nothing: " + errors());
  }

  /** Everything on stdout that was not asked for with {@link #firstLine}, after the end. */
  List<String> rest() throws InterruptedException {
    exitCode();
    reader.join();
    List<String> rest = new ArrayList<>();
    output.drainTo(rest);
    return rest;
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("mkube does not end: " + errors());
    }
    return process.exitValue();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("stdout was cut: " + e.getMessage());
    }
  }
}
