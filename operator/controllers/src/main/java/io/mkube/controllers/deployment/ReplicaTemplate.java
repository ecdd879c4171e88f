package io.mkube.controllers.deployment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.mkube.crds.annotation.MkubeAnnotations;
import java.util.HashMap;
import java.util.Map;

/** Makes pods from the template of a Deployment. Pure. */
final class ReplicaTemplate {
  private ReplicaTemplate() {}

  static Pod pod(Deployment deployment, DeploymentDesire desire, String name) {
    ObjectMeta template = deployment.getSpec().getTemplate().getMetadata();
    Map<String, String> annotations = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    if (template != null) {
      annotations.putAll(template.getAnnotations());
      labels.putAll(template.getLabels());
    }
    if (desire.replicas() > 1) {
      annotations.remove(MkubeAnnotations.STATIC_IP); // one address cannot serve several pods
    }
    annotations.put(MkubeAnnotations.OWNER_DEPLOYMENT, desire.name());
    annotations.put(MkubeAnnotations.TEMPLATE_HASH, desire.templateHash());
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(deployment.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(annotations)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(desire.name())
                .withUid(deployment.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .endMetadata()
        .withSpec(deployment.getSpec().getTemplate().getSpec())
        .build();
  }
}
