package io.mkube.apiserver;

import io.mkube.apiserver.access.Doorkeeper;
import io.mkube.apiserver.answer.AnswerWriter;
import io.mkube.apiserver.audit.AuditLog;
import io.mkube.apiserver.authn.Authenticator;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.discovery.Discovery;
import io.mkube.apiserver.flow.FlowSchemas;
import io.mkube.apiserver.http.Farewell;
import io.mkube.apiserver.http.HttpListener;
import io.mkube.apiserver.lifecycle.ServerEndpoints;
import io.mkube.apiserver.metrics.ServerMetrics;
import io.mkube.apiserver.overload.RunningRequests;
import io.mkube.apiserver.overload.ServerLimits;
import io.mkube.apiserver.pki.ClientCertificates;
import io.mkube.apiserver.pki.NodeTls;
import io.mkube.apiserver.pki.Pki;
import io.mkube.apiserver.seal.KeyFile;
import io.mkube.apiserver.seal.SealedObjectStore;
import io.mkube.apiserver.serviceaccount.OpenIdDocuments;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API server over an object store. It is ready when {@link #start} returns. The store
 * stays the caller's: close the server first, then the store. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  /** Common name of the certificate that this server shows to nodes. */
  public static final String NODE_CLIENT = NodeTls.API_SERVER;

  /** Often, because a clock that is set may jump by decades at any moment. */
  private static final Duration RENEWAL_CHECK = Duration.ofMinutes(1);

  private final ApiServerConfig config;
  private final Pki pki;
  private final Backend backend;
  private final Health health;
  private final RunningRequests running;
  private final HttpListener listener;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("certificate-renewal").daemon().factory());

  private final ScheduledFuture<?> renewal;
  private final ScheduledFuture<?> confirmation;
  private final Set<Path> kubeconfigs = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private ApiServer(
      ApiServerConfig config, Pki pki, Backend backend, Services services, HttpListener listener) {
    this.config = config;
    this.pki = pki;
    this.backend = backend;
    this.health = services.health();
    this.running = services.running();
    this.listener = listener;
    this.renewal =
        renewals.scheduleWithFixedDelay(
            this::renew, RENEWAL_CHECK.toSeconds(), RENEWAL_CHECK.toSeconds(), TimeUnit.SECONDS);
    long confirmed = ServerEndpoints.CONFIRMED.toSeconds();
    this.confirmation =
        renewals.scheduleWithFixedDelay(this::confirm, confirmed, confirmed, TimeUnit.SECONDS);
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
      SealedObjectStore sealed = SealedObjectStore.open(store, new KeyFile(config.keyFile()));
      ObjectStore.Snapshot found = sealed.snapshot();
      Entrance entrance = Entrance.opening(config, sealed, found);
      try {
        WatchCache cache = WatchCache.of(sealed, found, Backend.limits(config));
        sealAgain(sealed);
        Backend backend = new Backend(config, sealed, cache, entrance);
        return listen(config, entrance, new Health(store, cache), backend);
      } catch (IOException | StoreException | RuntimeException e) {
        entrance.close();
        throw e;
      }
    } catch (IOException | StoreException e) {
      throw new ApiServerException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What an earlier version stored in plain text does not stay so. */
  private static void sealAgain(SealedObjectStore store) throws StoreException {
    int sealed = store.sealAgain();
    if (sealed > 0) {
      LOG.info("{} secrets in the store were sealed with the present key", sealed);
    }
  }

  private static ApiServer listen(
      ApiServerConfig config, Entrance entrance, Health health, Backend backend)
      throws IOException, StoreException {
    Credentials credentials = backend.credentials();
    RunningRequests running = new RunningRequests(config.limits());
    Pki pki = credentials.pki();
    AuditLog audit = backend.audit();
    Services services =
        new Services(
            config.insecureApi(),
            health,
            new ServerMetrics(backend.cache(), running, backend.traffic()),
            running,
            audit,
            new Doorkeeper(
                new Authenticator(
                    new ClientCertificates(pki.authority(), config.clock()), credentials.tokens()),
                backend.authorizer()),
            new FlowSchemas(backend.cache()),
            new OpenIdDocuments(config.serviceAccountIssuer(), credentials.tokenKeys()),
            new Discovery(backend.registry(), () -> address(config, entrance)),
            backend.registry(),
            backend.verbs(),
            new AnswerWriter(config.clock()));
    try {
      HttpListener listener = entrance.listener();
      backend
          .endpoints()
          .publish(ServerEndpoints.advertised(config.listenAddresses()), listener.port());
      health.started();
      entrance.admit(new ApiHandler(services)::handle);
      return new ApiServer(config, pki, backend, services, listener);
    } catch (IOException | StoreException | RuntimeException e) {
      services.running().close();
      backend.close();
      throw e;
    }
  }

  /** Host and port that others use; asked by requests, which come when the sockets are open. */
  private static String address(ApiServerConfig config, Entrance entrance) {
    try {
      return ServerEndpoints.hostAndPort(config.listenAddresses(), entrance.listener().port());
    } catch (IOException | StoreException e) {
      throw new IllegalStateException("a server without sockets is asked for its address", e);
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

  /** The certificate with which clients know this server, as PEM. */
  public String authority() {
    return new String(pki.authorityPem(), StandardCharsets.US_ASCII);
  }

  /**
   * A kubeconfig for the administrator, with certificates and key inside. The first one of a data
   * directory takes some tenths of a second, because the key is made for it.
   *
   * @throws UncheckedIOException if a file of the certificate cannot be used
   */
  public String adminKubeconfig() {
    try {
      return Kubeconfig.of(url(), pki);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the administrator's kubeconfig, readable only by its owner. It is written again when the
   * certificate in it is renewed.
   *
   * @throws IOException if the file exists and was not written by mkube, or cannot be written
   */
  public void writeKubeconfig(Path file) throws IOException {
    Kubeconfig.write(file, Kubeconfig.of(url(), pki));
    kubeconfigs.add(file);
  }

  /**
   * TLS with which a node on this machine serves logs to this API server.
   *
   * @param names host names and addresses under which the server reaches the node
   */
  public SSLContext nodeTls(Set<String> names) {
    return pki.nodes().server(names);
  }

  /** Whether requests are served and the store takes writes. */
  public boolean ready() {
    return health.ready();
  }

  /**
   * Stops in an order that no client notices as a failure: {@code /readyz} turns false, no further
   * connection is taken, clients are told that theirs end, watches end as if their time were over,
   * requests are answered that run or are on their way. Takes at most {@link
   * ServerLimits#shutdown}. Idempotent.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    health.stopping();
    renewal.cancel(false);
    confirmation.cancel(false);
    renewals.shutdownNow();
    backend.endpoints().withdraw(ServerEndpoints.advertised(config.listenAddresses()), port());
    running.stop();
    Farewell farewell = listener.leave();
    backend.endWatches();
    try {
      if (!farewell.await(config.limits().shutdown(), config.limits().linger())) {
        LOG.warn("some requests were still running after {}", config.limits().shutdown());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.close();
    listener.close();
    backend.close();
  }

  /** Whatever goes wrong now is tried again. */
  void confirm() {
    try {
      backend
          .endpoints()
          .confirm(ServerEndpoints.advertised(config.listenAddresses()), port(), System.nanoTime());
    } catch (RuntimeException e) {
      LOG.warn("the Endpoints of default/kubernetes are not confirmed", e);
    }
  }

  private void renew() {
    try {
      if (pki.renew()) {
        listener.reload(pki.serverContext());
        for (Path file : kubeconfigs) {
          Kubeconfig.write(file, Kubeconfig.of(url(), pki));
        }
        LOG.info("certificates were renewed");
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("certificates could not be renewed", e);
    }
  }
}
