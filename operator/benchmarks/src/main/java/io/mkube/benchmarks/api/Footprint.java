package io.mkube.benchmarks.api;

import io.mkube.benchmarks.Figures;
import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Memory with 100,000 pods, and the time from starting the process to the first GET. */
public final class Footprint {
  private static final int COUNT = 100_000;
  private static final int RESTARTS = 5;
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private final Path folder;
  private final PrintStream out;

  public Footprint(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws IOException {
    out.println("100,000 pods, embedded store:");
    Path directory = Files.createTempDirectory(folder, "footprint-");
    try (MeasuredProcess server = MkubeServers.startIn(directory, "embedded")) {
      MkubeServers.letLoadIn(MkubeServers.plainPort(server));
      HttpRequests requests = requests(server);
      try (HttpLoad load = new HttpLoad(requests.port(), MkubeCreates.CONNECTIONS)) {
        load.run(
            COUNT,
            201,
            i -> requests.with("POST", PODS, Objects.pod(MkubeCreates.objectName(0, i))));
      }
      report("resident after the creates", server.residentMegabytes());
      server.ask("heap");
      report("resident after a collection", server.residentMegabytes());
    }
    double[] seconds = new double[RESTARTS];
    double[] memory = new double[RESTARTS];
    for (int i = 0; i < RESTARTS; i++) {
      long begin = System.nanoTime();
      try (MeasuredProcess server = MkubeServers.startIn(directory, "embedded")) {
        HttpRequests requests = requests(server);
        byte[] get = requests.of("GET", PODS + "/" + MkubeCreates.objectName(0, COUNT / 2));
        try (HttpLoad load = new HttpLoad(requests.port(), 1)) {
          load.run(1, 200, n -> get);
        }
        seconds[i] = (System.nanoTime() - begin) / 1e9;
        memory[i] = server.residentMegabytes();
      }
    }
    out.printf(
        Locale.ROOT,
        "  restart to the first GET: %.2f s (%s), target <= 1%n",
        Figures.median(seconds),
        Figures.span(seconds));
    report("resident after a restart", Figures.median(memory));
  }

  private static HttpRequests requests(MeasuredProcess server) {
    return new HttpRequests(MkubeServers.plainPort(server), MkubeServer.TOKEN);
  }

  private void report(String what, double megabytes) {
    out.printf(Locale.ROOT, "  %s: %.0f MB, target <= 250%n", what, megabytes);
  }
}
