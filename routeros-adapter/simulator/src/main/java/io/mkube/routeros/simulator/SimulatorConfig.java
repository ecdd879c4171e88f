package io.mkube.routeros.simulator;

import io.mkube.routeros.simulator.fault.FaultPlan;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to simulate a router. Start from {@link #defaults()} and change what matters.
 *
 * @param listen address to listen on
 * @param port port of REST, 0 for a free one (with a data directory: the last one if still free)
 * @param controlPort port of the control interface, 0 likewise
 * @param version release to behave like, 7.9 or later
 * @param dataDirectory where the world is kept; empty keeps it in memory
 * @param faults what goes wrong
 * @param clock the device's clock; with one that stands still time moves only by {@link
 *     RouterOsSimulator#advance}
 * @param bridges bridges that a new device has
 * @param disks disks that a new device has
 * @param identity name of a new device
 * @param architecture architecture as {@code /system/resource} prints it
 * @param user user name
 * @param password password; never printed
 * @param timeLimit after how long a command is cut; 60 s on every device
 */
public record SimulatorConfig(
    InetAddress listen,
    int port,
    int controlPort,
    String version,
    Optional<Path> dataDirectory,
    FaultPlan faults,
    Clock clock,
    List<InitialBridge> bridges,
    List<String> disks,
    String identity,
    String architecture,
    String user,
    String password,
    Duration timeLimit) {
  public SimulatorConfig {
    bridges = List.copyOf(bridges);
    disks = List.copyOf(disks);
  }

  /** Release 7.21.5 on a free port of the loopback address, in memory, without faults. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig(
        InetAddress.getLoopbackAddress(),
        0,
        0,
        "7.21.5",
        Optional.empty(),
        FaultPlan.off(),
        Clock.systemUTC(),
        List.of(new InitialBridge("bridge", "")),
        List.of("raid1"),
        "MikroTik",
        "arm64",
        "admin",
        "",
        Duration.ofSeconds(60));
  }

  public SimulatorConfig withListen(InetAddress address) {
    return new SimulatorConfig(
        address,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withPort(int number) {
    return new SimulatorConfig(
        listen,
        number,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withControlPort(int number) {
    return new SimulatorConfig(
        listen,
        port,
        number,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withVersion(String release) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        release,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withDataDirectory(Path directory) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        Optional.of(directory),
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withFaults(FaultPlan plan) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        plan,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withClock(Clock other) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        other,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withBridges(List<InitialBridge> initial) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        initial,
        disks,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withDisks(List<String> names) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        names,
        identity,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withIdentity(String name) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        name,
        architecture,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withArchitecture(String name) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        name,
        user,
        password,
        timeLimit);
  }

  public SimulatorConfig withCredentials(String name, String secret) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        name,
        secret,
        timeLimit);
  }

  public SimulatorConfig withTimeLimit(Duration limit) {
    return new SimulatorConfig(
        listen,
        port,
        controlPort,
        version,
        dataDirectory,
        faults,
        clock,
        bridges,
        disks,
        identity,
        architecture,
        user,
        password,
        limit);
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
