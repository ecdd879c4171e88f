package io.mkube.controllers.world;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.crds.network.Network;

/** The network {@code gt} as an API server would hold it. */
public final class SampleNetwork {
  private SampleNetwork() {}

  /**
   * The network with the range 192.168.200.0/24.
   *
   * @param spec further lines of its spec, in YAML
   */
  public static Network gt(String... spec) {
    String text =
        """
        apiVersion: mkube.io/v1
        kind: Network
        metadata: {name: gt, resourceVersion: "7", uid: n-1}
        spec:
          cidr: 192.168.200.0/24
        """;
    return Serialization.unmarshal(text + String.join("\n", spec).indent(2), Network.class);
  }
}
