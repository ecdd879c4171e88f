package io.mkube.benchmarks;

import io.mkube.benchmarks.api.Creates;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the figures that {@code docs/performance.md} quotes. Run with {@code mvn verify
 * -Pbenchmarks}; nothing is judged here.
 */
public final class Benchmarks {
  private static final List<String> ALL = List.of("demo", "steady", "create");

  private Benchmarks() {}

  /**
   * Runs all benchmarks.
   *
   * @param args the root folder of the checkout, then the names of the benchmarks to run, none for
   *     all
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setProperty("mkube.root", args[0]);
    Path folder = Files.createTempDirectory("mkube-benchmarks");
    List<String> chosen = args.length > 1 ? List.of(args).subList(1, args.length) : ALL;
    for (String name : chosen) {
      run(name, folder, out);
    }
    System.exit(0); // clients of the measured programs keep threads for a while
  }

  private static void run(String name, Path folder, PrintStream out) throws Exception {
    switch (name) {
      case "demo" -> new DemoStart(folder, out).run();
      case "steady" -> new SteadyState(folder, out).run();
      case "create" -> new Creates(folder, out).run();
      default -> throw new IllegalArgumentException(name + " is none of " + ALL);
    }
  }
}
