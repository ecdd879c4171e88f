package io.mkube.routeros.simulator;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.control.ControlHandler;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.routeros.simulator.file.RealFiles;
import io.mkube.routeros.simulator.http.HttpListener;
import io.mkube.routeros.simulator.journal.Call;
import io.mkube.routeros.simulator.persistence.DataDirectory;
import io.mkube.routeros.simulator.persistence.Journal;
import io.mkube.routeros.simulator.start.SimulatorStartException;
import io.mkube.routeros.simulator.start.SimulatorStartException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A simulated router on real sockets: its REST interface and, on another port, what a person at the
 * device could do. With a data directory its world survives the end of the process at any moment,
 * with containers still running and ids kept, as if only the line to the device had been cut.
 * Thread-safe.
 */
public final class RouterOsSimulator implements AutoCloseable {
  private static final int REST_BODY_LIMIT = 4 << 20;
  private static final int CONTROL_BODY_LIMIT = 64 << 10;

  private final Router router;
  private final Optional<DataDirectory> data;
  private final HttpListener rest;
  private final HttpListener control;
  private final InetAddress address;
  private final Path files;

  private RouterOsSimulator(
      SimulatorConfig config,
      Router router,
      Optional<DataDirectory> data,
      Path files,
      List<HttpListener> listeners) {
    this.router = router;
    this.data = data;
    this.rest = listeners.getFirst();
    this.control = listeners.getLast();
    this.address = config.listen();
    this.files = files;
  }

  /**
   * Starts a router; it answers when this returns.
   *
   * @throws SimulatorStartException if a port or the data directory is in use
   * @throws IllegalArgumentException if the release is not simulated
   */
  public static RouterOsSimulator start(SimulatorConfig config) {
    Optional<DataDirectory> data =
        config.dataDirectory().map(folder -> DataDirectory.open(folder, "world.jsonl"));
    try {
      Journal journal = data.map(DataDirectory::journal).orElseGet(Journal::none);
      Path files = files(config);
      Router router = new Router(config, journal, files);
      return new RouterOsSimulator(config, router, data, files, listen(config, router));
    } catch (RuntimeException e) {
      data.ifPresent(DataDirectory::close);
      throw e;
    }
  }

  /** Base of the REST interface, {@code http://HOST:PORT/rest}. */
  public URI url() {
    return URI.create("http://" + host() + ":" + rest.port() + "/rest");
  }

  /** Base of the control interface. */
  public URI controlUrl() {
    return URI.create("http://" + host() + ":" + control.port());
  }

  /** The folder that stands for the device's disks: a file put here is on the device. */
  public Path files() {
    return files;
  }

  /** The calls that were made, oldest first; the last 100,000. */
  public List<Call> calls() {
    return router.calls();
  }

  /** Forgets the calls. */
  public void clearCalls() {
    router.clearCalls();
  }

  /** All printed rows per menu, ids included; settings menus have one row without id. */
  public Map<String, List<Map<String, String>>> world() {
    return router.world();
  }

  /** Replaces the faults. */
  public void faults(FaultPlan plan) {
    router.faults(plan);
  }

  /** Reboots: processes end, dynamic rows go, and containers with start-on-boot start again. */
  public void reboot() {
    router.reboot();
  }

  /** Cuts the power: a reboot that may lose what was written last. */
  public void powerCycle() {
    router.powerCycle();
  }

  /** Fills the disks, or empties them again. */
  public void fillDisk(boolean full) {
    router.fillDisk(full);
  }

  /** Moves the device's clock forward; everything due in between has happened afterwards. */
  public void advance(Duration duration) {
    router.advance(duration);
  }

  /**
   * Ends the process of a running container, by name or id.
   *
   * @throws IllegalArgumentException if there is none, or it does not run
   */
  public void exit(String container, int code) {
    try {
      router.exit(container, code);
    } catch (CommandException e) {
      throw new IllegalArgumentException(container + ": " + e.detail(), e);
    }
  }

  /** Stops listening; with a data directory the device goes on existing there. */
  @Override
  public void close() {
    rest.close();
    control.close();
    data.ifPresentOrElse(DataDirectory::close, () -> new RealFiles(files).remove(""));
  }

  private static List<HttpListener> listen(SimulatorConfig config, Router router) {
    HttpListener rest =
        HttpListener.open(
            new InetSocketAddress(config.listen(), config.port()),
            router.port("rest"),
            REST_BODY_LIMIT,
            router.rest());
    try {
      HttpListener control =
          HttpListener.open(
              new InetSocketAddress(config.listen(), config.controlPort()),
              router.port("control"),
              CONTROL_BODY_LIMIT,
              new ControlHandler(router));
      router.ports(Map.of("rest", rest.port(), "control", control.port()));
      return List.of(rest, control);
    } catch (RuntimeException e) {
      rest.close();
      throw e;
    }
  }

  private static Path files(SimulatorConfig config) {
    try {
      if (config.dataDirectory().isPresent()) {
        return Files.createDirectories(config.dataDirectory().get().resolve("files"));
      }
      return Files.createTempDirectory("routeros-files");
    } catch (IOException e) {
      throw new SimulatorStartException(
          Reason.INPUT_OUTPUT, "cannot make the folder of the disks: " + e.getMessage(), e);
    }
  }

  private String host() {
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
