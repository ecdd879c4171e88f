package io.mkube.controllers.node;

import io.mkube.controllers.device.DeviceSettings;
import java.util.List;

/**
 * What is known of a Node without asking its router.
 *
 * @param name name of the Node
 * @param addresses addresses of the router
 * @param kubeletVersion version to report: that of the API server, so that nobody sees a skew
 */
record NodeDesire(String name, List<String> addresses, String kubeletVersion) {
  NodeDesire {
    addresses = List.copyOf(addresses);
  }

  static NodeDesire of(DeviceSettings settings, String kubeletVersion) {
    return new NodeDesire(settings.nodeName(), settings.addresses(), kubeletVersion);
  }
}
