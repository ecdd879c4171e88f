package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Creates through the whole API server, over one of its stores. */
final class MkubeCreates implements Contender {
  static final int CONNECTIONS = 64;
  private final String name;
  private final int count;
  private final UnaryOperator<String> object;
  private final String path;
  private final MeasuredProcess server;
  private final HttpRequests requests;
  private final HttpLoad load;

  MkubeCreates(String name, Path folder, int count, Kind kind, String... store) throws IOException {
    this.name = name;
    this.count = count;
    this.object = kind.object();
    this.path = "/api/v1/namespaces/default/" + kind.plural();
    this.server = MkubeServers.start(folder, store);
    int port = MkubeServers.plainPort(server);
    this.requests = new HttpRequests(port, MkubeServer.TOKEN);
    this.load = new HttpLoad(port, CONNECTIONS);
  }

  /**
   * What is created.
   *
   * @param plural name in URLs
   * @param object an object for a name
   */
  record Kind(String plural, UnaryOperator<String> object) {
    static final Kind PODS = new Kind("pods", Objects::pod);
    static final Kind CONFIG_MAPS = new Kind("configmaps", Objects::configMap);
  }

  /** The same creates over TLS instead; closes this as well. */
  OverTls overTls() throws IOException {
    return new OverTls(
        this,
        server,
        new OverTls.Work(
            count,
            201,
            round -> i -> requests.with("POST", path, object.apply(objectName(round, i)))));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sample run(int round) throws IOException {
    byte[][] bytes = new byte[count][];
    for (int i = 0; i < count; i++) {
      bytes[i] = requests.with("POST", path, object.apply(objectName(round, i)));
    }
    double cpu = server.cpuSeconds();
    long nanos = load.run(count, 201, i -> bytes[i]);
    return new Sample(count * 1e9 / nanos, (server.cpuSeconds() - cpu) * 1e6 / count);
  }

  @Override
  public void tidy(int round) throws IOException {
    load.run(
        count,
        200,
        i ->
            requests.with(
                "DELETE", path + "/" + objectName(round, i), "{\"gracePeriodSeconds\":0}"));
  }

  @Override
  public void close() throws IOException {
    load.close();
    server.close();
  }

  static String objectName(int round, int i) {
    return String.format(Locale.ROOT, "r%d-%06d", round, i);
  }
}
