package io.mkube.conformance.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.ReleaseHistory;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.mkube.apiserver.junit.Kubeconfig;
import io.mkube.apiserver.junit.MkubeApiServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Install, upgrade, hooks, tests, definitions and rollbacks by Helm, which {@code helm-java} brings
 * as a library; every case has the chart {@code charts/shop} in a namespace of its own.
 */
@MkubeApiServer(mirrorWorkloads = true, freshNamespace = true)
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway") // fields are injected, and every part of an object may be missing
final class HelmIT {
  private static final int TIMEOUT_SECONDS = 60;
  private static final ResourceDefinitionContext COUNTERS =
      new ResourceDefinitionContext.Builder()
          .withGroup("shop.example.com")
          .withVersion("v1")
          .withKind("Counter")
          .withPlural("counters")
          .withNamespaced(true)
          .build();

  KubernetesClient client;

  @Kubeconfig Path kubeconfig;

  private Helm helm;

  private String namespace = "";

  @BeforeEach
  void chooseChart() {
    Path root = Path.of(System.getProperty("mkube.root"));
    helm = new Helm(root.resolve("operator/conformance/src/test/resources/charts/shop"));
    namespace = client.getNamespace();
  }

  @Test
  void installsWhatTheServerTellsOfItself() {
    Release release = install().call();

    ConfigMap told = client.configMaps().withName("site").get();
    assertEquals("deployed", release.getStatus());
    assertEquals("1", release.getRevision());
    assertEquals("Grüße, 世界", told.getData().get("greeting"));
    assertEquals(
        client.namespaces().withName(namespace).get().getMetadata().getUid(),
        told.getData().get("namespace"));
    assertTrue(told.getData().get("version").startsWith("v1.32."));
    assertEquals("true", told.getData().get("ingress"));
    assertEquals("false", told.getData().get("alpha"));
    assertEquals("Helm", told.getMetadata().getLabels().get("app.kubernetes.io/managed-by"));
    assertEquals(1, deployment().getStatus().getReadyReplicas());
  }

  @Test
  void makesInstancesOfTheDefinitionsOfTheChart() {
    install().call();

    assertEquals("red", counter().get("spec", "colour"));
    assertNotNull(
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("counters.shop.example.com")
            .get());
  }

  @Test
  void waitsForHooksAndTests() {
    install().call();
    upgrade().set("size", 4).call();
    String tested =
        Helm.test("site").withKubeConfig(kubeconfig).withNamespace(namespace).call().getStatus();

    assertEquals(1, job("site-pre-install").getStatus().getSucceeded());
    assertEquals(1, job("site-post-upgrade").getStatus().getSucceeded());
    assertNull(client.configMaps().withName("site-post-upgrade").get());
    assertEquals("deployed", tested);
    assertEquals("Succeeded", client.pods().withName("site-test").get().getStatus().getPhase());
  }

  @Test
  void upgradesWhatSomebodyElseHasChangedToo() {
    install().call();
    client
        .configMaps()
        .withName("site")
        .edit(
            map -> {
              map.getData().put("mine", "kept");
              map.getData().put("greeting", "changed");
              return map;
            });

    Release release = upgrade().set("replicas", 3).set("image", "shop:2").call();

    assertEquals("2", release.getRevision());
    assertEquals("kept", client.configMaps().withName("site").get().getData().get("mine"));
    assertEquals(3, deployment().getStatus().getReadyReplicas());
    assertEquals(
        "shop:2",
        deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage());
  }

  @Test
  void writesNothingWhereNothingHasChanged() {
    install().call();
    long generation = deployment().getMetadata().getGeneration();
    List<String> before = revisions();

    upgrade().call();

    assertEquals(generation, deployment().getMetadata().getGeneration());
    assertEquals(before, revisions());
  }

  @Test
  void rollsBackAnUpgradeThatDoesNotGetReady() {
    install().call();

    assertThrows(
        IllegalStateException.class,
        () -> upgrade().set("broken", true).set("image", "shop:9").atomic().withTimeout(3).call());

    List<ReleaseHistory> history = history();
    assertEquals(
        List.of("superseded", "failed", "deployed"),
        history.stream().map(ReleaseHistory::getStatus).toList());
    assertEquals("Rollback to 1", history.getLast().getDescription());
    assertEquals(
        "shop:1",
        deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage());
  }

  @Test
  void tellsWhatTheServerRefuses() {
    install().call();

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> upgrade().set("size", 100).call());

    assertTrue(refused.getMessage().contains("size has to be below 100"), refused::getMessage);
    assertEquals("failed", history().getLast().getStatus());
    assertEquals("deployed", upgrade().set("size", 99).call().getStatus());
  }

  @Test
  void uninstallsAllButDefinitions() {
    install().call();

    Helm.uninstall("site").withKubeConfig(kubeconfig).withNamespace(namespace).call();

    assertNull(client.apps().deployments().withName("site").get());
    assertNull(client.configMaps().withName("site").get());
    assertEquals(1, job("site-post-delete").getStatus().getSucceeded());
    assertTrue(client.genericKubernetesResources(COUNTERS).list().getItems().isEmpty());
    assertTrue(client.secrets().withLabel("owner", "helm").list().getItems().isEmpty());
  }

  private InstallCommand install() {
    return helm.install()
        .withName("site")
        .withNamespace(namespace)
        .withKubeConfig(kubeconfig)
        .waitReady()
        .withTimeout(TIMEOUT_SECONDS);
  }

  private UpgradeCommand upgrade() {
    return helm.upgrade()
        .withName("site")
        .withNamespace(namespace)
        .withKubeConfig(kubeconfig)
        .resetValues()
        .waitReady()
        .withTimeout(TIMEOUT_SECONDS);
  }

  private List<ReleaseHistory> history() {
    return Helm.history("site").withKubeConfig(kubeconfig).withNamespace(namespace).call();
  }

  private Deployment deployment() {
    return client.apps().deployments().withName("site").get();
  }

  private Job job(String name) {
    return client.batch().v1().jobs().withName(name).get();
  }

  private GenericKubernetesResource counter() {
    return client.genericKubernetesResources(COUNTERS).withName("site").get();
  }

  private List<String> revisions() {
    return List.of(
        counter().getMetadata().getResourceVersion(),
        client.services().withName("site").get().getMetadata().getResourceVersion(),
        client.configMaps().withName("site").get().getMetadata().getResourceVersion());
  }
}
