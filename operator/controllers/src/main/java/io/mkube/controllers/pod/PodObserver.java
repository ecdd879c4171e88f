package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mkube.controllers.address.ClaimRequest;
import io.mkube.controllers.address.ClaimRequest.Wish;
import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.ownership.Owner;
import io.mkube.controllers.pod.PodObservation.ContainerView;
import io.mkube.controllers.pod.PodObservation.History;
import io.mkube.controllers.pod.PodObservation.Owned;
import io.mkube.controllers.pod.spec.ContainerDesire;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.controllers.pod.spec.PodNetwork;
import io.mkube.controllers.sweep.DnsLeftovers;
import io.mkube.controllers.sweep.Leftovers;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.crds.network.Network;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.network.Veths.Veth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at device and DNS for one pod. Never writes; reads only shared readings, never lists the
 * device for one pod.
 */
final class PodObserver {
  /** Oldest reading that tells anything of a pod that is being changed. */
  private static final Duration CHANGING = Duration.ofMillis(500);

  private static final Duration SETTLED_NAMES = Duration.ofSeconds(30);

  private final PodPorts ports;
  private final Attempts attempts;
  private final KnownObjects known;
  private final Sightings sightings;

  PodObserver(PodPorts ports, Attempts attempts, KnownObjects known, Sightings sightings) {
    this.sightings = sightings;
    this.ports = ports;
    this.attempts = attempts;
    this.known = known;
  }

  /** All networks, each in the newest version that is known. */
  Collection<Network> networks() {
    return known.networks().stream().map(ports.claims()::newest).toList();
  }

  /**
   * What there is of a pod.
   *
   * @throws DeviceException if the device cannot be read
   */
  PodObservation observe(Pod pod, PodDesire desire, DeviceNode node) {
    boolean settled = PodConditions.isReady(pod);
    DeviceSnapshot device =
        node.snapshot(settled ? node.settings().cycle().multipliedBy(2) : CHANGING);
    ResourceID id = ResourceID.fromResource(pod);
    sightings.saw(id, node.name(), device);
    List<ContainerView> containers =
        desire.containers().stream().map(c -> container(pod, desire, c, device)).toList();
    boolean running =
        containers.stream()
            .allMatch(
                c -> c.row().filter(o -> o.row().state() == ContainerState.RUNNING).isPresent());
    return new PodObservation(
        device.bridge(desire.network().bridge()).isPresent(),
        containers,
        desire.hasAddresses() ? Optional.empty() : Optional.of(claim(desire, device)),
        surplus(desire, device),
        running ? names(id, desire, settled) : new PodObservation.Names.None(),
        PodConditions.filesWritten(pod));
  }

  /**
   * What is left of a pod that is being deleted.
   *
   * @param leftovers rows, records and addresses
   * @param dnsProblem why records may be missing among them; empty when the zone was read
   */
  record Remains(Leftovers leftovers, String dnsProblem) {}

  /**
   * What is left of a pod that is being deleted.
   *
   * @throws DeviceException if the device cannot be read
   */
  Remains remains(Pod pod, DeviceNode node) {
    Marker mine = Marker.of(ports.cluster(), pod);
    Collection<Network> networks = networks();
    Leftovers left =
        Leftovers.on(
            node.snapshot(CHANGING),
            new Leftovers.Search(mine, mine::sameObject, name -> false),
            networks,
            node.settings().root());
    List<SweepAction.RemoveRecord> records = new ArrayList<>();
    String problem = "";
    for (Network network : networks) {
      Optional<PodNetwork.Zone> zone =
          left.networks().contains(network.getMetadata().getName())
              ? PodNetwork.of(network).zone()
              : Optional.empty();
      try {
        zone.ifPresent(z -> records.addAll(records(z, mine)));
      } catch (DeviceException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    return new Remains(left.withRecords(records), problem);
  }

  private List<SweepAction.RemoveRecord> records(PodNetwork.Zone zone, Marker mine) {
    return DnsLeftovers.in(
        zone.endpoint(),
        ports.dns().at(zone.endpoint()).zone(zone.name(), CHANGING),
        (name, owner) -> owner.seenFrom(mine).mayTouch());
  }

  private ContainerView container(
      Pod pod, PodDesire desire, ContainerDesire container, DeviceSnapshot device) {
    Optional<Container> row = device.container(container.row());
    Optional<Veth> veth = device.veth(container.veth());
    return new ContainerView(
        row.map(r -> new Owned<>(r, Owner.of(r.comment(), desire.marker()))),
        veth.map(v -> new Owned<>(v, Owner.of(v.spec().comment(), desire.marker()))),
        device.port(container.veth()),
        device.mounts(container.row()),
        device.envs(container.row()),
        attempts.of(desire.marker().uid(), container.name(), container.image().toString()),
        row.map(r -> history(pod, container.name(), r)).orElse(History.NEVER_RAN));
  }

  private static History history(Pod pod, String container, Container row) {
    return PodConditions.status(pod, container)
        .filter(status -> PodConditions.containerId(row).equals(status.getContainerID()))
        .map(PodObserver::history)
        .orElse(History.NEVER_RAN);
  }

  private static History history(ContainerStatus status) {
    if (status.getState() != null && status.getState().getRunning() != null) {
      return History.WAS_RUNNING;
    }
    boolean ended =
        (status.getState() != null && status.getState().getTerminated() != null)
            || (status.getLastState() != null && status.getLastState().getTerminated() != null);
    return ended ? History.ENDED : History.NEVER_RAN;
  }

  private static ClaimRequest claim(PodDesire desire, DeviceSnapshot device) {
    Marker mine = desire.marker();
    Map<IpAddress, String> others = new HashMap<>();
    Map<String, List<IpAddress>> own = new HashMap<>();
    for (Veth veth : device.veths()) {
      Optional<Marker> marker = Marker.parse(veth.spec().comment());
      for (String text : veth.spec().addresses()) {
        Optional<IpAddress> address = IpAddress.find(text.replaceFirst("/.*", ""));
        if (marker.filter(mine::equals).isPresent()) {
          address.ifPresent(
              a -> own.computeIfAbsent(veth.spec().name(), n -> new ArrayList<>()).add(a));
        } else if (marker.filter(mine::sameObject).isEmpty()) {
          address.ifPresent(a -> others.put(a, "interface " + veth.spec().name()));
        }
      }
    }
    return new ClaimRequest(
        mine.namespace(),
        mine.name(),
        mine.uid(),
        desire.containers().stream()
            .map(c -> new Wish(c.name(), c.fixed(), own.getOrDefault(c.veth(), List.of())))
            .toList(),
        others);
  }

  private Leftovers surplus(PodDesire desire, DeviceSnapshot device) {
    Set<String> wanted = new HashSet<>();
    for (ContainerDesire container : desire.containers()) {
      wanted.add(container.row());
      wanted.add(container.veth());
    }
    List<Network> others =
        networks().stream()
            .filter(network -> !network.getMetadata().getName().equals(desire.network().name()))
            .toList();
    Marker mine = desire.marker();
    Leftovers.Search search = new Leftovers.Search(mine, mine::sameObject, wanted::contains);
    return Leftovers.on(device, search, others, desire.root()).keepingFolders();
  }

  private PodObservation.Names names(ResourceID id, PodDesire desire, boolean settled) {
    Optional<PodNetwork.Zone> zone = desire.network().zone();
    if (zone.isEmpty()) {
      return new PodObservation.Names.None();
    }
    String endpoint = zone.get().endpoint();
    try {
      Duration age = settled ? SETTLED_NAMES : CHANGING;
      DnsZoneSnapshot reading = ports.dns().at(endpoint).zone(zone.get().name(), age);
      sightings.saw(id, endpoint, reading);
      return new PodObservation.Names.Zone(endpoint, reading);
    } catch (DeviceException e) {
      return new PodObservation.Names.Unreachable(String.valueOf(e.getMessage()), settled);
    }
  }
}
