package io.mkube.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the figures that {@code docs/performance.md} quotes. Run with {@code mvn verify
 * -Pbenchmarks}; nothing is judged here.
 */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Runs all benchmarks.
   *
   * @param args the root folder of the checkout
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setProperty("mkube.root", args[0]);
    Path folder = Files.createTempDirectory("mkube-benchmarks");
    new DemoStart(folder, out).run();
    new SteadyState(folder, out).run();
    System.exit(0); // clients of the measured programs keep threads for a while
  }
}
