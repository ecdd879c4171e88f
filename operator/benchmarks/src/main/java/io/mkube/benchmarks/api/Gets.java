package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import io.mkube.benchmarks.process.StaticServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/** GET of one object beside a handler of the same HTTP engine that always answers its bytes. */
public final class Gets {
  private static final int COUNT = 50_000;
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private final Path folder;
  private final PrintStream out;

  public Gets(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws Exception {
    out.println("GET of one pod, 64 connections:");
    MeasuredProcess server = serverWithPod();
    MeasuredProcess secure = serverWithPod();
    byte[] get = get(server);
    byte[] getSecurely = get(secure);
    MeasuredProcess fixed =
        MeasuredProcess.java(folder.resolve("static.log"), StaticServer.class, body(server));
    try (Load object = new Load("cached object", server, MkubeServers.plainPort(server), get);
        OverTls tls =
            new OverTls(
                new Load(object.name(), secure, MkubeServers.plainPort(secure), getSecurely),
                secure,
                new OverTls.Work(COUNT, 200, round -> i -> getSecurely));
        Load bytes = new Load("static handler", fixed, Integer.parseInt(fixed.ready()), get)) {
      int rounds = Integer.getInteger("mkube.rounds", 7);
      Rounds plain = new Rounds(out, "answers/s");
      plain.run(3, rounds, List.of(object, bytes));
      plain.ratio(object.name(), bytes.name(), ">= 0.85");
      // On its own: a third server between those two takes the processors' caches from both.
      Rounds secured = new Rounds(out, "answers/s");
      secured.run(3, rounds, List.of(object, tls));
      secured.ratio(tls.name(), object.name());
    }
  }

  private MeasuredProcess serverWithPod() throws IOException {
    MeasuredProcess server = MkubeServers.start(folder, "memory");
    int port = MkubeServers.plainPort(server);
    byte[] create =
        new HttpRequests(port, MkubeServer.TOKEN).with("POST", PODS, Objects.pod("one"));
    try (HttpLoad first = new HttpLoad(port, 1)) {
      first.run(1, 201, i -> create);
    }
    return server;
  }

  private static byte[] get(MeasuredProcess server) {
    return new HttpRequests(MkubeServers.plainPort(server), MkubeServer.TOKEN)
        .of("GET", PODS + "/one");
  }

  private static String body(MeasuredProcess server) throws IOException, InterruptedException {
    int port = MkubeServers.plainPort(server);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PODS + "/one"))
              .header("Authorization", "Bearer " + MkubeServer.TOKEN)
              .build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static final class Load implements Contender {
    private final String name;
    private final MeasuredProcess server;
    private final HttpLoad load;
    private final byte[] request;

    Load(String name, MeasuredProcess server, int port, byte[] request) throws IOException {
      this.name = name;
      this.server = server;
      this.request = request;
      this.load = new HttpLoad(port, MkubeCreates.CONNECTIONS);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sample run(int round) throws IOException {
      double cpu = server.cpuSeconds();
      long nanos = load.run(COUNT, 200, i -> request);
      return new Sample(COUNT * 1e9 / nanos, (server.cpuSeconds() - cpu) * 1e6 / COUNT);
    }

    @Override
    public void close() throws IOException {
      load.close();
      server.close();
    }
  }
}
