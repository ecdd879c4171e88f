package io.mkube.benchmarks.api;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Creates per second with 64 connections. */
public final class Creates {
  private static final int COUNT = 10_000;
  private final Path folder;
  private final PrintStream out;

  public Creates(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws Exception {
    int rounds = Integer.getInteger("mkube.rounds", 7);
    out.println("creates, 64 connections:");
    try (MkubeCreates memory =
            new MkubeCreates("pods, memory", folder, COUNT, MkubeCreates.Kind.PODS, "memory");
        MkubeCreates embedded =
            new MkubeCreates("pods, embedded", folder, COUNT, MkubeCreates.Kind.PODS, "embedded");
        EtcdCreates etcd = new EtcdCreates(folder, COUNT, 1500)) {
      Rounds comparison = new Rounds(out, "creates/s");
      comparison.run(3, rounds, List.of(memory, embedded, etcd));
      comparison.ratio("pods, embedded", "pods, memory", ">= 0.85");
      comparison.ratio("pods, embedded", EtcdCreates.NAME, ">= 3");
    }
  }
}
