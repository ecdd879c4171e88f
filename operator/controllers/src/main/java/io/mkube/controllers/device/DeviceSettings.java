package io.mkube.controllers.device;

import java.time.Duration;
import java.util.List;

/**
 * What the control plane knows of a router beforehand.
 *
 * @param nodeName name of its Node
 * @param root folder below which everything of ours lies, without leading or trailing slash; its
 *     first element is a disk
 * @param addresses addresses of the router itself, reported as host addresses; may be empty
 * @param cycle time between two readings of an idle device
 */
public record DeviceSettings(String nodeName, String root, List<String> addresses, Duration cycle) {
  /** The cycle of mkube. */
  public static final Duration DEFAULT_CYCLE = Duration.ofSeconds(10);

  public DeviceSettings {
    if (root.isEmpty() || root.startsWith("/") || root.endsWith("/") || root.contains("..")) {
      throw new IllegalArgumentException("not a folder on a device: '" + root + "'");
    }
    if (cycle.isNegative() || cycle.isZero()) {
      throw new IllegalArgumentException("the cycle must be positive, not " + cycle);
    }
    addresses = List.copyOf(addresses);
  }
}
