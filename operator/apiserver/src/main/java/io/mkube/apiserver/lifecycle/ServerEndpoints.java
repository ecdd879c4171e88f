package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.StoreKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Endpoints and the EndpointSlice of {@code default/kubernetes}: one address of each server
 * that shares the store. A server leaves them when it ends in good order beside others; one that
 * ended otherwise is taken away by the others, which see that it does not renew its record.
 */
public final class ServerEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(ServerEndpoints.class);

  /** How often a server says that it is there, as kube-apiserver does. */
  public static final Duration CONFIRMED = Duration.ofSeconds(10);

  private static final String NAMESPACE = "default";
  private static final String NAME = "kubernetes";
  private static final StoreKey ENDPOINTS = new StoreKey("", "endpoints", NAMESPACE, NAME);
  private static final StoreKey SERVICE = new StoreKey("", "services", NAMESPACE, NAME);
  private static final StoreKey SLICE =
      new StoreKey("discovery.k8s.io", "endpointslices", NAMESPACE, NAME);

  private final ObjectStorage storage;
  private final SystemObjects objects;
  private final ServerRecords records;

  /** One change at a time, and none after the server was withdrawn. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean withdrawn;

  public ServerEndpoints(ObjectStorage storage, SystemObjects objects) {
    this.storage = storage;
    this.objects = objects;
    this.records = new ServerRecords(storage);
  }

  /** Adds a server to those that clients may use; logs it if the store does not take that. */
  public void publish(InetAddress address, int port) {
    try {
      add(address.getHostAddress(), port);
    } catch (ApiException e) {
      LOG.warn("the Endpoints of default/kubernetes lack this server: {}", e.getMessage());
    }
  }

  private void add(String own, int port) {
    ObjectNode endpoints = Json.object();
    ObjectMetadata.of(endpoints)
        .node()
        .putObject("labels")
        .put("endpointslice.kubernetes.io/skip-mirror", "true");
    endpoints.set("subsets", subsets(List.of(new Server(own, port))));
    objects.ensure("v1", "Endpoints", NAMESPACE, NAME, endpoints);
    Server server = new Server(own, port);
    records.renew(server.toString());
    change(servers -> with(servers, server));
    ensureSlice(own);
    followWithSlice();
    leadHere(port);
  }

  private void ensureSlice(String own) {
    ObjectNode slice = Json.object();
    ObjectMetadata.of(slice).node().putObject("labels").put("kubernetes.io/service-name", NAME);
    slice.put("addressType", own.indexOf(':') < 0 ? "IPv4" : "IPv6");
    fill(slice, servers());
    objects.ensure("discovery.k8s.io/v1", "EndpointSlice", NAMESPACE, NAME, slice);
  }

  private void leadHere(int port) {
    var unused = storage.change(SERVICE, service -> target(service, port));
  }

  /** The Service leads to the port on which servers really listen. */
  private static Optional<ObjectNode> target(ObjectNode service, int port) {
    if (!(service.at("/spec/ports/0") instanceof ObjectNode first)
        || first.path("targetPort").asInt() == port) {
      return Optional.empty();
    }
    first.put("targetPort", port);
    return Optional.of(service);
  }

  /**
   * Says beside others that a server is there, and takes those away that do not any more; makes the
   * namespaces and the Service of the system again if somebody deleted them. To be called every
   * {@link #CONFIRMED}.
   *
   * @param nanos the time, as {@link System#nanoTime} counts
   */
  public void confirm(InetAddress address, int port, long nanos) {
    Server own = new Server(address.getHostAddress(), port);
    lock.lock();
    try {
      if (withdrawn) {
        return;
      }
      restore(own);
      List<Server> others = new ArrayList<>(servers());
      if (!others.remove(own)) {
        add(own.address(), port);
      } else if (!others.isEmpty()) {
        records.renew(own.toString());
      }
      List<Server> gone =
          others.stream()
              .filter(server -> records.ended(server.toString(), nanos))
              .filter(server -> records.remove(server.toString()))
              .toList();
      change(servers -> servers.stream().filter(server -> !gone.contains(server)).toList());
      ensureSlice(own.address());
      followWithSlice();
      gone.forEach(server -> LOG.info("the API server at {} has ended", server));
    } catch (ApiException e) {
      LOG.debug("the Endpoints of default/kubernetes are not confirmed: {}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /**
   * The Service keeps the port to which some server made it lead, unless it had to be made anew.
   */
  private void restore(Server own) {
    boolean there = storage.get(SERVICE).isPresent();
    objects.restore();
    if (!there) {
      leadHere(own.port());
    }
  }

  /** Takes a server away, unless it is the last one; logs it if the store does not take that. */
  public void withdraw(InetAddress address, int port) {
    lock.lock();
    try {
      withdrawn = true;
      remove(new Server(address.getHostAddress(), port));
    } catch (ApiException e) {
      LOG.warn("the Endpoints of default/kubernetes keep this server: {}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void remove(Server own) {
    var unused = records.remove(own.toString());
    change(
        servers -> {
          List<Server> others = new ArrayList<>(servers);
          others.remove(own);
          return others.isEmpty() ? servers : others;
        });
    followWithSlice();
  }

  /**
   * The address that others on the network use: one that the server listens on, or that of the
   * machine if it listens on all or only for itself, as kube-apiserver chooses.
   */
  public static InetAddress advertised(List<InetAddress> listening) {
    for (InetAddress address : listening) {
      if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
        return address;
      }
    }
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min((a, b) -> Integer.compare(a.getAddress().length, b.getAddress().length))
          .orElse(listening.getFirst());
    } catch (SocketException e) {
      LOG.debug("the addresses of this machine are not known: {}", e.getMessage());
      return listening.getFirst();
    }
  }

  /** Host and port under which others find a server; IPv6 addresses in brackets. */
  public static String hostAndPort(List<InetAddress> listening, int port) {
    InetAddress address = advertised(listening);
    String host = address.getHostAddress().replaceFirst("%.*", "");
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
  }

  private record Server(String address, int port) {
    /** Written out, because every start asks: a record makes its own while it runs. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Server server
          && port == server.port
          && address.equals(server.address);
    }

    @Override
    public int hashCode() {
      return address.hashCode() * 31 + port;
    }

    @Override
    public String toString() {
      return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }
  }

  private interface Change {
    List<Server> of(List<Server> servers);
  }

  /** With the server, in the place of what had its address before and is not there any more. */
  private List<Server> with(List<Server> servers, Server own) {
    if (servers.contains(own)) {
      return servers;
    }
    List<Server> changed = new ArrayList<>(servers);
    changed.removeIf(
        server -> server.address().equals(own.address()) && !records.has(server.toString()));
    changed.add(own);
    return changed;
  }

  private void change(Change change) {
    var unused =
        storage.change(
            ENDPOINTS,
            object -> {
              List<Server> before = servers(object);
              List<Server> after = change.of(before);
              if (after.equals(before)) {
                return Optional.empty();
              }
              object.set("subsets", subsets(after));
              return Optional.of(object);
            });
  }

  private void followWithSlice() {
    List<Server> servers = servers();
    var unused =
        storage.change(
            SLICE,
            object -> {
              ObjectNode changed = object.deepCopy();
              fill(changed, servers);
              return changed.equals(object) ? Optional.empty() : Optional.of(changed);
            });
  }

  private List<Server> servers() {
    return storage.get(ENDPOINTS).map(found -> servers(found.decode())).orElse(List.of());
  }

  private static List<Server> servers(ObjectNode endpoints) {
    List<Server> servers = new ArrayList<>();
    for (JsonNode subset : endpoints.path("subsets")) {
      int port = subset.path("ports").path(0).path("port").asInt();
      subset
          .path("addresses")
          .forEach(address -> servers.add(new Server(address.path("ip").asText(), port)));
    }
    return servers;
  }

  private static ArrayNode subsets(List<Server> servers) {
    ArrayNode subsets = Json.object().putArray("subsets");
    List<Integer> ports = servers.stream().map(Server::port).distinct().sorted().toList();
    for (int port : ports) {
      ObjectNode subset = subsets.addObject();
      ArrayNode addresses = subset.putArray("addresses");
      servers.stream()
          .filter(server -> server.port() == port)
          .sorted((a, b) -> a.address().compareTo(b.address()))
          .forEach(server -> addresses.addObject().put("ip", server.address()));
      port(subset, port);
    }
    return subsets;
  }

  /** A slice has one list of ports, so it holds the servers with the port of the first one. */
  private static void fill(ObjectNode slice, List<Server> servers) {
    if (servers.isEmpty()) {
      return;
    }
    int port = servers.getFirst().port();
    boolean old = slice.path("addressType").asText().equals("IPv4");
    ArrayNode endpoints = slice.putArray("endpoints");
    servers.stream()
        .filter(server -> server.port() == port && server.address().indexOf(':') < 0 == old)
        .forEach(
            server -> {
              ObjectNode endpoint = endpoints.addObject();
              endpoint.putArray("addresses").add(server.address());
              endpoint.putObject("conditions").put("ready", true);
            });
    port(slice, port);
  }

  private static void port(ObjectNode owner, int port) {
    owner
        .putArray("ports")
        .addObject()
        .put("name", "https")
        .put("port", port)
        .put("protocol", "TCP");
  }
}
