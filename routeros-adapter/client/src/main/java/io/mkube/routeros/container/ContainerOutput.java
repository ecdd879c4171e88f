package io.mkube.routeros.container;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What containers write to their standard output and error, and what the device says about them.
 * Only containers with {@link ContainerSpec#logging} have output. Thread-safe.
 */
public interface ContainerOutput {
  /**
   * The lines that the device still has, oldest first. Since 7.20 it keeps a hundred per container,
   * before that only what fits into its log of 1000 lines.
   *
   * @param container name of the container
   */
  List<Line> lines(String container);

  /**
   * One line.
   *
   * @param number grows from line to line, with gaps
   * @param time when the device received it, in the time zone of the device; empty if it printed
   *     none that is known
   * @param text the line without its end
   */
  record Line(long number, Optional<LocalDateTime> time, String text) {}
}
