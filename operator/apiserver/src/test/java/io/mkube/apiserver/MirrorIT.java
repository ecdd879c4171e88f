package io.mkube.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock kubectl on workloads that become ready by themselves. Needs {@code kubectl}. */
final class MirrorIT {
  @TempDir static Path directory;
  private static TestServer server;
  private static Path kubeconfig;
  private String namespace = "";

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(directory.resolve("data"), ApiServerConfig::withMirroredWorkloads);
    kubeconfig = directory.resolve("kubeconfig");
    server.server.writeKubeconfig(kubeconfig);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
  }

  @Test
  void rollsDeploymentsOverAndBack() {
    kubectl("create", "deployment", "web", "--image=nginx:1.27", "--replicas=3");
    says("successfully rolled out", "rollout", "status", "deployment/web", "--timeout=30s");
    kubectl("set", "image", "deployment/web", "nginx=nginx:1.28");
    says("successfully rolled out", "rollout", "status", "deployment/web", "--timeout=30s");
    assertEquals("nginx:1.28 nginx:1.28 nginx:1.28", images("app=web"));
    assertEquals(
        List.of("REVISION  CHANGE-CAUSE", "1         <none>", "2         <none>"),
        kubectl("rollout", "history", "deployment/web").lines().skip(1).limit(3).toList());

    kubectl("rollout", "undo", "deployment/web");
    says("successfully rolled out", "rollout", "status", "deployment/web", "--timeout=30s");
    assertEquals("nginx:1.27 nginx:1.27 nginx:1.27", images("app=web"));
    says("\n3 ", "rollout", "history", "deployment/web");

    kubectl("rollout", "restart", "deployment/web");
    says("successfully rolled out", "rollout", "status", "deployment/web", "--timeout=30s");
    kubectl("scale", "deployment/web", "--replicas=1");
    kubectl("wait", "deployment/web", "--for=jsonpath={.status.replicas}=1", "--timeout=30s");
    says("1/1", "get", "deployment", "web");
  }

  @Test
  void rollsStatefulSetsOverInOrder() {
    apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          replicas: 2
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              containers: [{name: c, image: "pg:16", volumeMounts: [{name: data, mountPath: /d}]}]
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """);
    says("2 new pods", "rollout", "status", "sts/db", "--timeout=30s");
    assertEquals("db-0 db-1", names("pods", "app=db"));
    assertEquals("data-db-0 data-db-1", names("pvc", "app=db"));

    kubectl("set", "image", "sts/db", "c=pg:17");
    says("2 new pods", "rollout", "status", "sts/db", "--timeout=30s");
    assertEquals("pg:17 pg:17", images("app=db"));
    kubectl("rollout", "undo", "sts/db");
    says("2 new pods", "rollout", "status", "sts/db", "--timeout=30s");
    assertEquals("pg:16 pg:16", images("app=db"));

    kubectl("delete", "sts", "db", "--cascade=orphan", "--timeout=30s");
    assertEquals("db-0 db-1", names("pods", "app=db"));
  }

  @Test
  void runsDaemonSetsAndJobs() {
    apply(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: c, image: "agent:1"}]}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: work}
        spec:
          completions: 5
          parallelism: 2
          completionMode: Indexed
          template: {spec: {restartPolicy: Never, containers: [{name: c, image: "w:1"}]}}
        """);
    says("successfully rolled out", "rollout", "status", "ds/agent", "--timeout=30s");
    kubectl("wait", "job/work", "--for=condition=complete", "--timeout=30s");
    says("Complete   5/5", "get", "job", "work");
    says("0-4", "get", "job", "work", "-o", "jsonpath={.status.completedIndexes}");
    says("Completed", "get", "pods", "-l", "job-name=work");
  }

  @Test
  void deletesWithEverythingBelow() {
    kubectl("create", "deployment", "web", "--image=nginx:1.27", "--replicas=3");
    says("successfully rolled out", "rollout", "status", "deployment/web", "--timeout=30s");
    kubectl("delete", "deployment", "web", "--cascade=foreground", "--timeout=30s");
    assertEquals("", names("pods", "app=web"));
    assertEquals("", names("rs", "app=web"));

    kubectl("run", "one", "--image=busybox:1");
    kubectl("wait", "pod/one", "--for=condition=Ready", "--timeout=30s");
    kubectl("delete", "pod", "one", "--timeout=30s");
    kubectl("delete", "namespace", namespace, "--timeout=30s");
  }

  @Test
  void adoptsWhatItSelectsAndLetsGoWhatItDoesNot() {
    kubectl("create", "deployment", "web", "--image=nginx:1.27", "--replicas=2");
    says("successfully rolled out", "rollout", "status", "deployment/web", "--timeout=30s");
    String first = names("pods", "app=web").split(" ", 2)[0];

    kubectl("label", "pod", first, "app-");

    await().until(() -> names("pods", "app=web").split(" ", -1).length == 2);
    await()
        .until(
            () ->
                kubectl("get", "pod", first, "-o", "jsonpath={.metadata.ownerReferences}")
                    .isEmpty());
    kubectl("label", "pod", first, "app=web");
    await().until(() -> names("pods", "app=web").split(" ", -1).length == 2);
  }

  private void apply(String manifests) {
    try {
      Path file = Files.createTempFile(directory, "manifest", ".yaml");
      kubectl("apply", "-f", Files.writeString(file, manifests).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void says(String part, String... arguments) {
    String out = kubectl(arguments);
    assertTrue(out.contains(part), () -> "no \"" + part + "\" in: " + out);
  }

  private String images(String selector) {
    return kubectl(
        "get",
        "pods",
        "-l",
        selector,
        "--field-selector=status.phase=Running",
        "-o",
        "jsonpath={.items[*].spec.containers[*].image}");
  }

  private String names(String kind, String selector) {
    return kubectl("get", kind, "-l", selector, "-o", "jsonpath={.items[*].metadata.name}");
  }

  /** Runs a command that must succeed, and returns what it printed. */
  private String kubectl(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString(), "-n", namespace));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> String.join(" ", arguments) + ": " + out);
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
