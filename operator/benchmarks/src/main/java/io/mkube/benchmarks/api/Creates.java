package io.mkube.benchmarks.api;

import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MockServer;
import io.mkube.benchmarks.process.Peers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Creates per second with 64 connections. */
public final class Creates {
  private static final int COUNT = 10_000;

  /**
   * As many objects for both sides; fewer than elsewhere, because the mock server looks at each
   * that it has for every one that comes.
   */
  private static final int BESIDE_MOCK = Integer.getInteger("mkube.besideMock", 5_000);

  /** What is stored of {@link Objects#pod}, defaults and managed fields included. */
  private static final int VALUE_BYTES = 1800;

  /**
   * The compilers are busy for the first 60,000 creates or so, where others share the processors.
   */
  private static final int WARMUP = 7;

  private static final int ROUNDS = Integer.getInteger("mkube.rounds", 7);
  private final Path folder;
  private final PrintStream out;

  public Creates(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** The embedded store beside etcd and beside a store in memory. */
  public void embedded() throws Exception {
    out.println("creates of pods, 64 connections, embedded store:");
    try (MkubeCreates memory = mkube("memory", "memory");
        MkubeCreates embedded = mkube("embedded", "embedded");
        OverTls tls = mkube("embedded", "embedded").overTls();
        EtcdCreates etcd = new EtcdCreates(folder, COUNT, VALUE_BYTES)) {
      Rounds comparison = new Rounds(out, "creates/s");
      comparison.run(WARMUP, ROUNDS, List.of(memory, embedded, etcd, tls));
      comparison.ratio("embedded", EtcdCreates.NAME, ">= 3");
      comparison.ratio("embedded", "memory", ">= 0.85");
      comparison.ratio(tls.name(), "embedded");
    }
  }

  /** The NATS store beside the plain NATS client. */
  public void nats() throws Exception {
    out.println("creates of pods, 64 connections, NATS store:");
    try (Peers.Peer nats = Peers.nats(folder);
        MkubeCreates mkube = mkube("nats", "nats", bucket(nats, "mkube"));
        OverTls tls = mkube("nats", "nats", bucket(nats, "over-tls")).overTls();
        NatsCreates raw = new NatsCreates(nats, COUNT, VALUE_BYTES)) {
      Rounds comparison = new Rounds(out, "creates/s");
      WithStoreServer whole = new WithStoreServer(mkube, nats.process(), COUNT);
      comparison.run(WARMUP, ROUNDS, List.of(whole, raw, tls));
      whole.print(out, WARMUP);
      comparison.ratio("nats", NatsCreates.NAME, ">= 0.8");
      comparison.ratio(tls.name(), "nats");
    }
  }

  /** The server that tests start, beside the one that they used to start. */
  public void mock() throws Exception {
    out.println("creates of config maps, 64 connections, memory store:");
    String mock = "KubernetesMockServer";
    try (MkubeCreates memory = configMaps();
        OverTls tls = configMaps().overTls();
        HttpCreates fabric8 =
            new HttpCreates(
                mock,
                BESIDE_MOCK,
                MkubeCreates.Kind.CONFIG_MAPS,
                201,
                MeasuredProcess.java(folder.resolve("mock.log"), MockServer.class))) {
      Rounds comparison = new Rounds(out, "creates/s");
      comparison.run(WARMUP, ROUNDS, List.of(memory, fabric8, tls));
      comparison.ratio("memory", mock, ">= 12");
      comparison.ratio(tls.name(), "memory");
    }
  }

  private static String bucket(Peers.Peer nats, String name) {
    return "nats://127.0.0.1:" + nats.port() + "/" + name;
  }

  private MkubeCreates configMaps() throws Exception {
    return new MkubeCreates("memory", folder, BESIDE_MOCK, MkubeCreates.Kind.CONFIG_MAPS, "memory");
  }

  private MkubeCreates mkube(String name, String... store) throws Exception {
    return new MkubeCreates(name, folder, COUNT, MkubeCreates.Kind.PODS, store);
  }
}
