package io.mkube.controllers.device;

import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs.ContainerEnv;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.network.Bridges.Bridge;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.system.RouterSystem.SystemResource;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One complete reading of a device: eight list calls, whatever runs on it. Immutable. */
public final class DeviceSnapshot {
  private final Instant begun;
  private final String identity;
  private final SystemResource resource;
  private final Map<String, Container> containers;
  private final Map<String, List<ContainerMount>> mounts;
  private final Map<String, List<ContainerEnv>> envs;
  private final Map<String, Veth> veths;
  private final List<Bridge> bridges;
  private final List<BridgePort> ports;
  private final Map<String, BridgePort> portsByInterface;

  private DeviceSnapshot(RouterOsDevice device, Instant begun) {
    this.begun = begun;
    this.identity = device.system().identity();
    this.resource = device.system().resource();
    this.containers = byName(device.containers().list(), Container::name);
    this.mounts = grouped(device.containerMounts().list(), ContainerMount::list);
    this.envs = grouped(device.containerEnvs().list(), ContainerEnv::list);
    this.veths = byName(device.veths().list(), veth -> veth.spec().name());
    this.bridges = List.copyOf(device.bridges().list());
    this.ports = List.copyOf(device.bridges().listPorts());
    this.portsByInterface = byName(ports, BridgePort::interfaceName);
  }

  /**
   * Reads a device.
   *
   * @param begun time at which the reading begins
   * @throws io.mkube.routeros.DeviceException when any of the lists could not be read completely
   */
  static DeviceSnapshot read(RouterOsDevice device, Instant begun) {
    return new DeviceSnapshot(device, begun);
  }

  /** When the reading began. */
  public Instant begun() {
    return begun;
  }

  /** The device's own name. */
  public String identity() {
    return identity;
  }

  /** Version, hardware and load. */
  public SystemResource resource() {
    return resource;
  }

  public Collection<Container> containers() {
    return containers.values();
  }

  public Optional<Container> container(String name) {
    return Optional.ofNullable(containers.get(name));
  }

  public Collection<Veth> veths() {
    return veths.values();
  }

  public Optional<Veth> veth(String name) {
    return Optional.ofNullable(veths.get(name));
  }

  /** The names of all mount lists. */
  public Collection<String> mountLists() {
    return mounts.keySet();
  }

  /** The mounts of a list; empty when there is no such list. */
  public List<ContainerMount> mounts(String list) {
    return mounts.getOrDefault(list, List.of());
  }

  /** The names of all environment lists. */
  public Collection<String> envLists() {
    return envs.keySet();
  }

  /** The variables of a list; empty when there is no such list. */
  public List<ContainerEnv> envs(String list) {
    return envs.getOrDefault(list, List.of());
  }

  public List<Bridge> bridges() {
    return bridges;
  }

  public Optional<Bridge> bridge(String name) {
    return bridges.stream().filter(bridge -> bridge.name().equals(name)).findFirst();
  }

  public List<BridgePort> ports() {
    return ports;
  }

  /** The bridge port of an interface. */
  public Optional<BridgePort> port(String interfaceName) {
    return Optional.ofNullable(portsByInterface.get(interfaceName));
  }

  private static <R> Map<String, R> byName(List<R> rows, Function<R, String> name) {
    return rows.stream().collect(Collectors.toUnmodifiableMap(name, row -> row, (a, b) -> a));
  }

  private static <R> Map<String, List<R>> grouped(List<R> rows, Function<R, String> list) {
    return Map.copyOf(
        rows.stream().collect(Collectors.groupingBy(list, Collectors.toUnmodifiableList())));
  }
}
