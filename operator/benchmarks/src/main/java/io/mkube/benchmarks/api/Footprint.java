package io.mkube.benchmarks.api;

import io.mkube.benchmarks.Figures;
import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.load.TlsLoad;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import io.mkube.conformance.MkubeProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory with 100,000 pods, and the time from starting the process to the first GET. */
public final class Footprint {
  private static final int COUNT = 100_000;
  private static final int RESTARTS = 5;
  private static final Pattern SERVER = Pattern.compile("https://127\\.0\\.0\\.1:(\\d+)");
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private final Path folder;
  private final PrintStream out;

  public Footprint(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws IOException, InterruptedException {
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
      Start start = restart(directory);
      seconds[i] = start.seconds();
      memory[i] = start.megabytes();
    }
    out.printf(
        Locale.ROOT,
        "  restart to the first GET: %.2f s (%s), target <= 1%n",
        Figures.median(seconds),
        Figures.span(seconds));
    report("resident after a restart", Figures.median(memory));
  }

  /** The launcher as it is shipped, over TLS as its clients use it. */
  private static Start restart(Path directory) throws IOException, InterruptedException {
    Path kubeconfig = directory.resolve("kubeconfig");
    long begin = System.nanoTime();
    try (MkubeProcess server =
        MkubeProcess.start(
            directory.resolve("launcher.log"),
            "apiserver",
            "--data=" + directory.resolve("keys"),
            "--store=file:" + directory.resolve("store"),
            "--port=0",
            "--http-port=0",
            "--kubeconfig=" + kubeconfig,
            "--token-file=" + directory.resolve("tokens.csv"))) {
      server.awaitLine("mkube is ready: ");
      int port = port(Files.readString(kubeconfig));
      HttpRequests requests = new HttpRequests(port, MkubeServer.TOKEN);
      byte[] get = requests.of("GET", PODS + "/" + MkubeCreates.objectName(0, COUNT / 2));
      try (TlsLoad load = new TlsLoad(port, 1)) {
        load.run(1, 200, n -> get);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Start(seconds, MeasuredProcess.residentMegabytes(server.pid()));
    }
  }

  private static int port(String kubeconfig) {
    Matcher server = SERVER.matcher(kubeconfig);
    if (!server.find()) {
      throw new IllegalStateException("a kubeconfig without the address of its server");
    }
    return Integer.parseInt(server.group(1));
  }

  private record Start(double seconds, double megabytes) {}

  private static HttpRequests requests(MeasuredProcess server) {
    return new HttpRequests(MkubeServers.plainPort(server), MkubeServer.TOKEN);
  }

  private void report(String what, double megabytes) {
    out.printf(Locale.ROOT, "  %s: %.0f MB, target <= 250%n", what, megabytes);
  }
}
