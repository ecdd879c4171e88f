package io.mkube.apiserver;

import io.mkube.apiserver.admission.Admission;
import io.mkube.apiserver.answer.AnswerWriter;
import io.mkube.apiserver.authn.Authenticator;
import io.mkube.apiserver.authn.TokenFile;
import io.mkube.apiserver.builtin.BuiltInKinds;
import io.mkube.apiserver.cache.CacheLimits;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.discovery.Discovery;
import io.mkube.apiserver.http.HttpListener;
import io.mkube.apiserver.http.ListenAddresses;
import io.mkube.apiserver.lifecycle.SystemObjects;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.pki.ClientCertificates;
import io.mkube.apiserver.pki.Pki;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.apiserver.verb.ReadVerbs;
import io.mkube.apiserver.verb.WriteVerbs;
import io.mkube.apiserver.watch.WatchSessions;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A Kubernetes API server over an object store. It is ready when {@link #start} returns. The store
 * stays the caller's: close the server first, then the store. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
  private final ApiServerConfig config;
  private final Pki pki;
  private final WatchCache cache;
  private final WatchSessions watches;
  private final Health health;
  private final HttpListener listener;
  private volatile boolean started;

  private ApiServer(ApiServerConfig config, ObjectStore store) throws IOException, StoreException {
    this.config = config;
    this.pki = Pki.open(config.dataDirectory().resolve("pki"), names(config), config.clock());
    TokenFile tokens =
        config.tokenFile().isPresent()
            ? TokenFile.read(config.tokenFile().get())
            : TokenFile.empty();
    Clock clock = config.clock();
    RandomGenerator random = new SecureRandom();
    this.cache =
        WatchCache.load(
            store, new CacheLimits(config.watchHistory(), CacheLimits.DEFAULT.historyBytes()));
    ResourceRegistry registry =
        new ResourceRegistry(BuiltInKinds.all().stream().map(ServedResource::of).toList());
    ObjectStorage storage = new ObjectStorage(store, cache);
    Admission admission = new Admission(cache);
    this.watches = new WatchSessions(cache, clock, random);
    this.health = new Health(store, cache, () -> started);
    WriteVerbs writes = new WriteVerbs(storage, admission, clock, random);
    Verbs verbs =
        new Verbs(
            new ReadVerbs(cache),
            writes,
            new DeleteVerbs(storage, admission, clock),
            watches,
            new RequestBodies(config.bodyLimit()));
    registry.onRetired(watches::retire);
    Services services =
        new Services(
            health,
            new Authenticator(new ClientCertificates(pki.authority(), clock), tokens),
            new Discovery(registry),
            registry,
            verbs,
            new AnswerWriter(clock));
    cache.follow();
    new SystemObjects(
            registry, storage, writes, new String(pki.authorityPem(), StandardCharsets.US_ASCII))
        .ensure();
    this.listener =
        HttpListener.open(
            new ListenAddresses(config.listenAddresses(), config.port(), config.httpPort()),
            pki.serverContext(),
            new ApiHandler(services)::handle);
    started = true;
  }

  /**
   * Starts a server.
   *
   * @throws ApiServerException if a port is taken, a file cannot be used or the store does not
   *     answer; the message is one line for people
   */
  public static ApiServer start(ApiServerConfig config, ObjectStore store)
      throws ApiServerException {
    try {
      return new ApiServer(config, store);
    } catch (IOException | StoreException e) {
      throw new ApiServerException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The port of the API. */
  public int port() {
    return listener.port();
  }

  /** The port of health and metrics, if it is open. */
  public OptionalInt httpPort() {
    return listener.plainPort();
  }

  /** The URL that clients on this machine use. */
  public URI url() {
    InetAddress address = config.listenAddresses().getFirst();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        "https://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port());
  }

  /** A kubeconfig for the administrator, with certificates and key inside. */
  public String adminKubeconfig() {
    return Kubeconfig.of(url(), pki);
  }

  /**
   * Writes the administrator's kubeconfig, readable only by its owner.
   *
   * @throws IOException if the file exists and was not written by mkube, or cannot be written
   */
  public void writeKubeconfig(Path file) throws IOException {
    Kubeconfig.write(file, adminKubeconfig());
  }

  /** Whether requests are served and the store takes writes. */
  public boolean ready() {
    return health.ready();
  }

  /** Ends the watches, finishes running requests and closes the ports. Idempotent. */
  @Override
  public void close() {
    started = false;
    watches.close();
    listener.close();
    cache.close();
  }

  private static Set<String> names(ApiServerConfig config) {
    Set<String> names =
        new TreeSet<>(
            List.of(
                "localhost",
                "127.0.0.1",
                "::1",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"));
    names.addAll(config.extraNames());
    for (InetAddress address : config.listenAddresses()) {
      if (!address.isAnyLocalAddress()) {
        names.add(address.getHostAddress());
      }
    }
    return names;
  }
}
