package io.mkube.apiserver;

import io.mkube.apiserver.admission.ServiceNetwork;
import io.mkube.apiserver.audit.AuditConfig;
import io.mkube.apiserver.overload.ServerLimits;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Configuration of an API server. Start from {@link #of} and change what matters; every change
 * gives a new configuration. Immutable.
 */
public final class ApiServerConfig {
  /** Largest request body that kube-apiserver takes: 3 MiB. */
  public static final int BODY_LIMIT = 3 << 20;

  /** Events of each resource that are kept. */
  public static final int WATCH_HISTORY = 8192;

  /** How long watches last at least whose client does not say, as with kube-apiserver. */
  public static final Duration SHORTEST_WATCH = Duration.ofMinutes(30);

  /** Name of the server in tokens of service accounts. */
  public static final String SERVICE_ACCOUNT_ISSUER =
      "https://kubernetes.default.svc.cluster.local";

  private final Path dataDirectory;
  private List<InetAddress> listenAddresses = List.of(InetAddress.getLoopbackAddress());
  private int port;
  private OptionalInt httpPort = OptionalInt.empty();
  private boolean insecureApi;
  private List<String> extraNames = List.of();
  private Optional<Path> tokenFile = Optional.empty();
  private Optional<Path> keyFile = Optional.empty();
  private String serviceAccountIssuer = SERVICE_ACCOUNT_ISSUER;
  private AuditConfig audit = AuditConfig.off();
  private int bodyLimit = BODY_LIMIT;
  private int watchHistory = WATCH_HISTORY;
  private Duration shortestWatch = SHORTEST_WATCH;
  private boolean mirrorWorkloads;
  private ServerLimits limits = ServerLimits.DEFAULT;
  private ServiceNetwork serviceNetwork = ServiceNetwork.DEFAULT;
  private Clock clock = Clock.systemUTC();

  private ApiServerConfig(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  private ApiServerConfig(ApiServerConfig other) {
    this.dataDirectory = other.dataDirectory;
    this.listenAddresses = other.listenAddresses;
    this.port = other.port;
    this.httpPort = other.httpPort;
    this.insecureApi = other.insecureApi;
    this.extraNames = other.extraNames;
    this.tokenFile = other.tokenFile;
    this.keyFile = other.keyFile;
    this.serviceAccountIssuer = other.serviceAccountIssuer;
    this.audit = other.audit;
    this.bodyLimit = other.bodyLimit;
    this.watchHistory = other.watchHistory;
    this.shortestWatch = other.shortestWatch;
    this.mirrorWorkloads = other.mirrorWorkloads;
    this.limits = other.limits;
    this.serviceNetwork = other.serviceNetwork;
    this.clock = other.clock;
  }

  /** Listens on a free port of the loopback address and keeps its keys in a directory. */
  public static ApiServerConfig of(Path dataDirectory) {
    return new ApiServerConfig(dataDirectory);
  }

  /** Where keys and certificates are kept. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** Addresses to listen on, at least one. */
  public List<InetAddress> listenAddresses() {
    return listenAddresses;
  }

  public ApiServerConfig withListenAddresses(List<InetAddress> addresses) {
    return with(config -> config.listenAddresses = List.copyOf(addresses));
  }

  /** Port of the API, 0 for a free one. */
  public int port() {
    return port;
  }

  public ApiServerConfig withPort(int newPort) {
    return with(config -> config.port = newPort);
  }

  /** Port of health and metrics over plain HTTP, 0 for a free one, empty for none. */
  public OptionalInt httpPort() {
    return httpPort;
  }

  public ApiServerConfig withHttpPort(int newPort) {
    return with(config -> config.httpPort = OptionalInt.of(newPort));
  }

  /**
   * Whether the plain HTTP port serves the API as well. Credentials are asked for all the same, but
   * cross the wire readable: for tests and benchmarks, on loopback addresses only.
   */
  public boolean insecureApi() {
    return insecureApi;
  }

  /** Serves the API on the plain HTTP port too, which is a free one unless it was chosen. */
  public ApiServerConfig withInsecureApi() {
    return with(
        config -> {
          config.insecureApi = true;
          config.httpPort = httpPort.isPresent() ? httpPort : OptionalInt.of(0);
        });
  }

  /** Further host names and addresses in the server's certificate. */
  public List<String> extraNames() {
    return extraNames;
  }

  public ApiServerConfig withExtraNames(List<String> names) {
    return with(config -> config.extraNames = List.copyOf(names));
  }

  /** Static bearer tokens, in the form {@code token,user,uid,"group1,group2"}. */
  public Optional<Path> tokenFile() {
    return tokenFile;
  }

  public ApiServerConfig withTokenFile(Path file) {
    return with(config -> config.tokenFile = Optional.of(file));
  }

  /** The keys that seal secrets in the store; all servers of one store have the same file. */
  public Path keyFile() {
    return keyFile.orElse(dataDirectory.resolve("pki").resolve("sealing.key"));
  }

  public ApiServerConfig withKeyFile(Path file) {
    return with(config -> config.keyFile = Optional.of(file));
  }

  /** Name of the server in tokens of service accounts, and their usual audience. */
  public String serviceAccountIssuer() {
    return serviceAccountIssuer;
  }

  public ApiServerConfig withServiceAccountIssuer(String issuer) {
    return with(config -> config.serviceAccountIssuer = issuer);
  }

  /** What is written down of requests; nothing unless told otherwise. */
  public AuditConfig audit() {
    return audit;
  }

  public ApiServerConfig withAudit(AuditConfig config) {
    return with(changed -> changed.audit = config);
  }

  /** Largest request body in bytes. */
  public int bodyLimit() {
    return bodyLimit;
  }

  public ApiServerConfig withBodyLimit(int bytes) {
    return with(config -> config.bodyLimit = bytes);
  }

  /**
   * Events of each resource that are kept for watches; a watch that falls behind them is cut off.
   */
  public int watchHistory() {
    return watchHistory;
  }

  public ApiServerConfig withWatchHistory(int events) {
    return with(config -> config.watchHistory = events);
  }

  /**
   * How long watches last at least whose client does not say; they end after one to two times this.
   */
  public Duration shortestWatch() {
    return shortestWatch;
  }

  /**
   * Sets how long watches last. The rights of a client are judged when its watch begins: a short
   * time lets tests see soon that they were taken away.
   *
   * @throws IllegalArgumentException when it is less than a millisecond
   */
  public ApiServerConfig withShortestWatch(Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException("a watch must last, but its time is " + time);
    }
    return with(config -> config.shortestWatch = time);
  }

  /** Addresses and ports that services get. */
  public ServiceNetwork serviceNetwork() {
    return serviceNetwork;
  }

  public ApiServerConfig withServiceNetwork(ServiceNetwork network) {
    return with(config -> config.serviceNetwork = network);
  }

  /** Whether the status of workloads follows their spec as if something ran them. */
  public boolean mirrorWorkloads() {
    return mirrorWorkloads;
  }

  public ApiServerConfig withMirroredWorkloads() {
    return with(config -> config.mirrorWorkloads = true);
  }

  /** How much is done at once and for how long. */
  public ServerLimits limits() {
    return limits;
  }

  public ApiServerConfig withLimits(ServerLimits newLimits) {
    return with(config -> config.limits = newLimits);
  }

  /** The time. */
  public Clock clock() {
    return clock;
  }

  public ApiServerConfig withClock(Clock newClock) {
    return with(config -> config.clock = newClock);
  }

  private ApiServerConfig with(Consumer<ApiServerConfig> change) {
    ApiServerConfig changed = new ApiServerConfig(this);
    change.accept(changed);
    changed.check();
    return changed;
  }

  private void check() {
    List<String> problems = new ArrayList<>();
    if (listenAddresses.isEmpty()) {
      problems.add("at least one listen address is needed");
    }
    checkPort("port", port, problems);
    httpPort.ifPresent(value -> checkPort("httpPort", value, problems));
    if (insecureApi && !listenAddresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
      problems.add("the insecure API is for loopback addresses only, not " + listenAddresses);
    }
    if (bodyLimit < 1024) {
      problems.add("bodyLimit must be at least 1024 bytes, not " + bodyLimit);
    }
    if (watchHistory < 1) {
      problems.add("watchHistory must be positive, not " + watchHistory);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static void checkPort(String name, int value, List<String> problems) {
    if (value < 0 || value > 65535) {
      problems.add(name + " must be between 0 and 65535, not " + value);
    }
  }
}
