package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.TlsLoad;
import io.mkube.benchmarks.process.MeasuredProcess;
import java.io.IOException;
import java.util.function.IntFunction;

/**
 * The same requests over TLS, to a server of their own: one that also answered plain requests would
 * be compiled for both, and slower than its peer, which knows only one way.
 */
final class OverTls implements Contender {
  private final Contender plain;
  private final MeasuredProcess server;
  private final Work work;
  private final TlsLoad load;

  /**
   * What is asked for.
   *
   * @param count number of requests in a round
   * @param status the status of each answer
   */
  record Work(int count, int status, RequestsOfRound requests) {}

  /** The requests of a round. */
  interface RequestsOfRound {
    IntFunction<byte[]> of(int round);
  }

  /**
   * Loads a server.
   *
   * @param plain removes what was made; closed with this
   */
  OverTls(Contender plain, MeasuredProcess server, Work work) throws IOException {
    this.plain = plain;
    this.server = server;
    this.work = work;
    this.load = new TlsLoad(MkubeServers.securePort(server), MkubeCreates.CONNECTIONS);
  }

  @Override
  public String name() {
    return plain.name() + " over TLS";
  }

  @Override
  public Sample run(int round) throws Exception {
    IntFunction<byte[]> source = work.requests().of(round);
    byte[][] bytes = new byte[work.count()][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = source.apply(i);
    }
    double cpu = server.cpuSeconds();
    long nanos = load.run(bytes.length, work.status(), i -> bytes[i]);
    return new Sample(bytes.length * 1e9 / nanos, (server.cpuSeconds() - cpu) * 1e6 / bytes.length);
  }

  /** What was made is removed as what was made without TLS: after its turn in the same round. */
  @Override
  public void tidy(int round) throws Exception {
    plain.tidy(round);
  }

  @Override
  public void close() throws IOException {
    load.close();
    plain.close();
  }
}
