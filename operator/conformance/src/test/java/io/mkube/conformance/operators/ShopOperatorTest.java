package io.mkube.conformance.operators;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.mkube.apiserver.junit.Kubeconfig;
import io.mkube.apiserver.junit.MkubeApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The SDK's features with its defaults: everything is written by server-side apply. */
@MkubeApiServer(crds = "crds/shops.yaml", mirrorWorkloads = true, freshNamespace = true)
final class ShopOperatorTest {
  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  @Kubeconfig
  String kubeconfig;

  private final List<Operator> operators = new ArrayList<>();
  private final ShopReconciler reconciler = new ShopReconciler();

  @AfterEach
  void stopOperators() {
    operators.forEach(Operator::stop);
  }

  @Test
  void makesDependentsInTheOrderOfTheWorkflow() {
    start(reconciler, "");
    Resource<Shop> shop = create("corner", 2, true, List.of());

    await()
        .untilAsserted(
            () -> {
              assertNotNull(client.services().withName("corner").get());
              assertEquals(2, shop.get().getStatus().getReadyReplicas());
            });
    assertEquals(
        "hello", client.configMaps().withName("corner-greeting").get().getData().get("greeting"));
    assertEquals(
        List.of("shopreconciler"),
        client.services().withName("corner").get().getMetadata().getManagedFields().stream()
            .filter(entry -> entry.getOperation().equals("Apply"))
            .map(ManagedFieldsEntry::getManager)
            .distinct()
            .toList());
  }

  @Test
  void comesToRest() {
    start(reconciler, "");
    Resource<Shop> shop = create("calm", 1, true, List.of("a"));
    await()
        .untilAsserted(
            () -> {
              assertNotNull(client.services().withName("calm").get());
              assertEquals(1, shop.get().getStatus().getReadyReplicas());
            });

    await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(30))
        .until(() -> unchanged(shop));

    assertEquals(
        1L, client.apps().deployments().withName("calm").get().getMetadata().getGeneration());
  }

  private String last = "";

  private boolean unchanged(Resource<Shop> shop) {
    String now = shop.get().getMetadata().getResourceVersion() + reconciler.reconciled.size();
    boolean same = now.equals(last);
    last = now;
    return same;
  }

  @Test
  void closesTheDoorWhenTheConditionFails() {
    start(reconciler, "");
    Resource<Shop> shop = create("corner", 1, true, List.of());
    await().until(() -> client.services().withName("corner").get() != null);

    shop.edit(
        present -> {
          present.getSpec().setExposed(false);
          return present;
        });

    await().until(() -> client.services().withName("corner").get() == null);
    assertNotNull(client.apps().deployments().withName("corner").get());
  }

  @Test
  void keepsAsManyShelvesAsTheShopNames() {
    start(reconciler, "");
    Resource<Shop> shop = create("books", 1, false, List.of("a", "b", "c"));
    await().until(() -> shelves("books").equals(List.of("a", "b", "c")));

    shop.edit(
        present -> {
          present.getSpec().setShelves(List.of("b", "d"));
          return present;
        });

    await().untilAsserted(() -> assertEquals(List.of("b", "d"), shelves("books")));
  }

  private List<String> shelves(String shop) {
    return client.configMaps().list().getItems().stream()
        .filter(map -> map.getMetadata().getName().startsWith(shop + "-shelf-"))
        .map(map -> map.getData().get("shelf"))
        .sorted()
        .toList();
  }

  @Test
  void bringsBackWhatOthersChangedOrDeleted() {
    start(reconciler, "");
    create("corner", 1, false, List.of());
    await().until(() -> client.configMaps().withName("corner-greeting").get() != null);

    client
        .configMaps()
        .withName("corner-greeting")
        .edit(map -> new ConfigMapBuilder(map).addToData("greeting", "go away").build());
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    "hello",
                    client
                        .configMaps()
                        .withName("corner-greeting")
                        .get()
                        .getData()
                        .get("greeting")));

    client.configMaps().withName("corner-greeting").delete();
    await().until(() -> client.configMaps().withName("corner-greeting").get() != null);
  }

  @Test
  void cleansUpBeforeTheObjectGoesAndTakesDependentsAlong() {
    start(reconciler, "");
    Resource<Shop> shop = create("gone", 1, true, List.of("a"));
    await().until(() -> client.services().withName("gone").get() != null);
    assertEquals(
        List.of("shops.conformance.example.com/finalizer"),
        shop.get().getMetadata().getFinalizers());

    shop.delete();

    await()
        .untilAsserted(
            () -> {
              assertNull(shop.get());
              assertNull(client.services().withName("gone").get());
              assertNull(client.apps().deployments().withName("gone").get());
              assertEquals(List.of(), shelves("gone"));
            });
    assertTrue(reconciler.cleaned.contains("gone"));
  }

  @Test
  void hearsOfObjectsThatItDoesNotOwn() {
    start(reconciler, "");
    Resource<Shop> shop = create("corner", 1, false, List.of());
    await().until(() -> shop.get().getStatus() != null);

    client
        .resource(
            new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder().withName(ShopReconciler.PRICES).build())
                .addToStringData("price", "3 €")
                .build())
        .create();

    await().until(() -> "3 €".equals(shop.get().getStatus().getPrice()));
  }

  @Test
  void onlyTheLeaderReconciles() {
    ShopReconciler other = new ShopReconciler();
    start(reconciler, "one");
    create("first", 1, false, List.of());
    await().until(() -> reconciler.reconciled.contains("first"));
    start(other, "two");
    create("second", 1, false, List.of());

    await().until(() -> reconciler.reconciled.contains("second"));
    assertEquals(List.of(), other.reconciled);
    assertEquals("one", client.leases().withName("shops").get().getSpec().getHolderIdentity());
  }

  private void start(ShopReconciler own, String identity) {
    KubernetesClient ownClient =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
    Operator operator =
        new Operator(
            settings -> {
              settings.withKubernetesClient(ownClient);
              if (!identity.isEmpty()) {
                settings.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("shops")
                        .withLeaseNamespace(client.getNamespace())
                        .withIdentity(identity)
                        .withExitOnStopLeading(false)
                        .build());
              }
            });
    operator.register(own, settings -> settings.settingNamespace(client.getNamespace()));
    operators.add(operator);
    Thread.ofVirtual().start(operator::start);
  }

  private Resource<Shop> create(String name, int replicas, boolean exposed, List<String> shelves) {
    Shop shop = new Shop();
    shop.setMetadata(new ObjectMetaBuilder().withName(name).build());
    ShopSpec spec = new ShopSpec();
    spec.setGreeting("hello");
    spec.setReplicas(replicas);
    spec.setExposed(exposed);
    spec.setShelves(shelves);
    shop.setSpec(spec);
    Resource<Shop> resource = client.resource(shop);
    resource.create();
    return resource;
  }
}
