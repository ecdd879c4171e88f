package io.mkube.controllers.sweep;

import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.naming.DeviceNames;
import io.mkube.controllers.naming.PodFolders;
import io.mkube.controllers.ownership.Marker;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs.ContainerEnv;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is still there of one pod.
 *
 * @param uid uid of the pod
 * @param containers its containers
 * @param mounts its mounts
 * @param envs its variables
 * @param ports its bridge ports, also those of its veths that carry no marker
 * @param veths its interfaces
 * @param records its DNS records, addresses before the texts that tell their owner
 * @param folders folders that may exist
 * @param networks networks in which it holds addresses
 */
public record Leftovers(
    String uid,
    List<Container> containers,
    List<ContainerMount> mounts,
    List<ContainerEnv> envs,
    List<BridgePort> ports,
    List<Veth> veths,
    List<SweepAction.RemoveRecord> records,
    List<String> folders,
    List<String> networks) {
  public Leftovers {
    containers = List.copyOf(containers);
    mounts = List.copyOf(mounts);
    envs = List.copyOf(envs);
    ports = List.copyOf(ports);
    veths = List.copyOf(veths);
    records = List.copyOf(records);
    folders = List.copyOf(folders);
    networks = List.copyOf(networks);
  }

  /** Whether nothing is left. */
  public boolean isEmpty() {
    return containers.isEmpty()
        && mounts.isEmpty()
        && envs.isEmpty()
        && ports.isEmpty()
        && veths.isEmpty()
        && records.isEmpty()
        && folders.isEmpty()
        && networks.isEmpty();
  }

  /**
   * The rows of a device that carry a pod's marker, and the mounts and variables in lists of its
   * containers.
   *
   * @param pod marker of the pod; rows of an older uid are found too when {@code rows} accepts them
   * @param rows which markers to look for
   * @param spared names of rows and lists that are left alone although they match
   * @param networks all networks, for the addresses that the pod's uid holds
   * @param root the control plane's root folder on the device
   */
  public static Leftovers on(
      DeviceSnapshot device,
      Marker pod,
      Predicate<Marker> rows,
      Predicate<String> spared,
      Collection<Network> networks,
      String root) {
    Predicate<String> ours = comment -> Marker.parse(comment).filter(rows).isPresent();
    List<Container> containers =
        device.containers().stream()
            .filter(row -> ours.test(row.comment()) && !spared.test(row.name()))
            .toList();
    List<Veth> veths =
        device.veths().stream()
            .filter(row -> ours.test(row.spec().comment()) && !spared.test(row.spec().name()))
            .toList();
    Set<String> lists = new LinkedHashSet<>();
    containers.forEach(row -> lists.add(row.name()));
    List<String> holding = new ArrayList<>();
    for (Network network : networks) {
      for (AddressAllocation held : heldBy(network, pod.uid())) {
        lists.add(DeviceNames.container(held.namespace(), held.pod(), held.container()));
        if (!holding.contains(network.getMetadata().getName())) {
          holding.add(network.getMetadata().getName());
        }
      }
    }
    lists.removeIf(spared);
    Set<String> interfaces = new LinkedHashSet<>();
    veths.forEach(row -> interfaces.add(row.spec().name()));
    PodFolders folders = new PodFolders(root, pod.namespace(), pod.name(), pod.uid());
    return new Leftovers(
        pod.uid(),
        containers,
        lists.stream().flatMap(list -> device.mounts(list).stream()).toList(),
        lists.stream().flatMap(list -> device.envs(list).stream()).toList(),
        device.ports().stream()
            .filter(row -> !row.dynamic() && !spared.test(row.interfaceName()))
            .filter(row -> ours.test(row.comment()) || interfaces.contains(row.interfaceName()))
            .toList(),
        veths,
        List.of(),
        // Folders cannot be listed. A pod makes none before it holds addresses.
        holding.isEmpty() ? List.of() : List.of(folders.volumes(), folders.trash()),
        holding);
  }

  /** The same with DNS records. */
  public Leftovers withRecords(List<SweepAction.RemoveRecord> found) {
    return new Leftovers(uid, containers, mounts, envs, ports, veths, found, folders, networks);
  }

  /** The same without the claim on addresses, which then stays. */
  public Leftovers keepingAddresses() {
    return new Leftovers(uid, containers, mounts, envs, ports, veths, records, folders, List.of());
  }

  /** The same without folders, which then stay. */
  public Leftovers keepingFolders() {
    return new Leftovers(uid, containers, mounts, envs, ports, veths, records, List.of(), networks);
  }

  /** The addresses that a pod holds in a network. */
  public static List<AddressAllocation> heldBy(Network network, String uid) {
    return network.getStatus().allocations().stream()
        .filter(allocation -> allocation.uid().equals(uid))
        .toList();
  }
}
