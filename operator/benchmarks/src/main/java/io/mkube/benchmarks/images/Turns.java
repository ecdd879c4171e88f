package io.mkube.benchmarks.images;

import io.mkube.benchmarks.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets pieces of work take turns and compares their times round by round, so that whatever else the
 * machine does meets all of them.
 */
final class Turns {
  private static final double NANOS_PER_MILLI = 1e6;
  private final PrintStream out;
  private final Map<String, Work> works = new LinkedHashMap<>();
  private final Map<String, List<Double>> times = new LinkedHashMap<>();

  Turns(PrintStream out) {
    this.out = out;
  }

  /** Something that is measured. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  Turns add(String name, Work work) {
    works.put(name, work);
    return this;
  }

  /** Runs some rounds after {@code warmup} that do not count; {@code tidy} runs unmeasured. */
  Turns run(int warmup, int rounds, Work tidy) throws IOException, InterruptedException {
    for (int round = 0; round < warmup + rounds; round++) {
      List<Map.Entry<String, Work>> order = new ArrayList<>(works.entrySet());
      // None always follows the same other one, whose traces it would find.
      Collections.rotate(order, round / 2);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Map.Entry<String, Work> work : order) {
        tidy.run();
        long start = System.nanoTime();
        work.getValue().run();
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (round >= warmup) {
          times.computeIfAbsent(work.getKey(), name -> new ArrayList<>()).add(millis);
        }
      }
    }
    tidy.run();
    times.forEach(
        (name, list) ->
            out.printf(
                Locale.ROOT,
                "  %s: %.1f ms (%s)%n",
                name,
                Figures.median(of(name)),
                Figures.range(of(name))));
    return this;
  }

  /** Prints the time of one as a multiple of another's. */
  Turns ratio(String name, String other, String target) {
    double[] ratios = new double[of(name).length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of(name)[i] / of(other)[i];
    }
    out.printf(
        Locale.ROOT,
        "  %s / %s: %.2f (%s; target %s)%n",
        name,
        other,
        Figures.median(ratios),
        Figures.span(ratios),
        target);
    return this;
  }

  private double[] of(String name) {
    return times.getOrDefault(name, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
