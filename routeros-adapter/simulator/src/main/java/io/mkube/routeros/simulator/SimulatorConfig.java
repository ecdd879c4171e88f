package io.mkube.routeros.simulator;

import io.mkube.routeros.simulator.fault.FaultPlan;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to simulate a router. Start from {@link #defaults()} and change what matters; every change
 * gives a new configuration. Immutable.
 */
public final class SimulatorConfig {
  private InetAddress listen = InetAddress.getLoopbackAddress();
  private int port;
  private int controlPort;
  private String version = "7.21.5";
  private Optional<Path> dataDirectory = Optional.empty();
  private FaultPlan faults = FaultPlan.off();
  private Clock clock = Clock.systemUTC();
  private List<InitialBridge> bridges = List.of(new InitialBridge("bridge", ""));
  private List<String> disks = List.of("raid1");
  private String identity = "MikroTik";
  private String architecture = "arm64";
  private String user = "admin";
  private String password = "";
  private Duration timeLimit = Duration.ofSeconds(60);

  private SimulatorConfig() {}

  private SimulatorConfig(SimulatorConfig other) {
    this.listen = other.listen;
    this.port = other.port;
    this.controlPort = other.controlPort;
    this.version = other.version;
    this.dataDirectory = other.dataDirectory;
    this.faults = other.faults;
    this.clock = other.clock;
    this.bridges = other.bridges;
    this.disks = other.disks;
    this.identity = other.identity;
    this.architecture = other.architecture;
    this.user = other.user;
    this.password = other.password;
    this.timeLimit = other.timeLimit;
  }

  /** Release 7.21.5 on a free port of the loopback address, in memory, without faults. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig();
  }

  /** Address to listen on. */
  public InetAddress listen() {
    return listen;
  }

  public SimulatorConfig withListen(InetAddress address) {
    return with(config -> config.listen = address);
  }

  /** Port of REST, 0 for a free one (with a data directory: the last one if still free). */
  public int port() {
    return port;
  }

  public SimulatorConfig withPort(int number) {
    return with(config -> config.port = number);
  }

  /** Port of the control interface, 0 likewise. */
  public int controlPort() {
    return controlPort;
  }

  public SimulatorConfig withControlPort(int number) {
    return with(config -> config.controlPort = number);
  }

  /** Release to behave like, 7.9 or later. */
  public String version() {
    return version;
  }

  public SimulatorConfig withVersion(String release) {
    return with(config -> config.version = release);
  }

  /** Where the world is kept; empty keeps it in memory. */
  public Optional<Path> dataDirectory() {
    return dataDirectory;
  }

  public SimulatorConfig withDataDirectory(Path directory) {
    return with(config -> config.dataDirectory = Optional.of(directory));
  }

  /** What goes wrong. */
  public FaultPlan faults() {
    return faults;
  }

  public SimulatorConfig withFaults(FaultPlan plan) {
    return with(config -> config.faults = plan);
  }

  /**
   * The device's clock; with one that stands still time moves only by {@link
   * RouterOsSimulator#advance}.
   */
  public Clock clock() {
    return clock;
  }

  public SimulatorConfig withClock(Clock other) {
    return with(config -> config.clock = other);
  }

  /** Bridges that a new device has. */
  public List<InitialBridge> bridges() {
    return bridges;
  }

  public SimulatorConfig withBridges(List<InitialBridge> initial) {
    return with(config -> config.bridges = List.copyOf(initial));
  }

  /** Disks that a new device has. */
  public List<String> disks() {
    return disks;
  }

  public SimulatorConfig withDisks(List<String> names) {
    return with(config -> config.disks = List.copyOf(names));
  }

  /** Name of a new device. */
  public String identity() {
    return identity;
  }

  public SimulatorConfig withIdentity(String name) {
    return with(config -> config.identity = name);
  }

  /** Architecture as {@code /system/resource} prints it. */
  public String architecture() {
    return architecture;
  }

  public SimulatorConfig withArchitecture(String name) {
    return with(config -> config.architecture = name);
  }

  /** User name. */
  public String user() {
    return user;
  }

  /** Password; never printed. */
  public String password() {
    return password;
  }

  public SimulatorConfig withCredentials(String name, String secret) {
    return with(
        config -> {
          config.user = name;
          config.password = secret;
        });
  }

  /** After how long a command is cut; 60 s on every device. */
  public Duration timeLimit() {
    return timeLimit;
  }

  public SimulatorConfig withTimeLimit(Duration limit) {
    return with(config -> config.timeLimit = limit);
  }

  private SimulatorConfig with(Consumer<SimulatorConfig> change) {
    SimulatorConfig changed = new SimulatorConfig(this);
    change.accept(changed);
    return changed;
  }

  @Override
  public String toString() {
    return "SimulatorConfig[" + version + " at " + listen + ":" + port + "]";
  }

  /**
   * A bridge that a new device has.
   *
   * @param name name
   * @param address router's own address on it with prefix length, empty for none
   */
  public record InitialBridge(String name, String address) {}
}
