package io.mkube.examples;

import io.mkube.conformance.Kubectl;
import io.mkube.conformance.MkubeProcess;
import io.mkube.conformance.SimulatedDevice;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Everything in one process: {@code mkube demo}. */
final class ExamplesOnDemoIT extends ExamplesContract {
  private MkubeProcess demo;
  private SimulatedDevice device;

  @BeforeAll
  void startDemo() throws InterruptedException {
    demo = start();
    device = SimulatedDevice.of(data());
  }

  @AfterAll
  void stopDemo() {
    device.close();
    demo.close();
  }

  @Override
  Kubectl kubectl() {
    return new Kubectl(kubeconfig());
  }

  @Override
  SimulatedDevice device() {
    return device;
  }

  @Override
  void killAndRestart() throws InterruptedException {
    demo.kill();
    device.close();
    demo = start();
    device = SimulatedDevice.of(data());
  }

  private MkubeProcess start() throws InterruptedException {
    MkubeProcess process =
        MkubeProcess.start(
            folder.resolve("demo.log"),
            "demo",
            "--data",
            data().toString(),
            "--port",
            "0",
            "--http-port",
            "0",
            "--kubeconfig",
            kubeconfig().toString());
    process.awaitLine("mkube is ready: export KUBECONFIG=");
    return process;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }
}
