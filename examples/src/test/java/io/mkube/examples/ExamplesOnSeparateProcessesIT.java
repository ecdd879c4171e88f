package io.mkube.examples;

import io.mkube.conformance.Kubectl;
import io.mkube.conformance.MkubeProcess;
import io.mkube.conformance.SimulatedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Simulated router, API server and controllers as three processes: nothing may depend on sharing
 * one.
 */
final class ExamplesOnSeparateProcessesIT extends ExamplesContract {
  private static final String READY = "mkube is ready: ";

  private MkubeProcess simulator;
  private SimulatedDevice device;
  private MkubeProcess api;
  private MkubeProcess controllers;

  @BeforeAll
  void startProcesses() throws InterruptedException, IOException {
    simulator = start("simulator", "--data", site().toString(), "--faults", "profile=demo");
    String router = simulator.awaitLine("simulator is ready: ");
    device = SimulatedDevice.of(site());
    api = startApi("0");
    Files.writeString(
        config(),
        """
        api: {kubeconfig: %s}
        devices: [{name: rose1, url: "%s"}]
        defaultNetwork: gt
        """
            .formatted(kubeconfig(), router));
    controllers = startControllers();
    kubectl().run("apply", "-f", site().resolve("networks.yaml").toString());
    kubectl().run("wait", "--for=condition=Ready", "network", "--all", "--timeout=60s");
  }

  @AfterAll
  void stopProcesses() {
    controllers.close();
    api.close();
    device.close();
    simulator.close();
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
    controllers.kill();
    api.kill();
    String port = kubectl().run("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}");
    api = startApi(port.substring(port.lastIndexOf(':') + 1));
    device.forgetCalls();
    controllers = startControllers();
  }

  private MkubeProcess startApi(String port) throws InterruptedException {
    MkubeProcess process =
        start(
            "apiserver",
            "--data",
            folder.resolve("api").toString(),
            "--port",
            port,
            "--http-port",
            "0",
            "--kubeconfig",
            kubeconfig().toString());
    process.awaitLine(READY);
    return process;
  }

  private MkubeProcess startControllers() throws InterruptedException {
    MkubeProcess process = start("run", "--config", config().toString());
    process.awaitLine(READY);
    return process;
  }

  private static MkubeProcess start(String command, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = command;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return MkubeProcess.start(folder.resolve(command + ".log"), all);
  }

  private static Path site() {
    return folder.resolve("site");
  }

  private static Path config() {
    return folder.resolve("mkube.yaml");
  }

  private static Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }
}
