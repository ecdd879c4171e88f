package io.mkube.routeros.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import io.mkube.routeros.rest.RouterOs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A device on which all that a test makes is named with {@link #PREFIX} and removed before and
 * after it, except one empty bridge; nothing else on the device is touched.
 */
abstract class MarkedRows {
  /** The start of every name that the tests use. */
  protected static final String PREFIX = "mkct-";

  RouterOsDevice device;

  /** How to reach the device. */
  protected abstract RouterOsConfig config();

  /** A disk of the device. */
  protected String disk() {
    return "raid1";
  }

  /** An image that the device can pull, whose program runs until it is stopped. */
  protected String image() {
    return "docker.io/library/nginx:1.27";
  }

  /** Longest time for pulling and unpacking the image. */
  protected Duration pullTime() {
    return Duration.ofMinutes(2);
  }

  @BeforeEach
  void connect() {
    device = RouterOs.connect(config());
    sweep();
  }

  @AfterEach
  void leaveNothing() {
    try {
      sweep();
    } finally {
      device.close();
    }
  }

  static VethSpec plain(String name) {
    return new VethSpec(
        PREFIX + name, List.of("198.51.100.10/24"), "198.51.100.1", "", "contract " + name);
  }

  String folder(String below) {
    return disk() + "/" + PREFIX + "f/" + below;
  }

  String rootDir(String name) {
    return disk() + "/" + PREFIX + "root-" + name;
  }

  static boolean isOurs(String name) {
    return name.startsWith(PREFIX);
  }

  Optional<Veth> veth(String name) {
    return device.veths().list().stream().filter(v -> v.spec().name().equals(name)).findFirst();
  }

  List<BridgePort> ports(Predicate<BridgePort> wanted) {
    return device.bridges().listPorts().stream().filter(wanted).toList();
  }

  void ensureBridge() {
    if (device.bridges().list().stream().noneMatch(b -> b.name().equals(PREFIX + "br"))) {
      device.bridges().add(PREFIX + "br", "contract");
    }
    assertThrows(
        DeviceException.Duplicate.class, () -> device.bridges().add(PREFIX + "br", "contract"));
  }

  Optional<Container> container(String name) {
    return device.containers().list().stream()
        .filter(c -> c.name().equals(PREFIX + name))
        .findFirst();
  }

  void awaitState(String name, Set<ContainerState> wanted) {
    await(name + " is one of " + wanted)
        .atMost(pullTime())
        .until(() -> container(name).map(Container::state).map(wanted::contains).orElse(false));
  }

  void removeContainer(String name) {
    await("removal of " + name)
        .atMost(Duration.ofSeconds(60))
        .ignoreException(DeviceException.Busy.class)
        .ignoreException(DeviceException.Unreachable.class)
        .until(
            () -> {
              Optional<Container> left = container(name);
              if (left.isEmpty()) {
                return true;
              }
              stopOrRemove(left.get());
              return false;
            });
  }

  private void stopOrRemove(Container container) {
    switch (container.state()) {
      case RUNNING, STARTING -> device.containers().stop(container.id());
      case STOPPED, FAILED -> device.containers().remove(container.id());
      case EXTRACTING, STOPPING, DELETING, UNKNOWN -> {}
    }
  }

  private void sweep() {
    for (Container container : device.containers().list()) {
      if (isOurs(container.name())) {
        removeContainer(container.name().substring(PREFIX.length()));
      }
    }
    device.containerMounts().list().stream()
        .filter(mount -> isOurs(mount.list()))
        .forEach(mount -> device.containerMounts().remove(mount.id()));
    device.containerEnvs().list().stream()
        .filter(env -> isOurs(env.list()))
        .forEach(env -> device.containerEnvs().remove(env.id()));
    ports(port -> isOurs(port.bridge()) && !port.dynamic())
        .forEach(port -> device.bridges().removePort(port.id()));
    device.veths().list().stream()
        .filter(veth -> isOurs(veth.spec().name()))
        .forEach(veth -> device.veths().remove(veth.id()));
    device.files().remove(disk() + "/" + PREFIX + "f");
  }
}
