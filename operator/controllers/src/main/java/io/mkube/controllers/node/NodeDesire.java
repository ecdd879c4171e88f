package io.mkube.controllers.node;

import io.mkube.controllers.device.DeviceSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a Node without asking its router.
 *
 * @param name name of the Node
 * @param addresses addresses of the router
 * @param kubelet where logs are served; null if nowhere
 * @param kubeletVersion version to report: that of the API server, so that nobody sees a skew
 */
record NodeDesire(
    String name, List<String> addresses, String kubeletVersion, @Nullable KubeletEndpoint kubelet) {
  NodeDesire {
    addresses = List.copyOf(addresses);
  }

  static NodeDesire of(
      DeviceSettings settings, String kubeletVersion, @Nullable KubeletEndpoint kubelet) {
    return new NodeDesire(settings.nodeName(), settings.addresses(), kubeletVersion, kubelet);
  }
}
