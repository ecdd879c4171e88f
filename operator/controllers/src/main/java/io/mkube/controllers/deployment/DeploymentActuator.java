package io.mkube.controllers.deployment;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mkube.controllers.deployment.DeploymentAction.CreatePod;
import io.mkube.controllers.deployment.DeploymentAction.DeletePod;
import io.mkube.controllers.status.EventRecorder;
import java.net.HttpURLConnection;

/** Creates and deletes the pods of one Deployment. */
final class DeploymentActuator {
  private final KubernetesClient client;
  private final EventRecorder events;
  private final Deployment deployment;
  private final DeploymentDesire desire;

  DeploymentActuator(
      KubernetesClient client,
      EventRecorder events,
      Deployment deployment,
      DeploymentDesire desire) {
    this.client = client;
    this.events = events;
    this.deployment = deployment;
    this.desire = desire;
  }

  void perform(DeploymentAction action) {
    switch (action) {
      case CreatePod create -> create(create.pod());
      case DeletePod delete -> delete(delete);
    }
  }

  private void create(String name) {
    Pod pod = ReplicaTemplate.pod(deployment, desire, name);
    try {
      client.resource(pod).create();
      events.normal(deployment, "SuccessfulCreate", "Created pod: " + name);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || !isOurs(pod)) {
        throw e;
      }
      // Created by an earlier pass that the informer has not seen yet.
    }
  }

  private boolean isOurs(Pod pod) {
    Pod found = client.resource(pod).get();
    return found != null && DeploymentObserver.owns(deployment, found);
  }

  private void delete(DeletePod delete) {
    String namespace = deployment.getMetadata().getNamespace();
    String name = delete.pod().name();
    try {
      client.raw(
          "/api/v1/namespaces/" + namespace + "/pods/" + name,
          "DELETE",
          new DeleteOptionsBuilder()
              .withNewPreconditions()
              .withUid(delete.pod().uid())
              .endPreconditions()
              .build());
      events.normal(deployment, "SuccessfulDelete", "Deleted pod: " + name + ", " + delete.why());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // Another pod has the name by now, or none: the informer will tell.
    }
  }
}
