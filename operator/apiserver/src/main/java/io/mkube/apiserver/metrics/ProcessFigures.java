package io.mkube.apiserver.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * This process as Linux sees it, under the names that every Prometheus client uses. Without {@code
 * /proc} there are no such figures.
 */
final class ProcessFigures {
  private static final Path PROC = Path.of("/proc/self");

  /** Linux has counted in hundredths of seconds on every machine since 2.6. */
  private static final double TICKS_PER_SECOND = 100;

  private static final double NANOS = 1e9;

  private final Path proc;

  ProcessFigures() {
    this(PROC);
  }

  ProcessFigures(Path proc) {
    this.proc = proc;
  }

  void bindTo(MeterRegistry registry) {
    if (!Files.isReadable(proc.resolve("stat"))) {
      return;
    }
    FunctionCounter.builder("process.cpu.seconds", this, ProcessFigures::cpuSeconds)
        .description("Processor time of this process.")
        .register(registry);
    gauge(registry, "process.resident.memory.bytes", () -> kilobytes("VmRSS:") * 1024);
    gauge(registry, "process.virtual.memory.bytes", () -> kilobytes("VmSize:") * 1024);
    gauge(registry, "process.open.fds", this::openFiles);
    gauge(registry, "process.max.fds", this::mostFiles);
    double start = startSeconds();
    gauge(registry, "process.start.time.seconds", () -> start);
  }

  /** User and system time. */
  double cpuSeconds() {
    try {
      // The name of the program may hold anything but ends with the last parenthesis.
      String stat = Files.readString(proc.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException | RuntimeException e) {
      return Double.NaN;
    }
  }

  /** A line of {@code status}. */
  double kilobytes(String name) {
    try (Stream<String> lines = Files.lines(proc.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | RuntimeException e) {
      return Double.NaN;
    }
  }

  private double openFiles() {
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      return files.count();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private double mostFiles() {
    try (Stream<String> lines = Files.lines(proc.resolve("limits"))) {
      return lines
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.substring("Max open files".length()).strip().split(" +", -1)[0])
          .mapToDouble(text -> text.equals("unlimited") ? -1 : Double.parseDouble(text))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | RuntimeException e) {
      return Double.NaN;
    }
  }

  private static double startSeconds() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> start.getEpochSecond() + start.getNano() / NANOS)
        .orElse(Double.NaN);
  }

  private static void gauge(MeterRegistry registry, String name, Supplier<Number> value) {
    Gauge.builder(name, value).strongReference(true).register(registry);
  }
}
