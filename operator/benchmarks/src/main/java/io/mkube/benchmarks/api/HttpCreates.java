package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.process.MeasuredProcess;
import java.io.IOException;

/** The same creates against another HTTP server. */
final class HttpCreates implements Contender {
  private final String name;
  private final int count;
  private final MkubeCreates.Kind kind;
  private final int expectedStatus;
  private final MeasuredProcess server;
  private final HttpRequests requests;
  private final HttpLoad load;

  HttpCreates(
      String name, int count, MkubeCreates.Kind kind, int expectedStatus, MeasuredProcess server)
      throws IOException {
    this.name = name;
    this.count = count;
    this.kind = kind;
    this.expectedStatus = expectedStatus;
    this.server = server;
    int port = Integer.parseInt(server.ready());
    this.requests = new HttpRequests(port, "");
    this.load = new HttpLoad(port, MkubeCreates.CONNECTIONS);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sample run(int round) throws IOException {
    byte[][] bytes = new byte[count][];
    String path = "/api/v1/namespaces/default/" + kind.plural();
    for (int i = 0; i < count; i++) {
      bytes[i] =
          requests.with("POST", path, kind.object().apply(MkubeCreates.objectName(round, i)));
    }
    double cpu = server.cpuSeconds();
    long nanos = load.run(count, expectedStatus, i -> bytes[i]);
    return new Sample(count * 1e9 / nanos, (server.cpuSeconds() - cpu) * 1e6 / count);
  }

  @Override
  public void tidy(int round) throws IOException {
    String path = "/api/v1/namespaces/default/" + kind.plural() + "/";
    load.run(count, 200, i -> requests.of("DELETE", path + MkubeCreates.objectName(round, i)));
  }

  @Override
  public void close() throws IOException {
    load.close();
    server.close();
  }
}
