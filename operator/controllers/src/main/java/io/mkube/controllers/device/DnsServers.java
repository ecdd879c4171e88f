package io.mkube.controllers.device;

import io.mkube.routeros.microdns.DnsZones;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The microdns servers in use, by endpoint; connected when first asked for. Thread-safe. */
public final class DnsServers {
  private final Function<String, DnsZones> connect;
  private final WriteGuard guard;
  private final InstantSource clock;
  private final Map<String, DnsServer> servers = new ConcurrentHashMap<>();

  /**
   * No servers yet.
   *
   * @param connect makes the client of an endpoint, without talking to it; clients share
   *     connections
   * @param guard asked before every write
   * @param clock tells the age of readings
   */
  public DnsServers(Function<String, DnsZones> connect, WriteGuard guard, InstantSource clock) {
    this.connect = connect;
    this.guard = guard;
    this.clock = clock;
  }

  /** The server at an endpoint, the base URL of its REST interface. */
  public DnsServer at(String endpoint) {
    return servers.computeIfAbsent(
        endpoint, url -> new DnsServer(url, connect.apply(url), guard, clock));
  }

  /** The servers that were asked for so far. */
  public Collection<DnsServer> inUse() {
    return List.copyOf(servers.values());
  }
}
