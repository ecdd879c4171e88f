package io.mkube.controllers.binding;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.placement.Placement;
import io.mkube.controllers.status.EventRecorder;
import io.mkube.crds.network.Network;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Binds pods without node to a router. Pods of another scheduler are left alone; a pod that fits
 * nowhere gets {@code PodScheduled=False} and is looked at again when a Node or Network changes, at
 * the latest after {@link #RETRY}.
 */
@ControllerConfiguration(name = "binding", generationAwareEventProcessing = false)
public final class BindingReconciler implements Reconciler<Pod> {
  /** When a pod that fits nowhere is looked at again. */
  public static final Duration RETRY = Duration.ofSeconds(10);

  private static final Duration SOON = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final Placement placement;
  private final EventRecorder events;
  private final InstantSource clock;

  /**
   * A reconciler.
   *
   * @param client binds pods
   * @param placement the routers to choose from
   * @param events told about every decision
   * @param clock time of conditions
   */
  public BindingReconciler(
      KubernetesClient client, Placement placement, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.placement = placement;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
    Set<ResourceID> nodes =
        placement.devices().all().stream()
            .map(device -> new ResourceID(device.name()))
            .collect(Collectors.toSet());
    return List.of(
        wakingWaitingPods(Node.class, pod -> nodes, context),
        wakingWaitingPods(
            Network.class,
            pod -> placement.networkOf(pod).map(ResourceID::new).map(Set::of).orElse(Set.of()),
            context));
  }

  private static <R extends HasMetadata> EventSource<R, Pod> wakingWaitingPods(
      Class<R> kind, PrimaryToSecondaryMapper<Pod> mapper, EventSourceContext<Pod> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, Pod.class)
            .withSecondaryToPrimaryMapper(
                changed ->
                    context
                        .getPrimaryCache()
                        .list(BindingReconciler::waits)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(mapper)
            .build(),
        context);
  }

  @Override
  public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
    if (!waits(pod)) {
      return UpdateControl.noUpdate();
    }
    return switch (BindingPlanner.decide(PodNeeds.of(pod), candidates(context))) {
      case BindingDecision.Bind bind -> bind(pod, bind.node());
      case BindingDecision.Wait wait -> report(pod, wait);
    };
  }

  private static boolean waits(Pod pod) {
    String node = pod.getSpec().getNodeName();
    String scheduler = pod.getSpec().getSchedulerName();
    return (node == null || node.isEmpty())
        && pod.getMetadata().getDeletionTimestamp() == null
        && (scheduler == null || scheduler.equals("default-scheduler"));
  }

  private List<Candidate> candidates(Context<Pod> context) {
    Set<Node> nodes = context.getSecondaryResources(Node.class);
    Set<String> withNetwork =
        context.getSecondaryResource(Network.class).stream()
            .flatMap(network -> placement.routersOf(network).stream())
            .map(DeviceNode::name)
            .collect(Collectors.toSet());
    var load =
        context
            .getPrimaryCache()
            .list(pod -> pod.getSpec().getNodeName() != null)
            .filter(pod -> !Candidate.finished(pod))
            .collect(
                Collectors.groupingBy(pod -> pod.getSpec().getNodeName(), Collectors.counting()));
    return placement.devices().all().stream()
        .map(DeviceNode::name)
        .map(
            name ->
                Candidate.of(
                    name,
                    nodes.stream()
                        .filter(node -> node.getMetadata().getName().equals(name))
                        .findFirst(),
                    load.getOrDefault(name, 0L),
                    withNetwork.contains(name)))
        .toList();
  }

  private UpdateControl<Pod> bind(Pod pod, String node) {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    Binding binding =
        new BindingBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withUid(pod.getMetadata().getUid())
            .endMetadata()
            .withNewTarget()
            .withApiVersion("v1")
            .withKind("Node")
            .withName(node)
            .endTarget()
            .build();
    try {
      client.raw("/api/v1/namespaces/" + namespace + "/pods/" + name + "/binding", "POST", binding);
    } catch (KubernetesClientException e) {
      if (isOvertaken(e)) {
        return UpdateControl.noUpdate();
      }
      throw e;
    }
    events.normal(
        pod, "Scheduled", "Successfully assigned " + namespace + "/" + name + " to " + node);
    return UpdateControl.noUpdate();
  }

  private UpdateControl<Pod> report(Pod pod, BindingDecision.Wait wait) {
    Optional<Pod> reported = PodScheduled.report(pod, wait, clock.instant());
    if (reported.isEmpty()) {
      return UpdateControl.<Pod>noUpdate().rescheduleAfter(RETRY);
    }
    try {
      client.resource(reported.get()).updateStatus();
    } catch (KubernetesClientException e) {
      if (!isOvertaken(e)) {
        throw e;
      }
      return UpdateControl.<Pod>noUpdate().rescheduleAfter(SOON);
    }
    events.warning(pod, "FailedScheduling", wait.message());
    return UpdateControl.<Pod>noUpdate().rescheduleAfter(RETRY);
  }

  /** Whether the pod was changed, bound or deleted meanwhile: the watch tells. */
  private static boolean isOvertaken(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }
}
