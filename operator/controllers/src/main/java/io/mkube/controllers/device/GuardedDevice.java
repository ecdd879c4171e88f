package io.mkube.controllers.device;

import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs;
import io.mkube.routeros.container.ContainerMounts;
import io.mkube.routeros.container.ContainerOutput;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.Containers;
import io.mkube.routeros.file.DeviceFiles;
import io.mkube.routeros.network.Bridges;
import io.mkube.routeros.network.Veths;
import io.mkube.routeros.system.RouterSystem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A device every write of which passes through one {@link Writes}; reads pass unchanged. */
final class GuardedDevice implements RouterOsDevice {
  private final RouterOsDevice device;
  private final Writes writes;

  GuardedDevice(RouterOsDevice device, Writes writes) {
    this.device = device;
    this.writes = writes;
  }

  /** What happens around a write. */
  interface Writes {
    <R extends @Nullable Object> R run(Supplier<R> write);

    default void run(Runnable write) {
      Supplier<@Nullable Void> supplier =
          () -> {
            write.run();
            return null;
          };
      run(supplier);
    }
  }

  @Override
  public Containers containers() {
    return new GuardedContainers(device.containers(), writes);
  }

  @Override
  public ContainerMounts containerMounts() {
    return new GuardedMounts(device.containerMounts(), writes);
  }

  @Override
  public ContainerEnvs containerEnvs() {
    return new GuardedEnvs(device.containerEnvs(), writes);
  }

  @Override
  public ContainerOutput containerOutput() {
    return device.containerOutput();
  }

  @Override
  public Veths veths() {
    return new GuardedVeths(device.veths(), writes);
  }

  @Override
  public Bridges bridges() {
    return new GuardedBridges(device.bridges(), writes);
  }

  @Override
  public DeviceFiles files() {
    return new GuardedFiles(device.files(), writes);
  }

  @Override
  public RouterSystem system() {
    return device.system();
  }

  @Override
  public void close() {
    device.close();
  }

  private record GuardedContainers(Containers to, Writes writes) implements Containers {
    @Override
    public List<Container> list() {
      return to.list();
    }

    @Override
    public String add(ContainerSpec spec) {
      return writes.run(() -> to.add(spec));
    }

    @Override
    public void start(String id) {
      writes.run(() -> to.start(id));
    }

    @Override
    public void stop(String id) {
      writes.run(() -> to.stop(id));
    }

    @Override
    public void remove(String id) {
      writes.run(() -> to.remove(id));
    }
  }

  private record GuardedMounts(ContainerMounts to, Writes writes) implements ContainerMounts {
    @Override
    public List<ContainerMount> list() {
      return to.list();
    }

    @Override
    public String add(String list, String source, String destination, MountMode mode) {
      return writes.run(() -> to.add(list, source, destination, mode));
    }

    @Override
    public void remove(String id) {
      writes.run(() -> to.remove(id));
    }
  }

  private record GuardedEnvs(ContainerEnvs to, Writes writes) implements ContainerEnvs {
    @Override
    public List<ContainerEnv> list() {
      return to.list();
    }

    @Override
    public String add(String list, String key, String value) {
      return writes.run(() -> to.add(list, key, value));
    }

    @Override
    public void remove(String id) {
      writes.run(() -> to.remove(id));
    }
  }

  private record GuardedVeths(Veths to, Writes writes) implements Veths {
    @Override
    public List<Veth> list() {
      return to.list();
    }

    @Override
    public String add(VethSpec spec) {
      return writes.run(() -> to.add(spec));
    }

    @Override
    public void set(String id, VethSpec spec) {
      writes.run(() -> to.set(id, spec));
    }

    @Override
    public void remove(String id) {
      writes.run(() -> to.remove(id));
    }
  }

  private record GuardedBridges(Bridges to, Writes writes) implements Bridges {
    @Override
    public List<Bridge> list() {
      return to.list();
    }

    @Override
    public List<BridgePort> listPorts() {
      return to.listPorts();
    }

    @Override
    public String add(String name, String comment) {
      return writes.run(() -> to.add(name, comment));
    }

    @Override
    public void remove(String id) {
      writes.run(() -> to.remove(id));
    }

    @Override
    public String addPort(String bridge, String interfaceName, String comment) {
      return writes.run(() -> to.addPort(bridge, interfaceName, comment));
    }

    @Override
    public void removePort(String id) {
      writes.run(() -> to.removePort(id));
    }
  }

  private record GuardedFiles(DeviceFiles to, Writes writes) implements DeviceFiles {
    @Override
    public Optional<Long> find(String path) {
      return to.find(path);
    }

    @Override
    public void createFolder(String path) {
      writes.run(() -> to.createFolder(path));
    }

    @Override
    public void write(String path, String content) {
      writes.run(() -> to.write(path, content));
    }

    @Override
    public void rename(String source, String target) {
      writes.run(() -> to.rename(source, target));
    }

    @Override
    public void remove(String path) {
      writes.run(() -> to.remove(path));
    }
  }
}
