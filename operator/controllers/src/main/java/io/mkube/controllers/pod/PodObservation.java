package io.mkube.controllers.pod;

import io.mkube.controllers.address.ClaimRequest;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.Owner;
import io.mkube.controllers.sweep.Leftovers;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs.ContainerEnv;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import java.util.List;
import java.util.Optional;

/**
 * What there is of a pod.
 *
 * @param bridge whether the device has the network's bridge
 * @param containers what there is of each container, in the order of the pod
 * @param claim what to ask for when the pod does not hold its addresses; empty when it does
 * @param surplus rows of a pod of this name that the pod no longer wants
 * @param names what its zone holds
 * @param filesWritten hash of the volume contents that were written last; empty when none were
 */
record PodObservation(
    boolean bridge,
    List<ContainerView> containers,
    Optional<ClaimRequest> claim,
    Leftovers surplus,
    Names names,
    String filesWritten) {
  PodObservation {
    containers = List.copyOf(containers);
  }

  /**
   * What there is of one container.
   *
   * @param row its row, whoever owns it
   * @param veth its interface, whoever owns it
   * @param port the bridge port of its interface
   * @param mounts the mounts in its list
   * @param envs the variables in its list
   * @param attempt what is remembered of it
   * @param history what the pod's status says of it
   */
  record ContainerView(
      Optional<Owned<Container>> row,
      Optional<Owned<Veth>> veth,
      Optional<BridgePort> port,
      List<ContainerMount> mounts,
      List<ContainerEnv> envs,
      Attempts.Attempt attempt,
      History history) {
    ContainerView {
      mounts = List.copyOf(mounts);
      envs = List.copyOf(envs);
    }
  }

  /**
   * A row and whose it is.
   *
   * @param row row
   * @param owner owner
   */
  record Owned<R>(R row, Owner owner) {}

  /** What the pod's status says of a container. */
  enum History {
    /** This row was never seen running. */
    NEVER_RAN,
    /** This row was running when it was last looked at. */
    WAS_RUNNING,
    /** This row ran, ended, and that was reported. */
    ENDED
  }

  /** What is known of the pod's names. */
  sealed interface Names {
    /** The network has no zone that we write to. */
    record None() implements Names {}

    /**
     * The server does not answer.
     *
     * @param message sentence that names it
     * @param registered whether the pod was registered when the server answered last
     */
    record Unreachable(String message, boolean registered) implements Names {}

    /**
     * The zone was read.
     *
     * @param endpoint server
     * @param zone reading
     */
    record Zone(String endpoint, DnsZoneSnapshot zone) implements Names {}
  }
}
