package io.mkube.controllers.sweep;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.crds.network.Network;
import java.util.Collection;

/** What the API server is known to hold. Thread-safe. */
public interface DesiredPods {
  /** Whether pods and networks were read completely since the program started. */
  boolean complete();

  /** All pods, also those of other nodes and those that are being deleted. */
  Collection<Pod> pods();

  /** All networks, with the newest known addresses. */
  Collection<Network> networks();
}
