package io.mkube.controllers.sweep;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSnapshot;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServer;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what belongs to pods that are gone and removes it. Looks only at rows with a marker of this
 * cluster, only when the desired state was read completely, and acts on a pod's absence only after
 * the API server itself has confirmed it. When no pod is left at all, only pods are swept whose
 * deletion was seen by this process: an empty list may also mean that the state was lost.
 */
public final class Sweeper {
  private static final String POD = "Pod";
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration RECORDS_AGE = Duration.ofSeconds(30);
  private static final int REMEMBERED = 10_000;
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final ClusterUid cluster;
  private final KubernetesClient client;
  private final Devices devices;
  private final DnsServers dns;
  private final DesiredPods desired;
  private final SweepActuator actuator;
  private final BlockingQueue<String> seenDeleted = new LinkedBlockingQueue<>();

  /**
   * A sweeper.
   *
   * @param client asked whether a pod is really gone
   */
  public Sweeper(
      ClusterUid cluster,
      KubernetesClient client,
      Devices devices,
      DnsServers dns,
      DesiredPods desired,
      SweepActuator actuator) {
    this.cluster = cluster;
    this.client = client;
    this.devices = devices;
    this.dns = dns;
    this.desired = desired;
    this.actuator = actuator;
  }

  /** Remembers that a pod's deletion was seen. */
  public void deleted(String uid) {
    if (seenDeleted.size() >= REMEMBERED) {
      seenDeleted.poll();
    }
    seenDeleted.add(uid);
  }

  /**
   * Looks once and removes what can be removed now.
   *
   * @param idle pause when nothing is left
   * @return when to look again
   */
  public Duration round(Duration idle) {
    if (!desired.complete()) {
      return SOON;
    }
    Collection<Pod> pods = desired.pods();
    Map<String, Marker> suspects = suspects(pods);
    boolean remains = false;
    if (!suspects.isEmpty() && sameCluster()) {
      for (Marker gone : suspects.values()) {
        remains |= (!pods.isEmpty() || seenDeleted.contains(gone.uid())) && sweep(gone, pods);
      }
    }
    return remains ? SOON : idle;
  }

  /** Owners of anything on devices, in DNS or in networks whose pod is not known. */
  private Map<String, Marker> suspects(Collection<Pod> pods) {
    Set<String> alive = new HashSet<>();
    pods.forEach(pod -> alive.add(pod.getMetadata().getUid()));
    Map<String, Marker> suspects = new LinkedHashMap<>();
    for (DeviceNode node : devices.all()) {
      node.latest().ifPresent(snapshot -> comments(snapshot).forEach(c -> note(c, suspects)));
    }
    for (DnsServer server : dns.inUse()) {
      for (String name : server.served()) {
        server.latest(name).ifPresent(zone -> owners(zone).forEach(m -> note(m, suspects)));
      }
    }
    for (Network network : desired.networks()) {
      for (AddressAllocation held : network.getStatus().allocations()) {
        note(new Marker(cluster, POD, held.namespace(), held.pod(), held.uid()), suspects);
      }
    }
    suspects.keySet().removeAll(alive);
    return suspects;
  }

  private void note(String comment, Map<String, Marker> suspects) {
    Marker.parse(comment).ifPresent(marker -> note(marker, suspects));
  }

  private void note(Marker marker, Map<String, Marker> suspects) {
    if (marker.cluster().equals(cluster) && marker.kind().equals(POD)) {
      suspects.merge(marker.uid(), marker, (a, b) -> a.name().endsWith("~") ? b : a);
    }
  }

  private static List<String> comments(DeviceSnapshot snapshot) {
    List<String> comments = new ArrayList<>();
    snapshot.containers().forEach(row -> comments.add(row.comment()));
    snapshot.veths().forEach(row -> comments.add(row.spec().comment()));
    snapshot.ports().forEach(row -> comments.add(row.comment()));
    return comments;
  }

  private static List<Marker> owners(DnsZoneSnapshot zone) {
    return zone.records().stream()
        .flatMap(record -> DnsLeftovers.owner(record).stream())
        .map(DnsOwner::marker)
        .toList();
  }

  /** Whether the API server still is the one that the rows belong to. */
  private boolean sameCluster() {
    try {
      Namespace namespace = client.namespaces().withName(ClusterUid.NAMESPACE).get();
      return namespace != null && ClusterUid.of(namespace).equals(cluster);
    } catch (KubernetesClientException e) {
      log.debug("no sweep, the API server does not answer", e);
      return false;
    }
  }

  private boolean confirmedGone(Marker marker) {
    if (marker.name().endsWith("~")) {
      // The name was cut to fit into DNS: only the deletion itself tells that the pod is gone.
      return seenDeleted.contains(marker.uid());
    }
    try {
      Pod pod = client.pods().inNamespace(marker.namespace()).withName(marker.name()).get();
      return pod == null || !pod.getMetadata().getUid().equals(marker.uid());
    } catch (KubernetesClientException e) {
      log.debug("no sweep of {}, the API server does not answer", marker, e);
      return false;
    }
  }

  /** Returns whether something may remain. */
  private boolean sweep(Marker gone, Collection<Pod> pods) {
    if (!confirmedGone(gone)) {
      return false;
    }
    List<DeviceNode> nodes = devices.all();
    for (DeviceNode node : nodes) {
      try {
        Leftovers left = leftovers(gone, node, successor(gone, pods, node));
        // The addresses are the evidence that there are folders, so the last device gives them up.
        boolean last = node.equals(nodes.getLast());
        Outcome outcome =
            new PlanRunner()
                .run(
                    "sweep of Pod " + gone.namespace() + "/" + gone.name(),
                    SweepPlanner.plan(last ? left : left.keepingAddresses()),
                    action -> actuator.perform(action, node));
        if (!(outcome instanceof Outcome.InSync) && !(outcome instanceof Outcome.Changed)) {
          return true;
        }
      } catch (DeviceException | KubernetesClientException e) {
        log.debug("sweep of {} is taken up again: {}", gone, e.getMessage());
        return true;
      }
    }
    return false;
  }

  private Leftovers leftovers(Marker gone, DeviceNode node, boolean succeeded) {
    // Rows that a new pod of the same name will take over are that pod's business.
    Leftovers left =
        Leftovers.on(
            node.snapshot(node.settings().cycle()),
            new Leftovers.Search(
                gone, marker -> marker.equals(gone) && !succeeded, name -> succeeded),
            desired.networks(),
            node.settings().root());
    List<SweepAction.RemoveRecord> records = new ArrayList<>();
    for (DnsServer server : dns.inUse()) {
      for (String name : server.served()) {
        records.addAll(records(gone, server, name));
      }
    }
    return left.withRecords(records);
  }

  private static List<SweepAction.RemoveRecord> records(
      Marker gone, DnsServer server, String zone) {
    try {
      return DnsLeftovers.in(
          server.endpoint(),
          server.zone(zone, RECORDS_AGE),
          (record, owner) -> owner.marker().uid().equals(gone.uid()));
    } catch (DeviceException e) {
      log.debug("records of {} stay until zone {} can be read", gone, zone, e);
      return List.of();
    }
  }

  private static boolean successor(Marker gone, Collection<Pod> pods, DeviceNode node) {
    return pods.stream()
        .anyMatch(
            pod ->
                pod.getMetadata().getNamespace().equals(gone.namespace())
                    && pod.getMetadata().getName().equals(gone.name())
                    && node.name().equals(pod.getSpec().getNodeName()));
  }
}
