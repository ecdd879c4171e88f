package io.mkube.controllers.node;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.node.NodeObservation.Reading;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.routeros.DeviceException;
import java.util.Objects;
import java.util.Optional;

/** Reads one Node and its router. Counts failures in a row; used by one thread. */
final class NodeObserver {
  /** Failures in a row after which a router counts as silent: one lost answer is no outage. */
  static final int PATIENCE = 3;

  private final KubernetesClient client;
  private final DeviceNode device;
  private int failures;

  NodeObserver(KubernetesClient client, DeviceNode device) {
    this.client = client;
    this.device = device;
  }

  NodeObservation observe() {
    return new NodeObservation(
        Optional.ofNullable(client.nodes().withName(device.name()).get()), read());
  }

  private Reading read() {
    try {
      DeviceSnapshot snapshot = device.snapshot(device.settings().cycle());
      failures = 0;
      return new Reading.Answer(snapshot.identity(), snapshot.resource());
    } catch (DeviceException e) {
      failures++;
      return failures < PATIENCE ? new Reading.Hiccup(failures) : judge(e);
    }
  }

  private static Reading judge(DeviceException e) {
    String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
    return switch (e) {
      case DeviceException.Unreachable x -> new Reading.Silence(why);
      case DeviceException.Busy x -> new Reading.Silence(why);
      case DeviceException.Unauthorized x ->
          new Reading.Refusal(ConditionReasons.DEVICE_UNAUTHORIZED, why);
      case DeviceException.Missing x -> refusal(why);
      case DeviceException.Duplicate x -> refusal(why);
      case DeviceException.Unsupported x -> refusal(why);
      case DeviceException.Rejected x -> refusal(why);
      case DeviceException.Unintelligible x -> refusal(why);
    };
  }

  private static Reading refusal(String why) {
    return new Reading.Refusal(ConditionReasons.DEVICE_REJECTED, why);
  }
}
