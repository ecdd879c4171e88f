package io.mkube.controllers.device;

import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every router and every zone in use once per cycle, and tells listeners what was seen.
 * Nothing else reads them while nothing changes. {@link #close} ends the cycles.
 */
public final class Observations implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Observations.class);

  private final Devices devices;
  private final DnsServers dns;
  private final Duration dnsCycle;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Cycle> cycles = new ArrayList<>();

  /**
   * Observations of some routers; nothing is read before {@link #start}.
   *
   * @param dnsCycle time between two readings of a zone
   */
  public Observations(Devices devices, DnsServers dns, Duration dnsCycle) {
    this.devices = devices;
    this.dns = dns;
    this.dnsCycle = dnsCycle;
  }

  /** Called on the thread of a cycle, one call at a time per device; must return soon. */
  public interface Listener {
    /**
     * A device was read.
     *
     * @param now a reading that was not told before
     */
    default void read(DeviceNode node, DeviceSnapshot now) {}

    /**
     * A device could not be read.
     *
     * @param inARow failures since the last complete reading, from 1
     */
    default void failed(DeviceNode node, DeviceException failure, int inARow) {}

    /**
     * A zone was read.
     *
     * @param now a reading that was not told before
     */
    default void read(DnsServer server, DnsZoneSnapshot now) {}
  }

  /** Adds a listener; it hears of the next reading. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** Starts the cycles. Called once. */
  public void start() {
    for (DeviceNode node : devices.all()) {
      cycles.add(Cycle.start("device " + node.name(), new DeviceRounds(node)::round));
    }
    cycles.add(Cycle.start("dns", new DnsRounds()::round));
  }

  @Override
  public void close() {
    cycles.forEach(Cycle::close);
  }

  private final class DeviceRounds {
    private final DeviceNode node;
    private @Nullable DeviceSnapshot told;
    private int failures;

    DeviceRounds(DeviceNode node) {
      this.node = node;
    }

    Duration round() {
      Duration cycle = node.settings().cycle();
      try {
        DeviceSnapshot now = node.snapshot(cycle.dividedBy(2));
        if (failures > 0) {
          log.info("device {} answers again", node.name());
        }
        failures = 0;
        if (now != told) {
          told = now;
          listeners.forEach(listener -> listener.read(node, now));
        }
      } catch (DeviceException e) {
        failures++;
        if (failures == 1) {
          log.info("device {} could not be read: {}", node.name(), e.getMessage());
        }
        listeners.forEach(listener -> listener.failed(node, e, failures));
      }
      return cycle;
    }
  }

  private final class DnsRounds {
    private final Map<String, DnsZoneSnapshot> told = new HashMap<>();

    Duration round() {
      for (DnsServer server : dns.inUse()) {
        for (String zone : server.served()) {
          read(server, zone);
        }
      }
      return dnsCycle;
    }

    private void read(DnsServer server, String zone) {
      Optional<DnsZoneSnapshot> known = server.latest(zone);
      try {
        DnsZoneSnapshot now = server.zone(zone, dnsCycle.dividedBy(2));
        DnsZoneSnapshot before = told.put(server.endpoint() + " " + zone, now);
        if (before != now) {
          listeners.forEach(listener -> listener.read(server, now));
        }
      } catch (DeviceException e) {
        log.debug("zone {} could not be read, last known: {}", zone, known.isPresent(), e);
      }
    }
  }
}
