package io.mkube.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The packaged {@code mkube} launcher as a child process. Closing it sends SIGTERM and waits. */
public final class MkubeProcess implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

  private MkubeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Thread.ofVirtual().name("mkube-output").start(this::readOutput);
  }

  /** The launcher that {@code mvn package} made in this checkout. */
  public static Path launcher() {
    return Path.of(System.getProperty("mkube.root"), "operator/app/target/mkube/bin/mkube");
  }

  /**
   * Starts {@code mkube} with these arguments; its standard error goes to {@code log}.
   *
   * @throws UncheckedIOException if the launcher cannot be started
   */
  public static MkubeProcess start(Path log, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(launcher().toString());
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new MkubeProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a line of standard output that begins with {@code prefix} and returns the rest of it.
   *
   * @throws IllegalStateException with the log if the process ends or stays silent
   */
  public String awaitLine(String prefix) throws InterruptedException {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      String line = output.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
      if (line == null && !process.isAlive()) {
        throw new IllegalStateException(
            "mkube ended with " + process.exitValue() + " before \"" + prefix + "\"\n" + log());
      }
    }
    throw new IllegalStateException("no line \"" + prefix + "\" in time\n" + log());
  }

  /** What the process wrote to standard error so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Waits for the end and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("mkube does not end\n" + log());
    }
    return process.exitValue();
  }

  /** Ends the process as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void readOutput() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("standard output was cut: " + e.getMessage());
    }
  }
}
