package io.mkube.benchmarks.api;

import io.mkube.benchmarks.Figures;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.load.TlsLoad;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import io.mkube.conformance.MkubeProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory with 100,000 pods, and the time from starting the process to the first GET. */
public final class Footprint {
  private static final int COUNT = 100_000;
  private static final int RESTARTS = 5;

  /** By then the runtime has given back what a burst took. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

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
    out.println("100,000 pods, embedded store, the packaged launcher, over TLS:");
    Path directory = Files.createTempDirectory(folder, "footprint-");
    MkubeServer.writeTokens(directory);
    try (Started server = new Started(directory)) {
      server.create();
      report("resident after the creates", server.megabytes());
      Thread.sleep(SETTLED);
      report("resident " + SETTLED.toSeconds() + " s later", server.megabytes());
    }
    double[] seconds = new double[RESTARTS];
    double[] cpu = new double[RESTARTS];
    double[] memory = new double[RESTARTS];
    for (int i = 0; i < RESTARTS; i++) {
      long begin = System.nanoTime();
      try (Started server = new Started(directory)) {
        server.getOne();
        seconds[i] = (System.nanoTime() - begin) / 1e9;
        cpu[i] = server.cpuSeconds();
        memory[i] = server.megabytes();
      }
    }
    out.printf(
        Locale.ROOT,
        "  restart to the first GET: %.2f s (%s), %.2f s processor time, target <= 1 s%n",
        Figures.median(seconds),
        Figures.span(seconds),
        Figures.median(cpu));
    report("resident after a restart", Figures.median(memory));
  }

  /** The launcher as it is shipped, over TLS as its clients use it. */
  private static final class Started implements AutoCloseable {
    private final MkubeProcess process;
    private final int port;

    Started(Path directory) throws IOException, InterruptedException {
      Path kubeconfig = directory.resolve("kubeconfig");
      process =
          MkubeProcess.start(
              directory.resolve("launcher.log"),
              "apiserver",
              "--data=" + directory.resolve("keys"),
              "--store=file:" + directory.resolve("store"),
              "--port=0",
              "--http-port=0",
              "--kubeconfig=" + kubeconfig,
              "--token-file=" + directory.resolve("tokens.csv"));
      process.awaitLine("mkube is ready: ");
      port = port(Files.readString(kubeconfig));
    }

    void create() throws IOException, InterruptedException {
      HttpRequests requests = new HttpRequests(port, MkubeServer.ADMIN_TOKEN);
      try (TlsLoad load = new TlsLoad(port, MkubeCreates.CONNECTIONS)) {
        load.run(
            COUNT,
            201,
            i -> requests.with("POST", PODS, Objects.pod(MkubeCreates.objectName(0, i))));
      }
    }

    void getOne() throws IOException, InterruptedException {
      HttpRequests requests = new HttpRequests(port, MkubeServer.ADMIN_TOKEN);
      byte[] get = requests.of("GET", PODS + "/" + MkubeCreates.objectName(0, COUNT / 2));
      try (TlsLoad load = new TlsLoad(port, 1)) {
        load.run(1, 200, n -> get);
      }
    }

    double megabytes() throws IOException {
      return MeasuredProcess.residentMegabytes(process.pid());
    }

    double cpuSeconds() {
      return MeasuredProcess.cpuSeconds(process.pid());
    }

    @Override
    public void close() {
      process.close();
    }
  }

  private static int port(String kubeconfig) {
    Matcher server = SERVER.matcher(kubeconfig);
    if (!server.find()) {
      throw new IllegalStateException("a kubeconfig without the address of its server");
    }
    return Integer.parseInt(server.group(1));
  }

  private void report(String what, double megabytes) {
    out.printf(Locale.ROOT, "  %s: %.0f MB, target <= 250%n", what, megabytes);
  }
}
