package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.controllers.model.Faults;
import io.mkube.controllers.model.ModelDevice;
import io.mkube.controllers.model.ModelDns;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.plan.Action;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.plan.Plan;
import io.mkube.controllers.plan.PlanRunner;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.controllers.pod.spec.PodNetwork;
import io.mkube.controllers.pod.spec.PodReader;
import io.mkube.controllers.pod.spec.Sources;
import io.mkube.controllers.status.EventRecorder;
import io.mkube.controllers.sweep.SweepActuator;
import io.mkube.controllers.world.SampleNetwork;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.images.RemoteImages;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.microdns.DnsZones;
import io.mkube.routeros.microdns.RecordData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A pod, a model of its device and DNS server, and one pass after another without an API server.
 */
final class PodWorld {
  static final String ROOT = "raid1/mkube";
  static final ClusterUid CLUSTER = new ClusterUid("cluster-1");

  private static final KubernetesClient NO_CLIENT = new KubernetesClientBuilder().build();

  final Faults faults;
  final ModelDevice device;
  final ModelDns dns;
  final Map<String, ConfigMap> configMaps = new HashMap<>();
  final Map<String, Secret> secrets = new HashMap<>();
  Pod pod;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  List<PodAction> lastDone = List.of();

  private final Network network;
  private final DeviceNode node;
  private final PodObserver observer;
  private final PodActuator actuator;
  private final PodRemoval removal;

  boolean dnsDown;

  PodWorld(Pod pod, Faults faults) {
    this(pod, faults, new ModelDevice(faults, "bridge-gt"), new ModelDns(faults, "gt.lo"));
  }

  private PodWorld(Pod pod, Faults faults, ModelDevice device, ModelDns dns) {
    this.pod = pod;
    this.faults = faults;
    this.device = device;
    this.dns = dns;
    this.network = network(pod);
    this.node =
        new DeviceNode(
            new DeviceSettings("rose1", ROOT, List.of("192.168.200.1"), Duration.ofSeconds(10)),
            device,
            WriteGuard.OPEN,
            () -> now);
    DnsServers servers = new DnsServers(endpoint -> new SwitchedDns(), WriteGuard.OPEN, () -> now);
    PodPorts ports =
        new PodPorts(
            CLUSTER,
            NO_CLIENT,
            Devices.of(List.of(node)),
            servers,
            new AddressClaims(new OneNetwork()),
            new RemoteImages(),
            new SilentEvents(),
            () -> now,
            "gt");
    Attempts attempts = new Attempts(() -> now, new Random(1));
    KnownObjects known = new KnownObjects();
    known.use(new Known());
    this.observer = new PodObserver(ports, attempts, known, new Sightings());
    this.actuator = new PodActuator(ports, attempts);
    this.removal = new PodRemoval(observer, new SweepActuator(servers, ports.claims()), () -> now);
  }

  /** A new pod of the same name on the same device. */
  PodWorld successor(String uid) {
    Pod next =
        new PodBuilder(pod).withStatus(null).editMetadata().withUid(uid).endMetadata().build();
    PodWorld world = new PodWorld(next, faults, device, dns);
    world.now = now;
    return world;
  }

  /** What the pod asks for now. */
  PodDesire desire() {
    return PodReader.read(
        pod,
        PodNetwork.of(network),
        new KnownSources(),
        new PodReader.Placement(CLUSTER, ROOT, List.of("192.168.200.1")));
  }

  /** The plan for what there is now. */
  Plan<PodAction> plan() {
    return PodPlanner.plan(desire(), observer.observe(pod, desire(), node));
  }

  /** One pass, with its status written as the reconciler does. */
  Outcome pass() {
    List<PodAction> done = new ArrayList<>();
    Outcome outcome;
    PodObservation seen = null;
    try {
      seen = observer.observe(pod, desire(), node);
      outcome =
          new PlanRunner()
              .run(
                  "Pod",
                  PodPlanner.plan(desire(), seen),
                  action -> {
                    actuator.perform(action, pod.getMetadata().getUid(), node);
                    done.add(action);
                  });
    } catch (DeviceException e) {
      outcome = Outcome.of(e, "read", Action.Target.ROUTER);
    }
    PodStatus status =
        PodConditions.describe(
            new PodConditions.Facts(
                pod, List.of("192.168.200.1"), desire(), seen, outcome, done, now));
    pod = new PodBuilder(pod).withStatus(status).build();
    lastDone = List.copyOf(done);
    return outcome;
  }

  /** One pass of the removal. */
  Outcome remove() {
    return removal.pass(pod, node, step -> {});
  }

  /** Time passes. */
  void step(Duration time) {
    now = now.plus(time);
    device.step();
  }

  /** Passes until the pod is in sync, at most a number of times; returns how many it took. */
  int settle(int atMost) {
    for (int i = 1; i <= atMost; i++) {
      if (pass() instanceof Outcome.InSync) {
        return i;
      }
      step(Duration.ofSeconds(31));
    }
    throw new AssertionError("not in sync after " + atMost + " passes: " + plan());
  }

  /** A network whose status holds an address for each container of the pod. */
  private static Network network(Pod pod) {
    Network network =
        SampleNetwork.gt(
            "bridge: bridge-gt",
            "cidr6: fd00:200::/64",
            "gateway: 192.168.200.1",
            "dns: {endpoint: 'http://dns:8080', zone: gt.lo, server: 192.168.200.252}");
    List<AddressAllocation> allocations = new ArrayList<>();
    for (int i = 0; i < pod.getSpec().getContainers().size(); i++) {
      for (String prefix : List.of("192.168.200.1", "fd00:200::1")) {
        allocations.add(
            new AddressAllocation(
                prefix + i,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                pod.getSpec().getContainers().get(i).getName()));
      }
    }
    network.setStatus(network.getStatus().withAllocations(allocations));
    return network;
  }

  private final class SwitchedDns implements DnsZones {
    private DnsZones server() {
      if (dnsDown) {
        throw new DeviceException.Unreachable("dns: timed out");
      }
      return dns;
    }

    @Override
    public List<DnsZone> zones() {
      return server().zones();
    }

    @Override
    public DnsZone ensureZone(String name) {
      return server().ensureZone(name);
    }

    @Override
    public void removeZone(String zoneId) {
      server().removeZone(zoneId);
    }

    @Override
    public List<DnsRecord> records(String zoneId) {
      return server().records(zoneId);
    }

    @Override
    public DnsRecord addRecord(String zoneId, String name, int ttlSeconds, RecordData data) {
      return server().addRecord(zoneId, name, ttlSeconds, data);
    }

    @Override
    public void removeRecord(String zoneId, String recordId) {
      server().removeRecord(zoneId, recordId);
    }
  }

  private final class OneNetwork implements AddressClaims.Ledger {
    @Override
    public Optional<Network> find(String name) {
      return Optional.of(network);
    }

    @Override
    public Network updateStatus(Network changed) {
      network.setStatus(changed.getStatus());
      return network;
    }
  }

  private final class KnownSources implements Sources {
    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
      return Optional.ofNullable(configMaps.get(name));
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
      return Optional.ofNullable(secrets.get(name));
    }
  }

  private final class Known implements KnownObjects.Caches {
    @Override
    public boolean synced() {
      return true;
    }

    @Override
    public Collection<Pod> pods() {
      return List.of(pod);
    }

    @Override
    public Collection<Network> networks() {
      return List.of(network);
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
      return Optional.ofNullable(configMaps.get(name));
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
      return Optional.ofNullable(secrets.get(name));
    }
  }

  private static final class SilentEvents implements EventRecorder {
    @Override
    public void normal(HasMetadata about, String reason, String message) {}

    @Override
    public void warning(HasMetadata about, String reason, String message) {}
  }
}
