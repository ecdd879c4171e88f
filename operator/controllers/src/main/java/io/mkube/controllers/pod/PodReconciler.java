package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.address.ClaimRequest;
import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.Observations;
import io.mkube.controllers.plan.Action;
import io.mkube.controllers.plan.Backoff;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.controllers.pod.spec.PodNetwork;
import io.mkube.controllers.pod.spec.PodReader;
import io.mkube.controllers.pod.spec.PodRefusal;
import io.mkube.controllers.sweep.SweepActuator;
import io.mkube.controllers.sweep.Sweeper;
import io.mkube.crds.network.Network;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.routeros.DeviceException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pods that are bound to our routers, as a kubelet does on its node: containers with an
 * interface and an address each, their names in DNS, their state in the pod's status. Pods carry no
 * finalizer: a deletion with grace period is finished here and then confirmed to the API server,
 * and what a forced deletion leaves is swept.
 */
@ControllerConfiguration(
    name = "pod",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true)
public final class PodReconciler implements Reconciler<Pod> {
  private static final Duration AGAIN = Duration.ofMillis(10);
  private static final Duration API_RETRY = Duration.ofSeconds(2);
  private static final Duration SWEEP_IDLE = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(PodReconciler.class);

  private final PodPorts ports;
  private final Attempts attempts;
  private final KnownObjects known = new KnownObjects();
  private final Sightings sightings = new Sightings();
  private final WaitingPods waiting = new WaitingPods();
  private final PodObserver observer;
  private final PodActuator actuator;
  private final PodRemoval removal;
  private final PodEvents events;
  private final Sweeper sweeper;
  private final PodEventSource source;
  private final PlanRunner runner = new PlanRunner();

  /**
   * A reconciler.
   *
   * @param observations tells when something on a router or in DNS has changed
   */
  public PodReconciler(PodPorts ports, Observations observations) {
    this.ports = ports;
    this.attempts = new Attempts(ports.clock(), new Random());
    this.observer = new PodObserver(ports, attempts, known, sightings);
    this.actuator = new PodActuator(ports, attempts);
    SweepActuator removals = new SweepActuator(ports.dns(), ports.claims());
    this.removal = new PodRemoval(observer, removals, ports.clock());
    this.events = new PodEvents(ports.events());
    this.sweeper =
        new Sweeper(ports.cluster(), ports.client(), ports.devices(), ports.dns(), known, removals);
    this.source = new PodEventSource(known, sightings, waiting, () -> sweeper.round(SWEEP_IDLE));
    observations.listen(source);
  }

  @Override
  public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
    PodInformers informers =
        new PodInformers(context, ports.claims(), waiting, ports.defaultNetwork(), source);
    known.use(informers);
    return informers.sources();
  }

  @Override
  public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
    Optional<DeviceNode> node = ports.devices().find(pod.getSpec().getNodeName());
    if (node.isEmpty()) {
      return UpdateControl.noUpdate();
    }
    if (context.isPrimaryResourceDeleted()) {
      return forget(pod);
    }
    try {
      return after(pod.isMarkedForDeletion() ? terminate(pod, node.get()) : run(pod, node.get()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        log.info("the API server refused or did not answer: {}", e.getMessage());
      }
      return after(API_RETRY);
    }
  }

  /** The pod is gone from the API server; whatever it left is the sweep's. */
  private UpdateControl<Pod> forget(Pod pod) {
    String uid = pod.getMetadata().getUid();
    waiting.remove(ResourceID.fromResource(pod));
    attempts.forget(uid);
    sightings.forget(ResourceID.fromResource(pod));
    sweeper.deleted(uid);
    source.sweepSoon();
    return UpdateControl.noUpdate();
  }

  private Duration run(Pod pod, DeviceNode node) {
    if (PodConditions.isTerminal(pod)) {
      return Duration.ZERO;
    }
    Pass pass = new Pass(pod, node);
    Outcome outcome = pass.run();
    if (isHiccup(pod, node, outcome)) {
      return Outcome.UNREACHABLE_RECHECK;
    }
    report(pass, outcome);
    return recheck(pod, pass, outcome);
  }

  /** One failed reading does not make a running pod unready. */
  private boolean isHiccup(Pod pod, DeviceNode node, Outcome outcome) {
    return outcome instanceof Outcome.Blocked blocked
        && blocked.reason().equals(Action.Target.ROUTER.unreachableReason())
        && PodConditions.isReady(pod)
        && !source.isGone(node);
  }

  private void report(Pass pass, Outcome outcome) {
    Pod pod = pass.pod;
    PodStatus status =
        PodConditions.describe(
            new PodConditions.Facts(
                pod,
                pass.node.settings().addresses(),
                pass.desire,
                pass.seen,
                outcome,
                pass.done,
                ports.clock().instant()));
    if (status.equals(pod.getStatus())) {
      return;
    }
    events.reported(pod, status);
    // With the version that was read: a status computed from an older pod is refused and made anew.
    ports.client().resource(new PodBuilder(pod).withStatus(status).build()).updateStatus();
  }

  private Duration recheck(Pod pod, Pass pass, Outcome outcome) {
    ResourceID id = ResourceID.fromResource(pod);
    if (outcome instanceof Outcome.Blocked blocked && pass.desire != null) {
      boolean exhausted = blocked.reason().equals(ConditionReasons.ADDRESS_POOL_EXHAUSTED);
      if (exhausted || blocked.reason().equals(ConditionReasons.ADDRESS_TAKEN)) {
        return waitForAddresses(id, pass, exhausted);
      }
    }
    waiting.remove(id);
    return switch (outcome) {
      case Outcome.InSync s -> Duration.ZERO;
      case Outcome.Changed c -> AGAIN;
      case Outcome.Waiting w -> w.recheck().isZero() ? AGAIN : w.recheck();
      case Outcome.Blocked b -> b.recheck();
      case Outcome.Failed f -> Backoff.RECOVERY.base();
    };
  }

  private Duration waitForAddresses(ResourceID id, Pass pass, boolean exhausted) {
    PodDesire desire = Objects.requireNonNull(pass.desire);
    int needs = exhausted ? desire.containers().size() : 0;
    waiting.add(desire.network().name(), id, needs);
    Map<IpAddress, String> onDevice =
        Optional.ofNullable(pass.seen)
            .flatMap(PodObservation::claim)
            .map(ClaimRequest::onDevice)
            .orElse(Map.of());
    // An address may have come free after it was refused and before we began to wait.
    boolean freed =
        exhausted
            && observer.networks().stream()
                .filter(n -> n.getMetadata().getName().equals(desire.network().name()))
                .anyMatch(n -> AddressClaims.free(n, needs, onDevice) >= needs);
    return freed ? AGAIN : Duration.ZERO;
  }

  private Duration terminate(Pod pod, DeviceNode node) {
    waiting.remove(ResourceID.fromResource(pod));
    Outcome outcome = removal.pass(pod, node, step -> events.removed(pod, step));
    return switch (outcome) {
      case Outcome.InSync s -> confirmDeletion(pod);
      case Outcome.Changed c -> AGAIN;
      case Outcome.Waiting w -> w.recheck();
      case Outcome.Blocked b -> b.recheck();
      case Outcome.Failed f -> Outcome.UNREACHABLE_RECHECK;
    };
  }

  /** Nothing is left on the device: the pod itself goes, unless it is another one by now. */
  private Duration confirmDeletion(Pod pod) {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withGracePeriodSeconds(0L)
            .withNewPreconditions(null, pod.getMetadata().getUid())
            .build();
    try {
      ports
          .client()
          .raw(
              "/api/v1/namespaces/"
                  + pod.getMetadata().getNamespace()
                  + "/pods/"
                  + pod.getMetadata().getName(),
              "DELETE",
              options);
    } catch (KubernetesClientException e) {
      boolean gone =
          e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
              || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (!gone) {
        throw e;
      }
    }
    return Duration.ZERO;
  }

  private static UpdateControl<Pod> after(Duration recheck) {
    UpdateControl<Pod> control = UpdateControl.noUpdate();
    return recheck.isZero() ? control : control.rescheduleAfter(recheck);
  }

  private static String subject(Pod pod) {
    return "Pod " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  /** One look at one pod: observe, plan, perform. */
  private final class Pass {
    private final Pod pod;
    private final DeviceNode node;
    private final List<PodAction> done = new ArrayList<>();
    private @Nullable PodDesire desire;
    private @Nullable PodObservation seen;

    Pass(Pod pod, DeviceNode node) {
      this.pod = pod;
      this.node = node;
    }

    Outcome run() {
      try {
        PodDesire wanted = read();
        desire = wanted;
        PodObservation found = observer.observe(pod, wanted, node);
        seen = found;
        return runner.run(subject(pod), PodPlanner.plan(wanted, found), this::perform);
      } catch (PodRefusal refusal) {
        return new Outcome.Blocked(refusal.reason(), refusal.text(), Duration.ZERO);
      } catch (DeviceException e) {
        return Outcome.of(e, "read device " + node.name(), Action.Target.ROUTER);
      }
    }

    private PodDesire read() {
      Network network = PodNetwork.choose(pod, observer.networks(), ports.defaultNetwork());
      return PodReader.read(
          pod,
          PodNetwork.of(network),
          known,
          new PodReader.Placement(
              ports.cluster(), node.settings().root(), node.settings().addresses()));
    }

    private void perform(PodAction action) {
      actuator.perform(action, Objects.requireNonNull(pod.getMetadata().getUid()), node);
      done.add(action);
      events.done(pod, action);
    }
  }
}
