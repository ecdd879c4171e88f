package io.mkube.apiserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A class of these tests in a process of its own. When it is ready its {@code main} calls {@link
 * #serve}.
 */
final class ForkedJava {
  private static final String READY = "serves ";

  private final Process process;
  private final String address;

  private ForkedJava(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one, and returns when it is ready. */
  static ForkedJava start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    String logging = System.getProperty("logback.configurationFile");
    if (logging != null) {
      command.add("-Dlogback.configurationFile=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
        return new ForkedJava(process, line.substring(READY.length()));
      }
    }
    throw new IOException(main.getSimpleName() + " did not start");
  }

  /** Called in the process: tells where it serves, and returns when its standard input ends. */
  static void serve(String address) throws IOException {
    System.out.println(READY + address);
    int end = System.in.read();
    System.out.println("ends: " + end);
  }

  Process process() {
    return process;
  }

  /** What it told {@link #serve}. */
  String address() {
    return address;
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a killed process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
