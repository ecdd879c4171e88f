package io.mkube.controllers.pod.spec;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.naming.DeviceNames;
import io.mkube.controllers.naming.PodFolders;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.pod.spec.ContainerDesire.ImageChoice;
import io.mkube.controllers.pod.spec.ContainerDesire.Inputs;
import io.mkube.controllers.pod.spec.ContainerDesire.Mount;
import io.mkube.controllers.pod.spec.ContainerDesire.Program;
import io.mkube.controllers.pod.spec.PodDesire.Restart;
import io.mkube.controllers.record.AddressRecord;
import io.mkube.crds.annotation.MkubeAnnotations;
import io.mkube.crds.annotation.PodAlias;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.images.ImageException;
import io.mkube.images.ImageReference;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Pod bean into a {@link PodDesire}, once per pass. Pure: the same pod, network and sources
 * give the same desire.
 */
public final class PodReader {
  private static final int DEFAULT_GRACE = 30;

  private final Pod pod;
  private final PodSpec spec;
  private final Map<String, String> annotations;
  private final PodNetwork network;
  private final PodFolders folders;
  private final Sources sources;
  private final Placement placement;

  /**
   * Where pods are put.
   *
   * @param cluster this control plane
   * @param root its root folder on the device
   * @param hostAddresses addresses of the device
   */
  public record Placement(ClusterUid cluster, String root, List<String> hostAddresses) {
    public Placement {
      hostAddresses = List.copyOf(hostAddresses);
    }
  }

  private PodReader(Pod pod, PodNetwork network, Sources sources, Placement placement) {
    this.pod = pod;
    this.spec = pod.getSpec();
    this.annotations =
        pod.getMetadata().getAnnotations() == null ? Map.of() : pod.getMetadata().getAnnotations();
    this.network = network;
    this.sources = sources;
    this.placement = placement;
    this.folders =
        new PodFolders(
            placement.root(), namespace(), pod.getMetadata().getName(), pod.getMetadata().getUid());
  }

  /**
   * Reads a pod that the API server has stored.
   *
   * @throws PodRefusal if it cannot run on a device as it is written
   */
  public static PodDesire read(Pod pod, PodNetwork network, Sources sources, Placement placement) {
    UnsupportedFields.refuse(pod.getSpec());
    return new PodReader(pod, network, sources, placement).read();
  }

  private PodDesire read() {
    List<ContainerDesire> containers = containers();
    return new PodDesire(
        Marker.of(placement.cluster(), pod),
        network,
        containers,
        volumes(),
        records(containers),
        restart(),
        stopSeconds(),
        folders.trash(),
        placement.root());
  }

  private List<ContainerDesire> containers() {
    List<List<IpAddress>> fixed = fixedAddresses();
    List<IpAddress> own = held(spec.getContainers().getFirst().getName());
    Environment environment = new Environment(pod, sources, own, placement.hostAddresses());
    List<ContainerDesire> containers = new ArrayList<>();
    for (int i = 0; i < spec.getContainers().size(); i++) {
      Container container = spec.getContainers().get(i);
      Inputs inputs = inputs(container, environment);
      Map<String, String> env = inputs instanceof Inputs.Known known ? known.env() : Map.of();
      containers.add(
          new ContainerDesire(
              container.getName(),
              DeviceNames.container(namespace(), pod.getMetadata().getName(), container.getName()),
              DeviceNames.veth(namespace(), pod.getMetadata().getName(), i),
              image(container),
              program(container, env),
              held(container.getName()),
              fixed.get(i),
              inputs));
    }
    return containers;
  }

  /** The n-th static address of a family goes to the n-th container. */
  private List<List<IpAddress>> fixedAddresses() {
    List<List<IpAddress>> fixed = new ArrayList<>();
    spec.getContainers().forEach(container -> fixed.add(new ArrayList<>()));
    String text = annotations.getOrDefault(MkubeAnnotations.STATIC_IP, "");
    int v4 = 0;
    int v6 = 0;
    for (String item : text.split(",", -1)) {
      if (item.isBlank()) {
        continue;
      }
      IpAddress address =
          IpAddress.find(item.strip())
              .orElseThrow(
                  () ->
                      invalid(MkubeAnnotations.STATIC_IP, "\"" + item + "\" is not an IP address"));
      int at = address.isV4() ? v4++ : v6++;
      if (at >= fixed.size()) {
        throw invalid(
            MkubeAnnotations.STATIC_IP, "more addresses of one family than containers: " + text);
      }
      fixed.get(at).add(address);
    }
    return fixed;
  }

  private List<IpAddress> held(String container) {
    return network.allocations().stream()
        .filter(a -> a.uid().equals(pod.getMetadata().getUid()) && a.container().equals(container))
        .map(AddressAllocation::address)
        .flatMap(text -> IpAddress.find(text).stream())
        .sorted()
        .toList();
  }

  private ImageChoice image(Container container) {
    String file = annotations.getOrDefault(MkubeAnnotations.FILE, "").strip();
    if (!file.isEmpty()) {
      return new ImageChoice.Archive(file.startsWith("/") ? file.substring(1) : file);
    }
    try {
      return new ImageChoice.Registry(
          ImageReference.parse(Objects.requireNonNullElse(container.getImage(), "")));
    } catch (ImageException e) {
      throw new PodRefusal(
          "InvalidImageName", "container " + container.getName() + ": " + e.getMessage());
    }
  }

  private Program program(Container container, Map<String, String> env) {
    return new Program(
        expanded(container.getCommand(), env),
        expanded(container.getArgs(), env),
        Objects.requireNonNullElse(container.getWorkingDir(), ""),
        user(container),
        spec.getHostname() == null || spec.getHostname().isEmpty()
            ? pod.getMetadata().getName()
            : spec.getHostname(),
        nameServers());
  }

  private static List<String> expanded(@Nullable List<String> texts, Map<String, String> env) {
    return texts == null
        ? List.of()
        : texts.stream().map(text -> Environment.expand(text, env)).toList();
  }

  private String user(Container container) {
    SecurityContext own = container.getSecurityContext();
    PodSecurityContext shared = spec.getSecurityContext();
    Long user = own == null ? null : own.getRunAsUser();
    Long group = own == null ? null : own.getRunAsGroup();
    user = user == null && shared != null ? shared.getRunAsUser() : user;
    group = group == null && shared != null ? shared.getRunAsGroup() : group;
    if (user == null && group == null) {
      return servesNames() ? "0:0" : "";
    }
    return (user == null ? 0 : user) + (group == null ? "" : ":" + group);
  }

  /** The name server of a network also gives out leases, on a port that only root may open. */
  private boolean servesNames() {
    Optional<IpAddress> server = network.dnsServer().flatMap(IpAddress::find);
    return server.isPresent() && fixedAddresses().stream().anyMatch(f -> f.contains(server.get()));
  }

  private List<String> nameServers() {
    Set<String> servers = new LinkedHashSet<>();
    if (!"None".equals(spec.getDnsPolicy())) {
      network.dnsServer().ifPresent(servers::add);
    }
    PodDNSConfig config = spec.getDnsConfig();
    if (config != null && config.getNameservers() != null) {
      servers.addAll(config.getNameservers());
    }
    return List.copyOf(servers);
  }

  private Inputs inputs(Container container, Environment environment) {
    try {
      for (Volume volume : volumeBeans()) {
        VolumeFiles.of(volume, namespace(), sources);
      }
      return new Inputs.Known(environment.of(container), mounts(container));
    } catch (PodRefusal refusal) {
      return new Inputs.Missing(refusal.reason(), refusal.text());
    }
  }

  private List<Mount> mounts(Container container) {
    List<Mount> mounts = new ArrayList<>();
    for (VolumeMount mount :
        container.getVolumeMounts() == null
            ? List.<VolumeMount>of()
            : container.getVolumeMounts()) {
      Volume volume =
          volumeBeans().stream()
              .filter(v -> v.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new PodRefusal(
                          ConditionReasons.INVALID, "there is no volume " + mount.getName()));
      mounts.add(
          new Mount(
              source(volume, mount),
              mount.getMountPath(),
              Boolean.TRUE.equals(mount.getReadOnly()) || volume.getEmptyDir() == null
                  ? MountMode.READ_ONLY
                  : MountMode.READ_WRITE));
    }
    return mounts;
  }

  private String source(Volume volume, VolumeMount mount) {
    String folder = folders.volume(volume.getName());
    String sub = mount.getSubPath();
    if (sub == null || sub.isEmpty()) {
      return folder;
    }
    if (volume.getEmptyDir() == null
        || sub.startsWith("/")
        || List.of(sub.split("/", -1)).contains("..")) {
      throw new PodRefusal(
          ConditionReasons.UNSUPPORTED,
          "a RouterOS device mounts folders only: subPath "
              + sub
              + " of volume "
              + volume.getName());
    }
    return folder + "/" + sub;
  }

  private List<VolumeDesire> volumes() {
    List<VolumeDesire> volumes = new ArrayList<>();
    for (Volume volume : volumeBeans()) {
      files(volume)
          .ifPresent(
              files ->
                  volumes.add(
                      new VolumeDesire(
                          volume.getName(),
                          folders.volume(volume.getName()),
                          VolumeFiles.version(volume, namespace(), sources),
                          files)));
    }
    return volumes;
  }

  /** Empty when something is missing; every container reports it among its inputs. */
  private Optional<Map<String, String>> files(Volume volume) {
    try {
      return Optional.of(VolumeFiles.of(volume, namespace(), sources));
    } catch (PodRefusal missing) {
      return Optional.empty();
    }
  }

  private List<AddressRecord> records(List<ContainerDesire> containers) {
    Set<AddressRecord> records = new LinkedHashSet<>();
    String name = pod.getMetadata().getName().toLowerCase(Locale.ROOT);
    containers.getFirst().addresses().forEach(a -> records.add(new AddressRecord(name, a)));
    for (ContainerDesire container : containers) {
      for (IpAddress address : container.addresses()) {
        records.add(new AddressRecord(container.name() + "." + name, address));
      }
    }
    for (PodAlias alias : aliases()) {
      containers.stream()
          .filter(c -> alias.container() == null || c.name().equals(alias.container()))
          .findFirst()
          .ifPresent(
              c -> c.addresses().forEach(a -> records.add(new AddressRecord(alias.name(), a))));
    }
    return List.copyOf(records);
  }

  private List<PodAlias> aliases() {
    try {
      return PodAlias.parse(annotations.get(MkubeAnnotations.ALIASES));
    } catch (IllegalArgumentException e) {
      throw invalid(MkubeAnnotations.ALIASES, String.valueOf(e.getMessage()));
    }
  }

  private Restart restart() {
    return switch (Objects.requireNonNullElse(spec.getRestartPolicy(), "Always")) {
      case "Never" -> Restart.NEVER;
      case "OnFailure" -> Restart.ON_FAILURE;
      default -> Restart.ALWAYS;
    };
  }

  private int stopSeconds() {
    Long grace = spec.getTerminationGracePeriodSeconds();
    return Math.toIntExact(Math.min(grace == null ? DEFAULT_GRACE : grace, Integer.MAX_VALUE));
  }

  private List<Volume> volumeBeans() {
    return spec.getVolumes() == null ? List.of() : spec.getVolumes();
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private static PodRefusal invalid(String annotation, String why) {
    return new PodRefusal(
        ConditionReasons.INVALID_ANNOTATION, "annotation " + annotation + ": " + why);
  }
}
