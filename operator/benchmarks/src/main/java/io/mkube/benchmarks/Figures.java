package io.mkube.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Medians and ratios as text. */
public final class Figures {
  private Figures() {}

  /** The median of some figures, of which there is at least one. */
  public static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The range of some figures, for judging how noisy the machine was. */
  public static String range(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return Math.round(sorted[0]) + " … " + Math.round(sorted[sorted.length - 1]);
  }

  /** The range of some ratios. */
  public static String span(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return String.format(Locale.ROOT, "%.2f … %.2f", sorted[0], sorted[sorted.length - 1]);
  }
}
