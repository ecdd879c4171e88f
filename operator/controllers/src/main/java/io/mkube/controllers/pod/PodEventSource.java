package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.mkube.controllers.device.Cycle;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.device.DnsServer;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.device.Observations;
import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the reconciler for those pods whose rows on a device or records in DNS have changed, and
 * runs the sweep while the controller runs.
 */
final class PodEventSource extends AbstractEventSource<DeviceNode, Pod>
    implements Observations.Listener {
  /** Readings that must fail in a row before a device counts as gone. */
  static final int GONE = 3;

  private final KnownObjects known;
  private final Sightings sightings;
  private final WaitingPods waiting;
  private final Supplier<Duration> sweep;
  private final Map<String, Set<String>> addresses = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private @Nullable Cycle sweeps;

  /**
   * A source.
   *
   * @param sweep one round of the sweep, repeated while the source runs
   */
  PodEventSource(
      KnownObjects known, Sightings sightings, WaitingPods waiting, Supplier<Duration> sweep) {
    super(DeviceNode.class, "devices");
    this.known = known;
    this.sightings = sightings;
    this.waiting = waiting;
    this.sweep = sweep;
  }

  @Override
  public synchronized void start() {
    super.start();
    sweeps = Cycle.start("sweep", sweep);
  }

  @Override
  public synchronized void stop() {
    if (sweeps != null) {
      sweeps.close();
      sweeps = null;
    }
    super.stop();
  }

  /** Begins a round of the sweep soon. */
  synchronized void sweepSoon() {
    if (sweeps != null) {
      sweeps.wake();
    }
  }

  @Override
  public Set<DeviceNode> getSecondaryResources(Pod pod) {
    return Set.of();
  }

  /** Whether a device has failed so often that its pods cannot be taken to run. */
  boolean isGone(DeviceNode node) {
    return failures.getOrDefault(node.name(), 0) >= GONE;
  }

  /** Looks at a pod. */
  void wake(ResourceID pod) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(pod));
    }
  }

  @Override
  public void read(DeviceNode node, DeviceSnapshot now) {
    Integer failed = failures.remove(node.name());
    if (failed != null && failed >= GONE) {
      wakeAll(node);
    } else {
      sightings.changed(node.name(), now).forEach(this::wake);
    }
    Set<String> held = new HashSet<>();
    now.veths().forEach(veth -> held.addAll(veth.spec().addresses()));
    Set<String> before = addresses.put(node.name(), held);
    if (before != null && !held.containsAll(before)) {
      // An interface that was not ours may have given up an address that somebody waits for.
      waiting.takeAll().forEach(this::wake);
    }
  }

  @Override
  public void failed(DeviceNode node, DeviceException failure, int inARow) {
    failures.put(node.name(), inARow);
    if (inARow == GONE) {
      wakeAll(node);
    }
  }

  @Override
  public void read(DnsServer server, DnsZoneSnapshot now) {
    sightings.changed(server.endpoint(), now).forEach(this::wake);
  }

  private void wakeAll(DeviceNode node) {
    known.pods().stream()
        .filter(pod -> node.name().equals(pod.getSpec().getNodeName()))
        .map(ResourceID::fromResource)
        .forEach(this::wake);
  }
}
