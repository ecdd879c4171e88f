package io.mkube.benchmarks;

import io.mkube.benchmarks.api.Creates;
import io.mkube.benchmarks.api.FanOut;
import io.mkube.benchmarks.api.Footprint;
import io.mkube.benchmarks.api.Gets;
import io.mkube.benchmarks.api.Latencies;
import io.mkube.benchmarks.api.Lists;
import io.mkube.benchmarks.images.IsoImages;
import io.mkube.benchmarks.junit.TestStarts;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the figures that {@code docs/performance.md} quotes. Run with {@code mvn verify
 * -Pbenchmarks}; nothing is judged here.
 */
public final class Benchmarks {
  private static final List<String> ALL =
      List.of(
          "demo",
          "steady",
          "create",
          "create-nats",
          "create-mock",
          "latency",
          "fan-out",
          "get",
          "list",
          "footprint",
          "start",
          "iso-derive",
          "iso-reflink",
          "iso-md5",
          "iso-list",
          "iso-read");

  private Benchmarks() {}

  /**
   * Runs all benchmarks.
   *
   * @param args the root folder of the checkout, then the names of benchmarks with commas between,
   *     none or {@code all} for all
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setProperty("mkube.root", args[0]);
    Path folder = Files.createTempDirectory("mkube-benchmarks");
    List<String> chosen =
        args.length > 1 && !args[1].isBlank() && !args[1].equals("all")
            ? List.of(args[1].split(",", -1))
            : ALL;
    for (String name : chosen) {
      run(name, folder, out);
    }
    System.exit(0); // clients of the measured programs keep threads for a while
  }

  private static void run(String name, Path folder, PrintStream out) throws Exception {
    switch (name) {
      case "demo" -> new DemoStart(folder, out).run();
      case "steady" -> new SteadyState(folder, out).run();
      case "create" -> new Creates(folder, out).embedded();
      case "create-nats" -> new Creates(folder, out).nats();
      case "create-mock" -> new Creates(folder, out).mock();
      case "latency" -> new Latencies(folder, out).run();
      case "fan-out" -> new FanOut(folder, out).run();
      case "get" -> new Gets(folder, out).run();
      case "list" -> new Lists(folder, out).run();
      case "footprint" -> new Footprint(folder, out).run();
      case "start" -> new TestStarts(folder, out).run();
      case "iso-derive" -> new IsoImages(folder, out).derive();
      case "iso-reflink" -> new IsoImages(folder, out).reflink();
      case "iso-md5" -> new IsoImages(folder, out).md5();
      case "iso-list" -> new IsoImages(folder, out).list();
      case "iso-read" -> new IsoImages(folder, out).read();
      default -> throw new IllegalArgumentException(name + " is none of " + ALL);
    }
  }
}
