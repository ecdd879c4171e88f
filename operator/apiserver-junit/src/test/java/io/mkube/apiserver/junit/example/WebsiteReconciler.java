package io.mkube.apiserver.junit.example;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;

/** Keeps a ConfigMap with the page and a Deployment that serves it. */
@ControllerConfiguration(name = "website")
public final class WebsiteReconciler implements Reconciler<Website> {
  @Override
  public List<EventSource<?, Website>> prepareEventSources(EventSourceContext<Website> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Deployment.class, Website.class).build(),
            context));
  }

  @Override
  public UpdateControl<Website> reconcile(Website site, Context<Website> context) {
    context.getClient().resource(page(site)).serverSideApply();
    Deployment deployment = context.getClient().resource(servers(site)).serverSideApply();

    Website status = new Website();
    status.setMetadata(
        new ObjectMetaBuilder()
            .withName(site.getMetadata().getName())
            .withNamespace(site.getMetadata().getNamespace())
            .build());
    status.setStatus(new WebsiteStatus());
    status.getStatus().setReady(isReady(deployment));
    status.getStatus().setObservedGeneration(site.getMetadata().getGeneration());
    return UpdateControl.patchStatus(status);
  }

  private static boolean isReady(Deployment deployment) {
    Integer ready =
        deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
    return deployment.getSpec().getReplicas().equals(ready);
  }

  private static ConfigMap page(Website site) {
    return new ConfigMapBuilder()
        .withMetadata(owned(site))
        .addToData("index.html", site.getSpec().getHtml())
        .build();
  }

  private static Deployment servers(Website site) {
    Map<String, String> labels = Map.of("website", site.getMetadata().getName());
    return new DeploymentBuilder()
        .withMetadata(owned(site))
        .withNewSpec()
        .withReplicas(site.getSpec().getReplicas())
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("nginx:1.29")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static ObjectMeta owned(Website site) {
    return new ObjectMetaBuilder()
        .withName(site.getMetadata().getName())
        .withNamespace(site.getMetadata().getNamespace())
        .addNewOwnerReference()
        .withApiVersion(site.getApiVersion())
        .withKind(site.getKind())
        .withName(site.getMetadata().getName())
        .withUid(site.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .build();
  }
}
