package io.mkube.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs an outside program to its end. */
public final class Command {
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private Command() {}

  /**
   * Runs a program and waits for its end.
   *
   * @param input what it reads from standard input
   * @throws IllegalStateException if it does not end within 150 s
   */
  public static Result run(List<String> command, Map<String, String> environment, String input)
      throws InterruptedException {
    return run(command, environment, input, Optional.empty());
  }

  /** Like {@link #run(List, Map, String)}, in a folder. */
  public static Result run(
      List<String> command, Map<String, String> environment, String input, Optional<Path> folder)
      throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      folder.ifPresent(path -> builder.directory(path.toFile()));
      Process process = builder.start();
      CompletableFuture<String> out =
          CompletableFuture.supplyAsync(() -> readAll(process.inputReader(StandardCharsets.UTF_8)));
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> readAll(process.errorReader(StandardCharsets.UTF_8)));
      try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
        stdin.write(input);
      }
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("does not end: " + String.join(" ", command));
      }
      return new Result(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readAll(BufferedReader reader) {
    try (reader) {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[8192];
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        text.append(buffer, 0, n);
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How a program ended.
   *
   * @param exitCode exit code
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exitCode, String out, String err) {
    /** Standard output, trimmed. */
    public String text() {
      return out.strip();
    }
  }
}
