package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.controllers.device.Cycle;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.node.NodeObservation.Reading;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.controllers.status.EventRecorder;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the kubelet of one router: keeps its Node as the router says and renews its Lease.
 * Writes nothing else while the router stays the same. {@link #close} ends it; the Node stays.
 */
public final class NodeKeeper implements AutoCloseable {
  private final KubernetesClient client;
  private final DeviceNode device;
  private final EventRecorder events;
  private final InstantSource clock;
  private final NodeObserver observer;
  private final NodeActuator actuator;
  private final Heartbeat heartbeat;
  private final @Nullable KubeletEndpoint kubelet;
  private final PlanRunner runner = new PlanRunner();
  private @Nullable NodeDesire desire;
  private @Nullable Duration uptime;
  private @Nullable Cycle cycle;

  /**
   * A keeper that does nothing by itself, see {@link #start}.
   *
   * @param client writes the Node
   * @param device the router
   * @param events told when the router was restarted
   * @param clock time of conditions and heartbeats
   * @param kubelet where logs are served; null if nowhere
   */
  public NodeKeeper(
      KubernetesClient client,
      DeviceNode device,
      EventRecorder events,
      InstantSource clock,
      @Nullable KubeletEndpoint kubelet) {
    this.kubelet = kubelet;
    this.client = client;
    this.device = device;
    this.events = events;
    this.clock = clock;
    this.observer = new NodeObserver(client, device);
    this.actuator = new NodeActuator(client, device.name());
    this.heartbeat = new Heartbeat(client, device.name(), clock);
  }

  /** Keeps the Node from now on. Rounds are twice as frequent as readings of an idle router. */
  public NodeKeeper start() {
    Duration pause = device.settings().cycle().dividedBy(2);
    cycle =
        Cycle.start(
            "node " + device.name(),
            () -> {
              round();
              return pause;
            });
    return this;
  }

  @Override
  public void close() {
    if (cycle != null) {
      cycle.close();
    }
  }

  /** One look at the router, and what follows from it. */
  void round() {
    if (desire == null) {
      desire =
          NodeDesire.of(device.settings(), client.getKubernetesVersion().getGitVersion(), kubelet);
    }
    NodeObservation observation = observer.observe();
    runner.run(
        "Node " + device.name(),
        NodePlanner.plan(desire, observation, clock.instant()),
        actuator::perform);
    Node node = observation.node().orElse(null);
    heartbeat.beat(node);
    if (node != null && observation.reading() instanceof Reading.Answer answer) {
      noticeRestart(node, answer);
    }
  }

  private void noticeRestart(Node node, Reading.Answer answer) {
    Duration before = uptime;
    uptime = Uptime.parse(answer.resource().uptime()).orElse(null);
    if (before != null && uptime != null && uptime.compareTo(before) < 0) {
      events.warning(node, "Rebooted", "Router " + device.name() + " was restarted");
    }
  }
}
