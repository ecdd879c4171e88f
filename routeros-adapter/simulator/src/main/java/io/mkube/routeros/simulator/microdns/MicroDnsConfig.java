package io.mkube.routeros.simulator.microdns;

import io.mkube.routeros.simulator.microdns.zone.Dialect;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How to simulate a microdns. Start from {@link #defaults()} and change what matters.
 *
 * @param listen address to listen on
 * @param restPort port of REST, 0 for a free one (with a data directory: the last one if still
 *     free)
 * @param dnsPort port of DNS over UDP and TCP, 0 likewise
 * @param dialect generation to behave like
 * @param apiKey key that changes need, empty for none; never printed
 * @param dataDirectory where zones are kept; empty keeps them in memory
 * @param clock source of time stamps and serials
 * @param seed seed of the faults
 */
public record MicroDnsConfig(
    InetAddress listen,
    int restPort,
    int dnsPort,
    Dialect dialect,
    String apiKey,
    Optional<Path> dataDirectory,
    Clock clock,
    long seed) {

  /** The later dialect on free ports of the loopback address, in memory. */
  public static MicroDnsConfig defaults() {
    return new MicroDnsConfig(
        InetAddress.getLoopbackAddress(),
        0,
        0,
        Dialect.LATER,
        "",
        Optional.empty(),
        Clock.systemUTC(),
        0);
  }

  public MicroDnsConfig withListen(InetAddress address) {
    return new MicroDnsConfig(
        address, restPort, dnsPort, dialect, apiKey, dataDirectory, clock, seed);
  }

  public MicroDnsConfig withRestPort(int port) {
    return new MicroDnsConfig(listen, port, dnsPort, dialect, apiKey, dataDirectory, clock, seed);
  }

  public MicroDnsConfig withDnsPort(int port) {
    return new MicroDnsConfig(listen, restPort, port, dialect, apiKey, dataDirectory, clock, seed);
  }

  public MicroDnsConfig withDialect(Dialect other) {
    return new MicroDnsConfig(listen, restPort, dnsPort, other, apiKey, dataDirectory, clock, seed);
  }

  public MicroDnsConfig withApiKey(String key) {
    return new MicroDnsConfig(listen, restPort, dnsPort, dialect, key, dataDirectory, clock, seed);
  }

  public MicroDnsConfig withDataDirectory(Path directory) {
    return new MicroDnsConfig(
        listen, restPort, dnsPort, dialect, apiKey, Optional.of(directory), clock, seed);
  }

  public MicroDnsConfig withClock(Clock other) {
    return new MicroDnsConfig(
        listen, restPort, dnsPort, dialect, apiKey, dataDirectory, other, seed);
  }

  public MicroDnsConfig withSeed(long number) {
    return new MicroDnsConfig(
        listen, restPort, dnsPort, dialect, apiKey, dataDirectory, clock, number);
  }

  @Override
  public String toString() {
    return "MicroDnsConfig[" + dialect + " at " + listen + ":" + restPort + "]";
  }
}
