package io.mkube.benchmarks.api;

import io.mkube.benchmarks.Figures;
import io.mkube.benchmarks.process.MeasuredProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A contender whose store is a server of its own, which pays a part of each operation. */
final class WithStoreServer implements Contender {
  private final Contender measured;
  private final MeasuredProcess store;
  private final int count;
  private final List<Double> micros = new ArrayList<>();

  /**
   * Measures both.
   *
   * @param count operations in a round
   */
  WithStoreServer(Contender measured, MeasuredProcess store, int count) {
    this.measured = measured;
    this.store = store;
    this.count = count;
  }

  @Override
  public String name() {
    return measured.name();
  }

  @Override
  public Sample run(int round) throws Exception {
    double cpu = store.cpuSeconds();
    Sample sample = measured.run(round);
    micros.add((store.cpuSeconds() - cpu) * 1e6 / count);
    return sample;
  }

  @Override
  public void tidy(int round) throws Exception {
    measured.tidy(round);
  }

  /** Prints what the store's server pays, without the rounds that warm up. */
  void print(PrintStream out, int warmup) {
    double[] counted = micros.stream().skip(warmup).mapToDouble(Double::doubleValue).toArray();
    out.printf(
        Locale.ROOT,
        "  %s: its store's server %.1f µs processor time each%n",
        name(),
        Figures.median(counted));
  }

  @Override
  public void close() throws IOException {
    measured.close();
  }
}
