package io.mkube.controllers.pod.spec;

import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.record.AddressRecord;
import java.util.List;

/**
 * A pod as it should be on a device.
 *
 * @param marker what all its rows carry
 * @param network its network
 * @param containers its containers, in the order of the pod
 * @param volumes its folders
 * @param records its names in DNS; empty before addresses are claimed
 * @param restart when a container that has ended is started again
 * @param stopSeconds time that a container has between the stop signal and the kill; 0 leaves the
 *     device's default
 * @param trash folder that root folders are moved to when they are in the way
 * @param root the control plane's root folder on the device
 */
public record PodDesire(
    Marker marker,
    PodNetwork network,
    List<ContainerDesire> containers,
    List<VolumeDesire> volumes,
    List<AddressRecord> records,
    Restart restart,
    int stopSeconds,
    String trash,
    String root) {
  public PodDesire {
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    records = List.copyOf(records);
  }

  /** When a container that has ended is started again. */
  public enum Restart {
    ALWAYS,
    ON_FAILURE,
    NEVER
  }

  /** Whether every container holds one address of each family of the network. */
  public boolean hasAddresses() {
    int families = network.space().subnets().size();
    return containers.stream()
        .allMatch(
            container ->
                container.addresses().size() == families
                    && container.addresses().containsAll(container.fixed()));
  }

  /** The pod's own addresses: those of its first container. */
  public List<IpAddress> addresses() {
    return containers.isEmpty() ? List.of() : containers.getFirst().addresses();
  }
}
