package io.mkube.routeros.simulator.microdns;

import io.mkube.routeros.simulator.http.HttpListener;
import io.mkube.routeros.simulator.journal.Call;
import io.mkube.routeros.simulator.journal.CallJournal;
import io.mkube.routeros.simulator.microdns.dns.Answers;
import io.mkube.routeros.simulator.microdns.dns.DnsListener;
import io.mkube.routeros.simulator.microdns.fault.MicroDnsFaults;
import io.mkube.routeros.simulator.microdns.rest.MicroDnsRest;
import io.mkube.routeros.simulator.microdns.zone.ZoneRecord;
import io.mkube.routeros.simulator.microdns.zone.ZoneStore;
import io.mkube.routeros.simulator.persistence.DataDirectory;
import io.mkube.routeros.simulator.persistence.Journal;
import io.mkube.routeros.simulator.persistence.Journal.Entry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A simulated microdns on real sockets: REST for zones and records, and DNS over UDP and TCP that
 * answers from them. With a data directory zones survive the end of the process at any moment.
 * Thread-safe.
 */
public final class MicroDnsSimulator implements AutoCloseable {
  private static final int BODY_LIMIT = 1 << 20;
  private static final String PORTS = "ports";

  private final MicroDnsConfig config;
  private final Optional<DataDirectory> data;
  private final ZoneStore store;
  private final CallJournal calls = new CallJournal();
  private final MicroDnsFaults faults;
  private final HttpListener rest;
  private final DnsListener dns;

  private MicroDnsSimulator(MicroDnsConfig config, Optional<DataDirectory> data) {
    this.config = config;
    this.data = data;
    Journal journal = data.map(DataDirectory::journal).orElseGet(Journal::none);
    this.store = new ZoneStore(config.clock(), config.dialect(), journal);
    this.faults = new MicroDnsFaults(config.seed());
    this.dns =
        DnsListener.open(
            new InetSocketAddress(config.listen(), config.dnsPort()),
            port(journal, "dns"),
            new Answers(store),
            faults);
    try {
      this.rest =
          HttpListener.open(
              new InetSocketAddress(config.listen(), config.restPort()),
              port(journal, "rest"),
              BODY_LIMIT,
              new MicroDnsRest(store, config.apiKey(), faults, calls, config.clock()));
    } catch (RuntimeException e) {
      dns.close();
      throw e;
    }
    remember(journal);
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @throws io.mkube.routeros.simulator.start.SimulatorStartException if a port or the data
   *     directory is in use
   */
  public static MicroDnsSimulator start(MicroDnsConfig config) {
    Optional<DataDirectory> data =
        config.dataDirectory().map(folder -> DataDirectory.open(folder, "zones.jsonl"));
    try {
      return new MicroDnsSimulator(config, data);
    } catch (RuntimeException e) {
      data.ifPresent(DataDirectory::close);
      throw e;
    }
  }

  /** Base of the REST interface without a path, {@code http://HOST:PORT}. */
  public URI url() {
    String host =
        config.listen().isAnyLocalAddress() ? "127.0.0.1" : config.listen().getHostAddress();
    String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + rest.port());
  }

  /** Where DNS is answered, over UDP and TCP. */
  public InetSocketAddress dns() {
    return dns.address();
  }

  /** The first thousand zones as REST prints them. */
  public List<Map<String, @Nullable Object>> zones() {
    return store.zones(0, 1000);
  }

  /** All records of all zones. */
  public List<ZoneRecord> records() {
    return store.allRecords();
  }

  /** The REST calls that were made, oldest first; the last 100,000. */
  public List<Call> calls() {
    return calls.calls();
  }

  public void clearCalls() {
    calls.clear();
  }

  /** What goes wrong; changeable at any time. */
  public MicroDnsFaults faults() {
    return faults;
  }

  @Override
  public void close() {
    rest.close();
    dns.close();
    data.ifPresent(DataDirectory::close);
  }

  private void remember(Journal journal) {
    Map<String, Object> ports = Map.of("rest", rest.port(), "dns", dns.address().getPort());
    journal.append(List.of(new Entry(PORTS, PORTS, ports)));
    journal.flush();
  }

  private static int port(Journal journal, String listener) {
    for (Entry entry : journal.entries()) {
      Map<String, ? extends @Nullable Object> value = entry.value();
      if (entry.table().equals(PORTS) && value != null) {
        return Integer.parseInt(String.valueOf(value.get(listener)));
      }
    }
    return 0;
  }
}
