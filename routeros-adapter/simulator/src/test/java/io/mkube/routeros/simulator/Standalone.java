package io.mkube.routeros.simulator;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A router in a process of its own, to be killed. */
final class Standalone {
  private Standalone() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (RouterOsSimulator simulator =
        RouterOsSimulator.start(
            SimulatorConfig.defaults().withDataDirectory(Path.of(arguments[0])))) {
      System.out.println(simulator.url());
      new CountDownLatch(1).await();
    }
  }
}
