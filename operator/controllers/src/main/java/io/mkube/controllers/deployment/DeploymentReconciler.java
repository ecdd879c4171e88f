package io.mkube.controllers.deployment;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mkube.controllers.plan.Plan;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.controllers.status.EventRecorder;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pods of a Deployment. When a Deployment is deleted, its pods go by their owner
 * reference: that is the API server's work.
 */
@ControllerConfiguration(name = "deployment")
public final class DeploymentReconciler implements Reconciler<Deployment> {
  /** When a pod that could not be created is tried again. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** When a status that was refused is made anew, from an object that is newer by then. */
  private static final Duration CONFLICT_RETRY = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final EventRecorder events;
  private final InstantSource clock;
  private final DeploymentObserver observer;
  private final PlanRunner runner = new PlanRunner();

  /**
   * A reconciler.
   *
   * @param client creates and deletes pods
   * @param events told about every pod
   * @param clock time of conditions
   */
  public DeploymentReconciler(KubernetesClient client, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
    this.observer = new DeploymentObserver(clock);
  }

  @Override
  public List<EventSource<?, Deployment>> prepareEventSources(
      EventSourceContext<Deployment> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, Deployment.class).build(), context));
  }

  @Override
  public UpdateControl<Deployment> reconcile(Deployment deployment, Context<Deployment> context) {
    DeploymentDesire desire = DeploymentDesire.of(deployment);
    DeploymentObservation observation =
        observer.observe(deployment, desire.minReady(), context.getSecondaryResources(Pod.class));
    String failure = run(deployment, desire, DeploymentPlanner.plan(desire, observation));
    DeploymentStatus status =
        DeploymentConditions.describe(
            desire,
            observation,
            deployment.getStatus(),
            Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L),
            failure,
            clock.instant());
    Stream<Duration> rechecks =
        write(deployment, status)
            ? rechecks(desire, observation, status, failure)
            : Stream.of(CONFLICT_RETRY);
    UpdateControl<Deployment> control = UpdateControl.noUpdate();
    rechecks.min(Duration::compareTo).ifPresent(control::rescheduleAfter);
    return control;
  }

  /** Returns why a pod could not be created or deleted; null when everything was done. */
  private @Nullable String run(
      Deployment deployment, DeploymentDesire desire, Plan<DeploymentAction> plan) {
    String subject =
        "Deployment "
            + deployment.getMetadata().getNamespace()
            + "/"
            + deployment.getMetadata().getName();
    try {
      runner.run(
          subject, plan, new DeploymentActuator(client, events, deployment, desire)::perform);
      return null;
    } catch (KubernetesClientException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      events.warning(deployment, "FailedCreate", why);
      return why;
    }
  }

  /** Writes a status that is new; false when it was made from an object that is out of date. */
  private boolean write(Deployment deployment, DeploymentStatus status) {
    if (status.equals(deployment.getStatus())) {
      return true;
    }
    try {
      client.resource(new DeploymentBuilder(deployment).withStatus(status).build()).updateStatus();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return true;
      }
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private Stream<Duration> rechecks(
      DeploymentDesire desire,
      DeploymentObservation observation,
      DeploymentStatus status,
      @Nullable String failure) {
    return Stream.of(
            observation.nextAvailable(),
            DeploymentConditions.deadline(desire, status, clock.instant()),
            failure == null ? Optional.<Duration>empty() : Optional.of(RETRY))
        .flatMap(Optional::stream);
  }
}
