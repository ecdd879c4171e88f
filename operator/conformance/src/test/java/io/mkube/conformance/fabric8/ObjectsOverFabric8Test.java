package io.mkube.conformance.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.apiserver.junit.MkubeApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Create, read, change and delete, typed and generic. */
@SuppressWarnings("StringConcatToTextBlock") // a line each
@MkubeApiServer(freshNamespace = true, crds = "crds/shops.yaml")
final class ObjectsOverFabric8Test {
  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void createsReadsEditsAndDeletes() {
    ConfigMap made = client.resource(settings("red")).create();
    assertEquals("red", client.configMaps().withName("settings").get().getData().get("colour"));

    ConfigMap edited =
        client
            .configMaps()
            .withName("settings")
            .edit(map -> new ConfigMapBuilder(map).addToData("size", "9").build());
    assertEquals(Map.of("colour", "red", "size", "9"), edited.getData());
    assertNotEquals(
        made.getMetadata().getResourceVersion(), edited.getMetadata().getResourceVersion());

    assertEquals(1, client.configMaps().withName("settings").delete().size());
    await().until(() -> client.configMaps().withName("settings").get() == null);
  }

  @Test
  void leavesUnchangedObjectsAlone() {
    ConfigMap made = client.resource(settings("red")).create();

    ConfigMap same = client.resource(settings("red")).update();

    assertEquals(made.getMetadata().getResourceVersion(), same.getMetadata().getResourceVersion());
  }

  @Test
  void refusesTheUpdateOfAnOutdatedObject() {
    ConfigMap made = client.resource(settings("red")).create();
    client.resource(settings("blue")).update();

    KubernetesClientException refusal =
        assertThrows(
            KubernetesClientException.class,
            () ->
                client
                    .resource(new ConfigMapBuilder(made).addToData("colour", "green").build())
                    .lockResourceVersion(made.getMetadata().getResourceVersion())
                    .update());

    assertEquals(409, refusal.getCode());
    assertEquals("Conflict", refusal.getStatus().getReason());
    assertEquals("settings", refusal.getStatus().getDetails().getName());
    assertEquals("configmaps", refusal.getStatus().getDetails().getKind());
  }

  @Test
  void patchesInEveryForm() {
    client.resource(settings("red")).create();
    var resource = client.configMaps().withName("settings");

    resource.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"1\"}}");
    resource.patch(
        PatchContext.of(PatchType.JSON),
        "[{\"op\":\"replace\",\"path\":\"/data/colour\",\"value\":\"blue\"}]");
    resource.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\":{\"b\":\"2\"}}");
    resource.patch("data: {c: '3'}");

    assertEquals(Map.of("colour", "blue", "a", "1", "b", "2", "c", "3"), resource.get().getData());
  }

  @Test
  void listsPageByPage() {
    for (int i = 0; i < 7; i++) {
      client
          .resource(
              new ConfigMapBuilder(settings("c" + i))
                  .editMetadata()
                  .withName("page-" + i)
                  .addToLabels("paged", "yes")
                  .endMetadata()
                  .build())
          .create();
    }

    List<String> names = new ArrayList<>();
    String next = null;
    String revision = null;
    do {
      ConfigMapList page =
          client
              .configMaps()
              .withLabel("paged")
              .list(new ListOptionsBuilder().withLimit(3L).withContinue(next).build());
      page.getItems().forEach(map -> names.add(map.getMetadata().getName()));
      assertTrue(
          revision == null || revision.equals(page.getMetadata().getResourceVersion()),
          "all pages show one state");
      revision = page.getMetadata().getResourceVersion();
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());

    assertEquals(
        List.of("page-0", "page-1", "page-2", "page-3", "page-4", "page-5", "page-6"), names);
  }

  @Test
  void worksWithKindsThatItHasNoClassFor() {
    GenericKubernetesResource shop =
        Serialization.unmarshal(
            "apiVersion: conformance.example.com/v1\nkind: Shop\nmetadata: {name: one}\n"
                + "spec: {greeting: hi}\n",
            GenericKubernetesResource.class);

    GenericKubernetesResource made = client.resource(shop).create();
    assertEquals(1, made.<Integer>get("spec", "replicas"));

    var shops =
        client
            .genericKubernetesResources("conformance.example.com/v1", "Shop")
            .inNamespace(client.getNamespace());
    shops.withName("one").editStatus(present -> withStatus(present, 3));
    assertEquals(3, shops.withName("one").get().<Integer>get("status", "readyReplicas"));
    assertEquals(1L, shops.withName("one").get().getMetadata().getGeneration());
    shops.withName("one").scale(4);
    assertEquals(4, shops.withName("one").get().<Integer>get("spec", "replicas"));
    shops.withName("one").delete();
    await().until(() -> shops.list().getItems().isEmpty());
  }

  private static GenericKubernetesResource withStatus(GenericKubernetesResource shop, int ready) {
    shop.setAdditionalProperty("status", Map.of("readyReplicas", ready));
    return shop;
  }

  @Test
  void tellsWhatIsWrongWithAnObject() {
    GenericKubernetesResource shop =
        Serialization.unmarshal(
            "apiVersion: conformance.example.com/v1\nkind: Shop\nmetadata: {name: bad}\n"
                + "spec: {greeting: hi, replicas: -1}\n",
            GenericKubernetesResource.class);

    KubernetesClientException refusal =
        assertThrows(KubernetesClientException.class, () -> client.resource(shop).create());

    assertEquals(422, refusal.getCode());
    var cause = refusal.getStatus().getDetails().getCauses().getFirst();
    assertEquals("spec.replicas", cause.getField());
    assertEquals("FieldValueInvalid", cause.getReason());
  }

  @Test
  void appliesOnTheServer() {
    client.resource(settings("red")).fieldManager("one").serverSideApply();

    KubernetesClientException conflict =
        assertThrows(
            KubernetesClientException.class,
            () -> client.resource(settings("blue")).fieldManager("two").serverSideApply());
    assertEquals(409, conflict.getCode());
    assertEquals(
        "FieldManagerConflict",
        conflict.getStatus().getDetails().getCauses().getFirst().getReason());

    ConfigMap forced =
        client.resource(settings("blue")).fieldManager("two").forceConflicts().serverSideApply();
    assertEquals("blue", forced.getData().get("colour"));
    String revision = forced.getMetadata().getResourceVersion();
    ConfigMap again =
        client.resource(settings("blue")).fieldManager("two").forceConflicts().serverSideApply();
    assertEquals(revision, again.getMetadata().getResourceVersion());
  }

  @Test
  void scalesDeployments() {
    client.resource(deployment()).create();

    client.apps().deployments().withName("web").scale(3);

    Deployment scaled = client.apps().deployments().withName("web").get();
    assertEquals(3, scaled.getSpec().getReplicas());
    assertEquals(2L, scaled.getMetadata().getGeneration());
    assertEquals(3, client.apps().deployments().withName("web").scale().getSpec().getReplicas());
  }

  @Test
  void evictsPods() {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("one")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .build())
        .create();

    assertTrue(client.pods().withName("one").evict());
    assertEquals(
        404,
        assertThrows(KubernetesClientException.class, () -> client.pods().withName("none").evict())
            .getCode());
    await().until(() -> client.pods().withName("one").get() == null);
  }

  @Test
  void deletesDependentsAsAsked() {
    for (DeletionPropagation policy : DeletionPropagation.values()) {
      ConfigMap owner = client.resource(settings("owner")).create();
      ConfigMap dependent =
          new ConfigMapBuilder(settings("dependent"))
              .editMetadata()
              .withName("dependent")
              .addNewOwnerReference()
              .withApiVersion("v1")
              .withKind("ConfigMap")
              .withName("settings")
              .withUid(owner.getMetadata().getUid())
              .withBlockOwnerDeletion(true)
              .endOwnerReference()
              .endMetadata()
              .build();
      client.resource(dependent).create();

      client.configMaps().withName("settings").withPropagationPolicy(policy).delete();

      await().until(() -> client.configMaps().withName("settings").get() == null);
      if (policy == DeletionPropagation.ORPHAN) {
        assertEquals(
            List.of(),
            client.configMaps().withName("dependent").get().getMetadata().getOwnerReferences());
        client.configMaps().withName("dependent").delete();
      }
      await().until(() -> client.configMaps().withName("dependent").get() == null);
    }
  }

  @Test
  void knowsServerAndKinds() {
    assertEquals("1", client.getKubernetesVersion().getMajor());
    assertTrue(client.supports(Deployment.class));
    assertTrue(client.hasApiGroup("apps", true));
    assertFalse(client.hasApiGroup("nothing.example.com", true));
    assertNull(client.configMaps().withName("nothing").get());
  }

  private static ConfigMap settings(String colour) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("settings")
        .endMetadata()
        .addToData("colour", colour)
        .build();
  }

  private static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "web")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "web")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("nginx:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
