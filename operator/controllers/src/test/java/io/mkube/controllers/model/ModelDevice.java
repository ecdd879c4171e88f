package io.mkube.controllers.model;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs;
import io.mkube.routeros.container.ContainerMounts;
import io.mkube.routeros.container.ContainerOutput;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.container.Containers;
import io.mkube.routeros.file.DeviceFiles;
import io.mkube.routeros.network.Bridges;
import io.mkube.routeros.network.Veths;
import io.mkube.routeros.system.RouterSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The rules of a router that the planners rely on, without sockets and without time. */
public final class ModelDevice implements RouterOsDevice {
  public final Map<String, Container> containers = new LinkedHashMap<>();
  public final Map<String, ContainerMounts.ContainerMount> mounts = new LinkedHashMap<>();
  public final Map<String, ContainerEnvs.ContainerEnv> envs = new LinkedHashMap<>();
  public final Map<String, Veths.Veth> veths = new LinkedHashMap<>();
  public final Map<String, Bridges.Bridge> bridges = new LinkedHashMap<>();
  public final Map<String, Bridges.BridgePort> ports = new LinkedHashMap<>();
  public final TreeMap<String, String> files = new TreeMap<>();
  private final Faults faults;
  private int ids;

  public ModelDevice(Faults faults, String bridge) {
    this.faults = faults;
    bridges.put("*B", new Bridges.Bridge("*B", bridge, ""));
  }

  /** Time passes: what is under way goes one step on. */
  public void step() {
    containers.replaceAll(
        (id, row) ->
            switch (row.state()) {
              case EXTRACTING, STOPPING -> ModelContainer.with(row, ContainerState.STOPPED);
              case STARTING -> ModelContainer.with(row, ContainerState.RUNNING);
              case STOPPED, RUNNING, FAILED, DELETING, UNKNOWN -> row;
            });
  }

  /** All rows of pods and others. */
  public List<Object> rows() {
    List<Object> rows = new ArrayList<>(containers.values());
    rows.addAll(mounts.values());
    rows.addAll(envs.values());
    rows.addAll(veths.values());
    rows.addAll(ports.values());
    return rows;
  }

  @Override
  public Containers containers() {
    return new ModelContainers();
  }

  @Override
  public ContainerMounts containerMounts() {
    return new ModelMounts();
  }

  @Override
  public ContainerEnvs containerEnvs() {
    return new ModelEnvs();
  }

  @Override
  public ContainerOutput containerOutput() {
    return name -> List.of();
  }

  @Override
  public Veths veths() {
    return new ModelVeths();
  }

  @Override
  public Bridges bridges() {
    return new ModelBridges();
  }

  @Override
  public DeviceFiles files() {
    return new ModelFiles();
  }

  @Override
  public RouterSystem system() {
    return new RouterSystem() {
      @Override
      public SystemResource resource() {
        return new SystemResource("7.21.5 (stable)", "arm64", "RDS", "MikroTik", 4, 1, 1, 1, "1d");
      }

      @Override
      public String identity() {
        return "model";
      }
    };
  }

  @Override
  public void close() {}

  private String nextId() {
    return "*" + Integer.toHexString(++ids).toUpperCase(Locale.ROOT);
  }

  private static <R> R require(Map<String, R> rows, String id) {
    R row = rows.get(id);
    if (row == null) {
      throw new DeviceException.Missing("no such item " + id);
    }
    return row;
  }

  private static <R> void unique(Map<String, R> rows, Function<R, String> name, String wanted) {
    if (rows.values().stream().map(name).anyMatch(wanted::equals)) {
      throw new DeviceException.Duplicate("already have " + wanted);
    }
  }

  private final class ModelContainers implements Containers {
    @Override
    public List<Container> list() {
      return faults.read(() -> List.copyOf(containers.values()));
    }

    @Override
    public String add(ContainerSpec spec) {
      return faults.write(
          () -> {
            unique(containers, Container::name, spec.name());
            if (files.containsKey(spec.rootDir())) {
              throw new DeviceException.Rejected("root-dir exists");
            }
            if (veths.values().stream()
                .noneMatch(v -> v.spec().name().equals(spec.interfaceName()))) {
              throw new DeviceException.Rejected("input does not match any value of interface");
            }
            String id = nextId();
            containers.put(id, ModelContainer.of(id, spec, ContainerState.EXTRACTING));
            files.put(spec.rootDir(), "");
            return id;
          });
    }

    @Override
    public void start(String id) {
      faults.write(
          () -> {
            Container row = require(containers, id);
            if (row.state() != ContainerState.STOPPED) {
              throw new DeviceException.Busy("not stopped");
            }
            containers.put(id, ModelContainer.with(row, ContainerState.STARTING));
          });
    }

    @Override
    public void stop(String id) {
      faults.write(
          () ->
              containers.put(
                  id, ModelContainer.with(require(containers, id), ContainerState.STOPPING)));
    }

    @Override
    public void remove(String id) {
      faults.write(
          () -> {
            Container row = require(containers, id);
            if (row.state() != ContainerState.STOPPED && row.state() != ContainerState.FAILED) {
              throw new DeviceException.Busy("cannot remove running");
            }
            containers.remove(id);
            files.remove(row.rootDir());
          });
    }
  }

  private final class ModelMounts implements ContainerMounts {
    @Override
    public List<ContainerMount> list() {
      return faults.read(() -> List.copyOf(mounts.values()));
    }

    @Override
    public String add(String list, String source, String destination, MountMode mode) {
      return faults.write(
          () -> {
            unique(mounts, m -> m.list() + " " + m.destination(), list + " " + destination);
            String id = nextId();
            // The device stores sources with a leading slash.
            mounts.put(id, new ContainerMount(id, list, "/" + source, destination, mode));
            return id;
          });
    }

    @Override
    public void remove(String id) {
      faults.write(() -> mounts.remove(require(mounts, id).id()));
    }
  }

  private final class ModelEnvs implements ContainerEnvs {
    @Override
    public List<ContainerEnv> list() {
      return faults.read(() -> List.copyOf(envs.values()));
    }

    @Override
    public String add(String list, String key, String value) {
      return faults.write(
          () -> {
            unique(envs, e -> e.list() + " " + e.key(), list + " " + key);
            String id = nextId();
            envs.put(id, new ContainerEnv(id, list, key, value));
            return id;
          });
    }

    @Override
    public void remove(String id) {
      faults.write(() -> envs.remove(require(envs, id).id()));
    }
  }

  private final class ModelVeths implements Veths {
    @Override
    public List<Veth> list() {
      return faults.read(() -> List.copyOf(veths.values()));
    }

    @Override
    public String add(VethSpec spec) {
      return faults.write(
          () -> {
            unique(veths, v -> v.spec().name(), spec.name());
            String id = nextId();
            veths.put(id, new Veth(id, spec, false));
            return id;
          });
    }

    @Override
    public void set(String id, VethSpec spec) {
      faults.write(() -> veths.put(require(veths, id).id(), new Veth(id, spec, false)));
    }

    @Override
    public void remove(String id) {
      faults.write(
          () -> {
            Veth veth = require(veths, id);
            if (containers.values().stream()
                .anyMatch(c -> c.interfaces().contains(veth.spec().name()))) {
              throw new DeviceException.Busy("in use by container");
            }
            veths.remove(id);
            // A static port stays behind and shows the id of the interface that is gone.
            ports.replaceAll(
                (key, port) ->
                    port.interfaceName().equals(veth.spec().name())
                        ? new Bridges.BridgePort(key, port.bridge(), id, port.comment(), false)
                        : port);
          });
    }
  }

  private final class ModelBridges implements Bridges {
    @Override
    public List<Bridge> list() {
      return faults.read(() -> List.copyOf(bridges.values()));
    }

    @Override
    public List<BridgePort> listPorts() {
      return faults.read(() -> List.copyOf(ports.values()));
    }

    @Override
    public String add(String name, String comment) {
      return faults.write(
          () -> {
            unique(bridges, Bridge::name, name);
            String id = nextId();
            bridges.put(id, new Bridge(id, name, comment));
            return id;
          });
    }

    @Override
    public void remove(String id) {
      faults.write(() -> bridges.remove(require(bridges, id).id()));
    }

    @Override
    public String addPort(String bridge, String interfaceName, String comment) {
      return faults.write(
          () -> {
            unique(ports, BridgePort::interfaceName, interfaceName);
            String id = nextId();
            ports.put(id, new BridgePort(id, bridge, interfaceName, comment, false));
            return id;
          });
    }

    @Override
    public void removePort(String id) {
      faults.write(() -> ports.remove(require(ports, id).id()));
    }
  }

  private final class ModelFiles implements DeviceFiles {
    @Override
    public Optional<Long> find(String path) {
      return faults.read(
          () -> Optional.ofNullable(files.get(path)).map(text -> (long) text.length()));
    }

    @Override
    public void createFolder(String path) {
      faults.write(() -> files.putIfAbsent(path, ""));
    }

    @Override
    public void write(String path, String content) {
      faults.write(() -> files.put(path, content));
    }

    @Override
    public void rename(String from, String to) {
      faults.write(
          () -> {
            String content = files.remove(from);
            if (content == null) {
              throw new DeviceException.Missing("no such file " + from);
            }
            files.put(to, content);
          });
    }

    @Override
    public void remove(String path) {
      faults.write(() -> files.keySet().removeIf(k -> k.equals(path) || k.startsWith(path + "/")));
    }
  }
}
