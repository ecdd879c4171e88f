package io.mkube.conformance.operators;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Deleter;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;
import io.javaoperatorsdk.operator.processing.dependent.BulkDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.Updater;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What a shop consists of. */
final class ShopDependents {
  private ShopDependents() {}

  private static ObjectMeta named(Shop shop, String suffix) {
    return new ObjectMetaBuilder()
        .withName(shop.getMetadata().getName() + suffix)
        .withNamespace(shop.getMetadata().getNamespace())
        .build();
  }

  /** The greeting. */
  @KubernetesDependent
  static final class Greeting extends CRUDKubernetesDependentResource<ConfigMap, Shop> {
    Greeting() {
      super(ConfigMap.class);
    }

    @Override
    protected ConfigMap desired(Shop shop, Context<Shop> context) {
      return new ConfigMapBuilder()
          .withMetadata(named(shop, "-greeting"))
          .addToData("greeting", Objects.requireNonNull(shop.getSpec().getGreeting()))
          .build();
    }
  }

  /** Who serves. */
  @KubernetesDependent
  static final class Servers extends CRUDKubernetesDependentResource<Deployment, Shop> {
    Servers() {
      super(Deployment.class);
    }

    @Override
    protected Deployment desired(Shop shop, Context<Shop> context) {
      Map<String, String> labels = Map.of("shop", shop.getMetadata().getName());
      return new DeploymentBuilder()
          .withMetadata(named(shop, ""))
          .withNewSpec()
          .withReplicas(shop.getSpec().getReplicas())
          .withNewSelector()
          .withMatchLabels(labels)
          .endSelector()
          .withNewTemplate()
          .withNewMetadata()
          .withLabels(labels)
          .endMetadata()
          .withNewSpec()
          .addNewContainer()
          .withName("server")
          .withImage("nginx:1.27")
          .addNewPort()
          .withContainerPort(80)
          .endPort()
          .endContainer()
          .endSpec()
          .endTemplate()
          .endSpec()
          .build();
    }
  }

  /** Where it is found, when it is to be found. */
  @KubernetesDependent
  static final class Door extends CRUDKubernetesDependentResource<Service, Shop> {
    Door() {
      super(Service.class);
    }

    @Override
    protected Service desired(Shop shop, Context<Shop> context) {
      return new ServiceBuilder()
          .withMetadata(named(shop, ""))
          .withNewSpec()
          .addToSelector("shop", shop.getMetadata().getName())
          .addNewPort()
          .withPort(80)
          .endPort()
          .endSpec()
          .build();
    }
  }

  /** As many as the shop names. */
  @KubernetesDependent
  static final class Shelves extends KubernetesDependentResource<ConfigMap, Shop>
      implements Creator<ConfigMap, Shop>,
          Updater<ConfigMap, Shop>,
          Deleter<Shop>,
          GarbageCollected<Shop>,
          BulkDependentResource<ConfigMap, Shop, String> {
    Shelves() {
      super(ConfigMap.class);
    }

    @Override
    public Map<String, ConfigMap> desiredResources(Shop shop, Context<Shop> context) {
      Map<String, ConfigMap> desired = new HashMap<>();
      for (String shelf : shop.getSpec().getShelves()) {
        desired.put(
            shelf,
            new ConfigMapBuilder()
                .withMetadata(named(shop, "-shelf-" + shelf))
                .addToData("shelf", shelf)
                .build());
      }
      return desired;
    }

    @Override
    public void deleteTargetResource(
        Shop shop, ConfigMap shelf, String name, Context<Shop> context) {
      context.getClient().resource(shelf).delete();
    }

    @Override
    public Map<String, ConfigMap> getSecondaryResources(Shop shop, Context<Shop> context) {
      Map<String, ConfigMap> present = new HashMap<>();
      context
          .getSecondaryResourcesAsStream(ConfigMap.class)
          .filter(map -> map.getData() != null && map.getData().containsKey("shelf"))
          .forEach(map -> present.put(map.getData().get("shelf"), map));
      return present;
    }
  }

  /** A shop has a door only when it is open to the street. */
  static final class OpenToTheStreet implements Condition<Service, Shop> {
    @Override
    public boolean isMet(
        DependentResource<Service, Shop> dependent, Shop shop, Context<Shop> context) {
      return Boolean.TRUE.equals(shop.getSpec().getExposed());
    }
  }

  /** The door opens when there is somebody to serve. */
  static final class Served implements Condition<Deployment, Shop> {
    @Override
    public boolean isMet(
        DependentResource<Deployment, Shop> dependent, Shop shop, Context<Shop> context) {
      return dependent
          .getSecondaryResource(shop, context)
          .map(Deployment::getStatus)
          .map(status -> Objects.equals(status.getReadyReplicas(), shop.getSpec().getReplicas()))
          .orElse(false);
    }
  }
}
