package io.mkube.app.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.mkube.app.console.CommandException;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.app.wiring.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The first minutes with the demo, played by the program itself: it starts, takes what a person
 * applies, runs it, answers what kubectl asks, stops, comes back with everything, and forgets it.
 */
public final class Rehearsal {
  private static final String NAMESPACE = "default";
  private static final long PATIENCE_SECONDS = 60;
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  /** What {@code kubectl} asks for before and while it gets, applies and describes. */
  private static final Map<String, List<String>> QUESTIONS =
      Map.of(
          "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
          List.of("/api", "/apis"),
          "application/json",
          List.of("/version", "/openapi/v3", "/openapi/v3/api/v1", "/openapi/v3/apis/apps/v1"),
          TABLE,
          List.of("/api/v1/pods", "/api/v1/nodes", "/apis/mkube.io/v1/networks"));

  private Rehearsal() {}

  /**
   * Plays it in a temporary folder, which is removed.
   *
   * @throws CommandException if the program does not start
   */
  public static void play() throws CommandException, IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mkube-rehearsal");
    try {
      playDemo(folder);
    } finally {
      remove(folder);
    }
  }

  /**
   * Plays the API server alone in a temporary folder, which is removed.
   *
   * @param mkube what a person would call
   * @throws CommandException if the program does not start
   */
  public static void playApiServer(Program mkube)
      throws CommandException, IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mkube-rehearsal");
    try {
      ApiServerRehearsal.play(folder, mkube);
    } finally {
      remove(folder);
    }
  }

  private static void playDemo(Path folder) throws CommandException, InterruptedException {
    withDemo(
        folder,
        client -> {
          apply(client);
          ask(client);
        });
    withDemo(folder, Rehearsal::delete);
  }

  /** What is done while the demo runs. */
  private interface Act {
    void play(KubernetesClient client) throws InterruptedException;
  }

  private static void withDemo(Path folder, Act act) throws CommandException, InterruptedException {
    Path kubeconfig = folder.resolve("kubeconfig");
    try (ClosingStack open = new ClosingStack()) {
      open.opened(Demo.start(new Demo.Options(folder, "127.0.0.1", 0, 0, kubeconfig)));
      act.play(open.opened(ControlPlane.connect(kubeconfig)));
    }
  }

  private static void apply(KubernetesClient client) {
    Pod pod = client.resource(pod()).create();
    Deployment deployment = client.resource(deployment()).create();
    client.resource(pod).waitUntilReady(PATIENCE_SECONDS, TimeUnit.SECONDS);
    client
        .resource(deployment)
        .waitUntilCondition(
            found -> Readiness.isDeploymentReady(found), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void ask(KubernetesClient client) throws InterruptedException {
    for (Map.Entry<String, List<String>> questions : QUESTIONS.entrySet()) {
      for (String path : questions.getValue()) {
        get(client, path, questions.getKey());
      }
    }
  }

  private static void get(KubernetesClient client, String path, String accept)
      throws InterruptedException {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(client.getMasterUrl().toString().replaceAll("/$", "") + path)
            .header("Accept", accept)
            .build();
    try {
      HttpResponse<String> response =
          client.getHttpClient().sendAsync(request, String.class).get(30, TimeUnit.SECONDS);
      if (!response.isSuccessful()) {
        throw new IllegalStateException(path + ": " + response.code() + " " + response.body());
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(path, e);
    }
  }

  private static void delete(KubernetesClient client) {
    client.resource(deployment()).delete();
    client.resource(pod()).delete();
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withName("hello")
        .waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("hello")
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("docker.io/library/nginx:1.27")
        .addNewEnv()
        .withName("GREETING")
        .withValue("hello")
        .endEnv()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/var/cache")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("scratch")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  private static Deployment deployment() {
    Map<String, String> labels = Map.of("app", "web");
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .addToAnnotations("vkube.io/network", "g10")
        .addToAnnotations("vkube.io/aliases", "www")
        .endMetadata()
        .withSpec(pod().getSpec())
        .endTemplate()
        .endSpec()
        .build();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
