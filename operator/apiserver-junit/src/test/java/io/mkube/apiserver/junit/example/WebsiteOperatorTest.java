package io.mkube.apiserver.junit.example;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.mkube.apiserver.junit.Kubeconfig;
import io.mkube.apiserver.junit.MkubeApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of docs/testing-operators.md. */
@MkubeApiServer(crds = "crds/websites.yaml", mirrorWorkloads = true, freshNamespace = true)
final class WebsiteOperatorTest {
  KubernetesClient client;
  @Kubeconfig String kubeconfig;
  private Operator operator;

  @BeforeEach
  void startOperator() {
    KubernetesClient own =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
    operator =
        new Operator(
            configuration ->
                configuration.withKubernetesClient(own).withUseSSAToPatchPrimaryResource(false));
    operator.register(
        new WebsiteReconciler(), settings -> settings.settingNamespace(client.getNamespace()));
    operator.start();
  }

  @AfterEach
  void stopOperator() {
    operator.stop();
  }

  @Test
  void becomesReadyWhenItsServersAre() {
    Resource<Website> site = create("hello", "<h1>Hello</h1>");

    await()
        .untilAsserted(
            () -> {
              assertTrue(site.get().getStatus() != null && site.get().getStatus().isReady());
              assertEquals(2, client.pods().withLabel("website", "hello").list().getItems().size());
            });
  }

  @Test
  void takesEverythingAlongWhenDeleted() {
    Resource<Website> site = create("gone", "<h1>Bye</h1>");
    await().until(() -> client.pods().withLabel("website", "gone").list().getItems().size() == 2);

    site.delete();

    await()
        .untilAsserted(
            () -> {
              assertEquals(null, client.configMaps().withName("gone").get());
              assertEquals(null, client.apps().deployments().withName("gone").get());
              assertEquals(0, client.pods().withLabel("website", "gone").list().getItems().size());
            });
  }

  @Test
  void isRefusedWithoutAPage() {
    KubernetesClientException refusal =
        assertThrows(KubernetesClientException.class, () -> create("empty", ""));
    assertEquals(422, refusal.getCode());
    assertTrue(refusal.getMessage().contains("spec.html"), refusal.getMessage());
  }

  private Resource<Website> create(String name, String html) {
    Website site = new Website();
    site.setMetadata(new ObjectMetaBuilder().withName(name).build());
    site.setSpec(new WebsiteSpec());
    site.getSpec().setHtml(html);
    Resource<Website> resource = client.resource(site);
    resource.create();
    return resource;
  }
}
