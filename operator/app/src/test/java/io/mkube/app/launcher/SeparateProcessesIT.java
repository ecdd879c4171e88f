package io.mkube.app.launcher;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API server, simulated router and controllers as three processes. */
final class SeparateProcessesIT {
  @TempDir Path folder;

  @Test
  void doTheSameTogetherAsTheDemo() throws Exception {
    Path site = folder.resolve("site");
    Path kubeconfig = folder.resolve("kubeconfig");
    Kubectl kubectl = new Kubectl(kubeconfig);
    try (Launched simulator = Launched.start(folder, "simulator", "--data", site.toString());
        Launched api =
            Launched.start(
                folder,
                "apiserver",
                "--data",
                folder.resolve("api").toString(),
                "--port",
                "0",
                "--http-port",
                "0",
                "--kubeconfig",
                kubeconfig.toString())) {
      String ready = simulator.firstLine();
      assertTrue(ready.matches("simulator is ready: http://127\\.0\\.0\\.1:\\d+/rest"), ready);
      assertEquals("mkube is ready: export KUBECONFIG=" + kubeconfig, api.firstLine());
      assertEquals(
          ready,
          "simulator is ready: http://"
              + new ObjectMapper()
                  .readTree(site.resolve("endpoints.json").toFile())
                  .path("router")
                  .asText()
              + "/rest");

      Path config = folder.resolve("mkube.yaml");
      Files.writeString(
          config,
          """
          api: {kubeconfig: kubeconfig}
          devices: [{name: rose1, url: "%s"}]
          defaultNetwork: gt
          cycle: 1s
          """
              .formatted(ready.replaceFirst(".*: ", "")));
      try (Launched run = Launched.start(folder, "run", "--config", config.toString())) {
        assertEquals("mkube is ready: export KUBECONFIG=" + kubeconfig, run.firstLine());
        kubectl.run("apply", "-f", site.resolve("networks.yaml").toString());
        kubectl.run("wait", "--for=condition=Ready", "networks", "--all", "--timeout=60s");
        kubectl.run("run", "hello", "--image=docker.io/library/nginx:1.27");
        kubectl.run("wait", "--for=condition=Ready", "pod/hello", "--timeout=60s");
        assertTrue(
            kubectl
                .run("get", "pod/hello", "-o", "jsonpath={.status.podIP} {.spec.nodeName}")
                .matches("192\\.168\\.200\\.\\d+ rose1"));
        assertTrue(kubectl.run("logs", "hello").contains("started"));
        kubectl.run("delete", "pod/hello", "--timeout=60s");
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertEquals(List.of(), kubectl.names("pods")));

        for (Launched process : List.of(run, api, simulator)) {
          process.terminate();
          assertEquals(0, process.exitCode(), process::errors);
        }
      }
    }
  }
}
