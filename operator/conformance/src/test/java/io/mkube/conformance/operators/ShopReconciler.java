package io.mkube.conformance.operators;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Runs a shop's workflow and reports; everything else is the SDK's. */
@Workflow(
    dependents = {
      @Dependent(
          name = "greeting",
          type = ShopDependents.Greeting.class,
          useEventSourceWithName = ShopReconciler.MAPS),
      @Dependent(
          name = "shelves",
          type = ShopDependents.Shelves.class,
          useEventSourceWithName = ShopReconciler.MAPS),
      @Dependent(
          name = "servers",
          type = ShopDependents.Servers.class,
          dependsOn = "greeting",
          readyPostcondition = ShopDependents.Served.class),
      @Dependent(
          name = "door",
          type = ShopDependents.Door.class,
          dependsOn = "servers",
          reconcilePrecondition = ShopDependents.OpenToTheStreet.class)
    })
@ControllerConfiguration
final class ShopReconciler implements Reconciler<Shop>, Cleaner<Shop> {
  static final String MAPS = "maps";

  /** The name of the Secret whose price all shops show. */
  static final String PRICES = "prices";

  final List<String> reconciled = new CopyOnWriteArrayList<>();
  final List<String> cleaned = new CopyOnWriteArrayList<>();

  @Override
  public List<EventSource<?, Shop>> prepareEventSources(EventSourceContext<Shop> context) {
    var prices =
        InformerEventSourceConfiguration.from(Secret.class, Shop.class)
            .withName("prices")
            .withSecondaryToPrimaryMapper(
                secret ->
                    secret.getMetadata().getName().equals(PRICES)
                        ? shops(context, secret)
                        : Set.of())
            .build();
    var maps =
        InformerEventSourceConfiguration.from(ConfigMap.class, Shop.class).withName(MAPS).build();
    return List.of(
        new InformerEventSource<>(prices, context), new InformerEventSource<>(maps, context));
  }

  private static Set<ResourceID> shops(EventSourceContext<Shop> context, Secret secret) {
    return context
        .getPrimaryCache()
        .list(secret.getMetadata().getNamespace())
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  @Override
  public UpdateControl<Shop> reconcile(Shop shop, Context<Shop> context) {
    reconciled.add(shop.getMetadata().getName());
    Shop known = new Shop();
    known.getMetadata().setName(shop.getMetadata().getName());
    known.getMetadata().setNamespace(shop.getMetadata().getNamespace());
    ShopStatus status = new ShopStatus();
    status.setObservedGeneration(shop.getMetadata().getGeneration());
    context
        .getSecondaryResource(Deployment.class)
        .map(Deployment::getStatus)
        .ifPresent(present -> status.setReadyReplicas(present.getReadyReplicas()));
    context
        .getSecondaryResourcesAsStream(Secret.class)
        .findFirst()
        .ifPresent(secret -> status.setPrice(price(secret)));
    known.setStatus(status);
    return UpdateControl.patchStatus(known);
  }

  private static String price(Secret secret) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get("price")), StandardCharsets.UTF_8);
  }

  @Override
  public DeleteControl cleanup(Shop shop, Context<Shop> context) {
    cleaned.add(shop.getMetadata().getName());
    return DeleteControl.defaultDelete();
  }
}
