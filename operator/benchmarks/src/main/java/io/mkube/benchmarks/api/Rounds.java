package io.mkube.benchmarks.api;

import io.mkube.benchmarks.Figures;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets contenders take turns, so that whatever else the machine does meets all of them, and prints
 * ratios of figures that were taken within the same round.
 */
final class Rounds {
  private static final long PAUSE_MILLIS = 500;
  private final PrintStream out;
  private final String unit;
  private final Map<String, List<Contender.Sample>> samples = new LinkedHashMap<>();

  Rounds(PrintStream out, String unit) {
    this.out = out;
    this.unit = unit;
  }

  /**
   * Runs some rounds after {@code warmup} that do not count. Every other round goes backwards: what
   * a server still does when its turn is over, such as compiling, then meets each of its
   * neighbours.
   */
  void run(int warmup, int rounds, List<Contender> contenders) throws Exception {
    for (int round = 0; round < warmup + rounds; round++) {
      for (Contender contender : round % 2 == 0 ? contenders : contenders.reversed()) {
        Contender.Sample sample = contender.run(round);
        contender.tidy(round);
        Thread.sleep(PAUSE_MILLIS);
        if (round >= warmup) {
          samples.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(sample);
        }
      }
    }
    samples.forEach(this::print);
  }

  /** Prints how one contender compares with another, and the target. */
  void ratio(String name, String other, String target) {
    double[] ratios = new double[of(name).size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of(name).get(i).figure() / of(other).get(i).figure();
    }
    out.printf(
        Locale.ROOT,
        "  %s / %s: %.2f (%s; target %s)%n",
        name,
        other,
        Figures.median(ratios),
        Figures.span(ratios),
        target);
  }

  /** Prints how one contender compares with another, without a target. */
  void ratio(String name, String other) {
    ratio(name, other, "none");
  }

  private List<Contender.Sample> of(String name) {
    return samples.getOrDefault(name, List.of());
  }

  private void print(String name, List<Contender.Sample> list) {
    double[] figures = list.stream().mapToDouble(Contender.Sample::figure).toArray();
    double[] cpu = list.stream().mapToDouble(Contender.Sample::cpuMicros).toArray();
    out.printf(
        Locale.ROOT,
        "  %s: %.0f %s (%s), %.1f µs processor time each%n",
        name,
        Figures.median(figures),
        unit,
        Figures.range(figures),
        Figures.median(cpu));
  }
}
