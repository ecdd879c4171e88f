package io.mkube.controllers.kubelet;

import io.mkube.routeros.container.ContainerOutput;
import io.mkube.routeros.container.ContainerOutput.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Sends the log of one container. A device has no stream of its log, so it is asked again and again
 * for what is new.
 */
final class ContainerLog {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Lines in front of the one with this text belong to earlier runs. */
  private static final String BEGIN = "starting";

  private final ContainerOutput output;
  private final String row;
  private final LogRequest request;

  ContainerLog(ContainerOutput output, String row, LogRequest request) {
    this.output = output;
    this.row = row;
    this.request = request;
  }

  /** The lines to begin with; the device is asked before anything is sent. */
  List<Line> first() {
    return request.select(run(output.lines(row)));
  }

  /**
   * Sends lines, and those that come later if the client follows.
   *
   * @param running whether there is still something to follow
   */
  void send(List<Line> lines, OutputStream out, BooleanSupplier running)
      throws IOException, InterruptedException {
    long left = request.limitBytes().orElse(Long.MAX_VALUE);
    long last = lines.isEmpty() ? last(output.lines(row)) : lines.getLast().number();
    List<Line> next = lines;
    while (true) {
      left = write(next, out, left);
      if (!request.follow() || left <= 0) {
        return;
      }
      boolean goesOn = running.getAsBoolean();
      Thread.sleep(PAUSE);
      long sent = last;
      next = output.lines(row).stream().filter(line -> line.number() > sent).toList();
      last = next.isEmpty() ? last : next.getLast().number();
      if (!goesOn && next.isEmpty()) {
        return;
      }
    }
  }

  private long write(List<Line> lines, OutputStream out, long limit) throws IOException {
    long left = limit;
    for (Line line : lines) {
      byte[] bytes = request.print(line);
      int count = (int) Math.min(left, bytes.length);
      out.write(bytes, 0, count);
      left -= count;
      if (left <= 0) {
        break;
      }
    }
    out.flush();
    return left;
  }

  /** The present run of the container, or the one before. */
  private List<Line> run(List<Line> lines) {
    int begin = lastBegin(lines, lines.size());
    if (!request.previous()) {
      return lines.subList(Math.max(0, begin), lines.size());
    }
    return begin <= 0 ? List.of() : lines.subList(Math.max(0, lastBegin(lines, begin)), begin);
  }

  private static int lastBegin(List<Line> lines, int end) {
    for (int i = end - 1; i >= 0; i--) {
      if (lines.get(i).text().equals(BEGIN)) {
        return i;
      }
    }
    return -1;
  }

  private static long last(List<Line> lines) {
    return lines.isEmpty() ? -1 : lines.getLast().number();
  }
}
