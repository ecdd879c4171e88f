package io.mkube.benchmarks;

import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.conformance.MkubeProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Time from exec to the ready line and resident memory of {@code mkube demo}, against the budgets
 * and against the floor: the same runtime printing its version. Rounds of floor, first start and
 * restart alternate.
 */
final class DemoStart {
  private static final int ROUNDS = 5;
  private static final double READY_BUDGET_MS = 3000;
  private static final double MEMORY_BUDGET_MB = 250;

  private final Path folder;
  private final PrintStream out;

  DemoStart(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    double[] floor = new double[ROUNDS];
    double[] first = new double[ROUNDS];
    double[] again = new double[ROUNDS];
    double[] memory = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      floor[round] = bareRuntime();
      Path data = folder.resolve("demo-" + round);
      Start fresh = start(data);
      first[round] = fresh.milliseconds();
      memory[round] = fresh.megabytes();
      again[round] = start(data).milliseconds();
    }
    report("demo, new data: ready", first, READY_BUDGET_MS, "ms");
    report("demo, existing data: ready", again, READY_BUDGET_MS, "ms");
    report("demo, resident after start", memory, MEMORY_BUDGET_MB, "MB");
    out.printf(
        Locale.ROOT,
        "demo, new data / bare runtime: %.1f (bare runtime %.0f ms)%n",
        Figures.median(first) / Figures.median(floor),
        Figures.median(floor));
  }

  private void report(String what, double[] figures, double budget, String unit) {
    out.printf(
        Locale.ROOT,
        "%s: median %.0f %s (%s), ratio to the budget of %.0f %s: %.2f%n",
        what,
        Figures.median(figures),
        unit,
        Figures.range(figures),
        budget,
        unit,
        Figures.median(figures) / budget);
  }

  private double bareRuntime() throws IOException, InterruptedException {
    Path java = MkubeProcess.launcher().resolveSibling("../runtime/bin/java").normalize();
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(List.of(java.toString(), "-version")).start();
    process.waitFor();
    return (System.nanoTime() - begin) / 1e6;
  }

  private Start start(Path data) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (MkubeProcess demo =
        MkubeProcess.start(
            folder.resolve("demo.log"),
            "demo",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--http-port",
            "0",
            "--kubeconfig",
            data.resolveSibling("kubeconfig-" + data.getFileName()).toString())) {
      demo.awaitLine("mkube is ready: ");
      double milliseconds = (System.nanoTime() - begin) / 1e6;
      return new Start(milliseconds, MeasuredProcess.residentMegabytes(demo.pid()));
    }
  }

  private record Start(double milliseconds, double megabytes) {}
}
