package io.mkube.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process and what it costs. Closing it ends it. */
public final class MeasuredProcess implements AutoCloseable {
  /** The options of the shipped launcher; {@code operator/app/pom.xml} explains them. */
  private static final List<String> SHIPPED =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:-ShrinkHeapInSteps",
          "-XX:MaxNewSize=12m",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:TrimNativeHeapInterval=3000",
          "-Xms32m",
          "-Xmx512m",
          "-Xss512k");

  private static final double TICKS_PER_SECOND = 100;
  private final Process process;
  private final BufferedReader output;
  private final String ready;

  private MeasuredProcess(Process process, BufferedReader output, String ready) {
    this.process = process;
    this.output = output;
    this.ready = ready;
  }

  /**
   * Starts a Java program with the options of the shipped launcher and waits for its first line.
   *
   * @param log takes its standard error
   */
  public static MeasuredProcess java(Path log, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHIPPED);
    String extra = System.getProperty("mkube.server.options", "");
    if (!extra.isBlank()) {
      command.addAll(List.of(extra.strip().split(" +", -1)));
    }
    String logging = System.getProperty("logback.configurationFile");
    if (logging != null) {
      command.add("-Dlogback.configurationFile=" + logging);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IllegalStateException(program + " did not start:\n" + Files.readString(log));
    }
    return new MeasuredProcess(process, output, line);
  }

  /** Starts any program; its output goes to {@code log}. */
  public static MeasuredProcess program(Path log, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new MeasuredProcess(process, new BufferedReader(Reader.nullReader()), "");
  }

  /** The first line that the program wrote. */
  public String ready() {
    return ready;
  }

  /** Writes a line to the program and returns the line that it answers. */
  public String ask(String question) throws IOException {
    process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String answer = output.readLine();
    if (answer == null) {
      throw new IOException("the measured process has ended");
    }
    return answer;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Processor time that it has used so far, in seconds. */
  public double cpuSeconds() {
    return cpuSeconds(pid());
  }

  /** Processor time that a process has used so far, in seconds. */
  public static double cpuSeconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new IllegalStateException("the measured process has ended", e);
    }
  }

  /** Resident memory in MB. */
  public double residentMegabytes() throws IOException {
    return residentMegabytes(pid());
  }

  /** Resident memory of a process in MB. */
  public static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  /** Ends it at once. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
