package io.mkube.controllers.network;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.mkube.controllers.network.NetworkConditions.Facts;
import io.mkube.controllers.network.NetworkDesire.NameService;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Action;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.ServedZone;
import io.mkube.crds.status.ConditionReasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Networks: a bridge on each router, the zone with the records of the infrastructure, and a
 * status that tells whether pods can use them. A network that is deleted stays until its last pod
 * has gone.
 */
@ControllerConfiguration(name = "network", finalizerName = NetworkReconciler.FINALIZER)
@RateLimited(maxReconciliations = 4, within = 1)
public final class NetworkReconciler implements Reconciler<Network>, Cleaner<Network> {
  /** Keeps a deleted network until what was made for it is gone. */
  public static final String FINALIZER = "mkube.io/network";

  /** The reasons of what one failed reading may cause. */
  private static final Set<String> HICCUPS =
      Set.of(Action.Target.ROUTER.unreachableReason(), Action.Target.DNS.unreachableReason());

  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final NetworkPorts ports;
  private final NetworkObserver observer;
  private final NetworkActuator actuator;
  private final NetworkReporter reporter;
  private final Patience patience = new Patience();
  private final PlanRunner runner = new PlanRunner();
  private @Nullable NetworkUsers users;

  public NetworkReconciler(NetworkPorts ports) {
    this.ports = ports;
    this.observer =
        new NetworkObserver(ports.placement(), ports.dns(), ports.probe(), ports.cycle());
    this.actuator = new NetworkActuator(ports.placement().devices(), ports.dns());
    this.reporter = new NetworkReporter(ports.client(), ports.events(), ports.clock());
  }

  @Override
  public List<EventSource<?, Network>> prepareEventSources(EventSourceContext<Network> context) {
    NetworkUsers pods = new NetworkUsers(ports.placement(), context);
    users = pods;
    return List.of(pods.source());
  }

  @Override
  public UpdateControl<Network> reconcile(Network network, Context<Network> context) {
    Look look = new Look(network, context);
    reporter.announce(network, look.current());
    Outcome outcome = look.run();
    if (!isHiccup(network, outcome)) {
      reporter.report(network, look.facts(outcome));
    }
    return UpdateControl.<Network>noUpdate().rescheduleAfter(recheck(outcome));
  }

  @Override
  public DeleteControl cleanup(Network network, Context<Network> context) {
    Look look = new Look(network, context);
    Outcome outcome =
        runner.run(
            subject(network), NetworkPlanner.remove(look.mine, look.seen), actuator::perform);
    if (outcome instanceof Outcome.InSync) {
      patience.forget(network.getMetadata().getUid());
      return DeleteControl.defaultDelete();
    }
    reporter.report(network, look.facts(outcome));
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(recheck(outcome).toMillis());
  }

  /** One failed reading does not make a network unready. */
  private boolean isHiccup(Network network, Outcome outcome) {
    String what = network.getMetadata().getUid();
    if (outcome instanceof Outcome.Blocked blocked && HICCUPS.contains(blocked.reason())) {
      return !patience.failed(what);
    }
    patience.answered(what);
    return false;
  }

  private Duration recheck(Outcome outcome) {
    return switch (outcome) {
      case Outcome.InSync s -> ports.cycle();
      case Outcome.Changed c -> AT_ONCE;
      case Outcome.Waiting w -> w.recheck();
      case Outcome.Blocked b -> b.recheck().isZero() ? ports.cycle() : b.recheck();
      case Outcome.Failed f -> ports.cycle();
    };
  }

  private static String subject(Network network) {
    return "Network " + network.getMetadata().getName();
  }

  /** One look at one network. */
  private final class Look {
    private final Network network;
    private final Marker mine;
    private final @Nullable NetworkDesire desire;
    private final String problem;
    private final NetworkObservation seen;

    Look(Network network, Context<Network> context) {
      this.network = network;
      this.mine = Marker.of(ports.cluster(), network);
      NetworkDesire wanted = null;
      String why = "";
      try {
        wanted = NetworkDesire.of(network, ports.cluster());
      } catch (IllegalArgumentException e) {
        why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      }
      this.desire = wanted;
      this.problem = why;
      List<Network> networks = context.getPrimaryCache().list().toList();
      List<String> pods = users == null ? List.of() : users.of(network, networks);
      this.seen = observer.observe(network, mine, service(), networks, pods);
    }

    Optional<ServedZone> current() {
      return service().map(service -> new ServedZone(service.endpoint(), service.zone()));
    }

    Outcome run() {
      return desire == null
          ? new Outcome.Blocked(ConditionReasons.INVALID, problem, Duration.ZERO)
          : runner.run(subject(network), NetworkPlanner.plan(desire, seen), actuator::perform);
    }

    Facts facts(Outcome outcome) {
      return new Facts(
          outcome,
          desire == null ? null : desire.space(),
          observer.alive(service()),
          seen.users().size(),
          zones(),
          network.isMarkedForDeletion(),
          Objects.requireNonNullElse(network.getMetadata().getGeneration(), 0L));
    }

    /** The current zone, and those former ones where something of ours is left. */
    private List<ServedZone> zones() {
      List<ServedZone> zones = new ArrayList<>(current().stream().toList());
      List<ServedZone> former = List.copyOf(NetworkObserver.former(network, current()));
      for (int i = 0; i < former.size(); i++) {
        if (NetworkPlanner.holdsOurs(mine, seen.formerNames().get(i))) {
          zones.add(former.get(i));
        }
      }
      return zones;
    }

    private Optional<NameService> service() {
      return desire == null ? Optional.empty() : desire.names();
    }
  }
}
