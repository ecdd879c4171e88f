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
   * Whose traces are looked for.
   *
   * @param pod marker of the pod
   * @param rows which markers count; an older uid of the same name may
   * @param spared names of rows and lists that are left alone although they match
   */
  public record Search(Marker pod, Predicate<Marker> rows, Predicate<String> spared) {
    private boolean finds(String comment, String name) {
      return Marker.parse(comment).filter(rows).isPresent() && !spared.test(name);
    }
  }

  /**
   * The rows of a device that carry a pod's marker, and the mounts and variables in lists of its
   * containers.
   *
   * @param networks networks in which the pod's uid may hold addresses
   * @param root the control plane's root folder on the device
   */
  public static Leftovers on(
      DeviceSnapshot device, Search search, Collection<Network> networks, String root) {
    Marker pod = search.pod();
    List<Container> containers =
        device.containers().stream()
            .filter(row -> search.finds(row.comment(), row.name()))
            .toList();
    List<Veth> veths =
        device.veths().stream()
            .filter(row -> search.finds(row.spec().comment(), row.spec().name()))
            .toList();
    List<Network> holding =
        networks.stream().filter(network -> !heldBy(network, pod.uid()).isEmpty()).toList();
    Set<String> lists = lists(search, containers, holding);
    PodFolders folders = new PodFolders(root, pod.namespace(), pod.name(), pod.uid());
    return new Leftovers(
        pod.uid(),
        containers,
        lists.stream().flatMap(list -> device.mounts(list).stream()).toList(),
        lists.stream().flatMap(list -> device.envs(list).stream()).toList(),
        ports(device, search, veths),
        veths,
        List.of(),
        // Folders cannot be listed. A pod makes none before it holds addresses.
        holding.isEmpty() ? List.of() : List.of(folders.volumes(), folders.trash()),
        holding.stream().map(network -> network.getMetadata().getName()).toList());
  }

  /** The lists of a pod's containers, also of those that are gone but hold addresses. */
  private static Set<String> lists(
      Search search, List<Container> containers, List<Network> holding) {
    Set<String> lists = new LinkedHashSet<>();
    containers.forEach(row -> lists.add(row.name()));
    for (Network network : holding) {
      for (AddressAllocation held : heldBy(network, search.pod().uid())) {
        lists.add(DeviceNames.container(held.namespace(), held.pod(), held.container()));
      }
    }
    lists.removeIf(search.spared());
    return lists;
  }

  private static List<BridgePort> ports(DeviceSnapshot device, Search search, List<Veth> veths) {
    Set<String> interfaces = new LinkedHashSet<>();
    veths.forEach(row -> interfaces.add(row.spec().name()));
    return device.ports().stream()
        .filter(row -> !row.dynamic())
        .filter(
            row ->
                search.finds(row.comment(), row.interfaceName())
                    || interfaces.contains(row.interfaceName()))
        .toList();
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
