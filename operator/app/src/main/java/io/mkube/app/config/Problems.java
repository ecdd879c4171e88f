package io.mkube.app.config;

import io.mkube.app.console.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a configuration file; all of it is told at once, in the file's order. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  private record Problem(int line, String text) {}

  /** Notes a problem; {@code line} counts from 1. */
  void add(int line, String text) {
    found.add(new Problem(line, text));
  }

  /**
   * Ends the reading of the file.
   *
   * @throws CommandException if anything was noted
   */
  void throwIfAny(Path file) throws CommandException {
    if (!found.isEmpty()) {
      throw new CommandException(
          found.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(problem -> "line " + problem.line() + ": " + problem.text())
              .collect(Collectors.joining("; ", file + ": ", "")));
    }
  }
}
