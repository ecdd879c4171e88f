package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.ApiServerException;
import io.mkube.apiserver.junit.ServerOptions.TokenUser;
import io.mkube.apiserver.overload.ServerLimits;
import io.mkube.apiserver.pki.Pki;
import io.mkube.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server over a memory store with the clients that the tests use. Thread-safe. */
@SuppressWarnings("deprecation") // CloseableResource is what JUnit before 5.13 closes
final class RunningServer implements AutoCloseable, ExtensionContext.Store.CloseableResource {
  static final String ADMINISTRATOR = "";
  private static final String ADMINISTRATOR_NAME = "mkube-admin";
  static final String DEFAULT_NAMESPACE = "default";
  private static final int TOKEN_BYTES = 16;
  private static final long ESTABLISHED_SECONDS = 10;

  /** The clients are closed before the server. */
  private static final ServerLimits NOBODY_LEFT = ServerLimits.DEFAULT.withLinger(Duration.ZERO);

  private final TestFiles files;
  private final MemoryObjectStore store = new MemoryObjectStore();
  private final ApiServer server;
  private final Map<String, Access> users = new HashMap<>();
  private final Map<String, NamespacedKubernetesClient> clients = new ConcurrentHashMap<>();
  private final Map<String, Path> kubeconfigs = new ConcurrentHashMap<>();
  private final AtomicLong namespaces = new AtomicLong();

  private RunningServer(TestFiles files, ServerOptions options)
      throws ApiServerException, IOException {
    this.files = files;
    FirstClient.prepare();
    Map<String, TokenUser> tokens = new HashMap<>();
    tokens.put(newToken(), new TokenUser(ADMINISTRATOR_NAME, List.of(Pki.MASTERS)));
    options.users().forEach(user -> tokens.put(newToken(), user));
    ApiServerConfig config =
        ApiServerConfig.of(files.keys())
            .withInsecureApi()
            .withLimits(NOBODY_LEFT)
            .withTokenFile(files.write("tokens", tokenFile(tokens)));
    if (options.mirrorWorkloads()) {
      config = config.withMirroredWorkloads();
    }
    this.server = ApiServer.start(config, store);
    URI plain = URI.create("http://127.0.0.1:" + server.httpPort().orElseThrow());
    String authority =
        Base64.getEncoder().encodeToString(server.authority().getBytes(StandardCharsets.US_ASCII));
    tokens.forEach(
        (token, user) ->
            users.put(
                user.name().equals(ADMINISTRATOR_NAME) ? ADMINISTRATOR : user.name(),
                new Access(plain, server.url(), authority, token)));
  }

  /**
   * Starts a server and makes its first objects.
   *
   * @throws IllegalStateException if it does not start; the message says why
   * @throws IllegalArgumentException if a file with objects is missing or refused
   */
  static RunningServer start(TestFiles files, ServerOptions options) {
    RunningServer running;
    try {
      running = new RunningServer(files, options);
    } catch (ApiServerException | IOException e) {
      throw new IllegalStateException("the API server did not start: " + e.getMessage(), e);
    }
    try {
      options.files().forEach(running::load);
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  ApiServer server() {
    return server;
  }

  Access access(String user) {
    Access access = users.get(user);
    if (access == null) {
      throw new IllegalArgumentException(
          "there is no user \"" + user + "\": name it in @MkubeApiServer(users = …)");
    }
    return access;
  }

  /** The one client of a user. */
  NamespacedKubernetesClient client(String user) {
    Access access = access(user);
    return clients.computeIfAbsent(user, key -> FirstClient.of(access, DEFAULT_NAMESPACE));
  }

  Path kubeconfigFile(String user, String namespace) {
    String text = access(user).kubeconfig(namespace);
    return kubeconfigs.computeIfAbsent(
        user + "@" + namespace, key -> files.write("kubeconfig", text));
  }

  /** Makes a namespace that no other test of this server has. */
  String newNamespace() {
    String name = "test-" + namespaces.incrementAndGet();
    client(ADMINISTRATOR)
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  void deleteNamespace(String name) {
    client(ADMINISTRATOR).namespaces().withName(name).delete();
  }

  @Override
  public void close() {
    clients.values().forEach(NamespacedKubernetesClient::close);
    server.close();
    store.close();
  }

  private void load(String location) {
    NamespacedKubernetesClient client = client(ADMINISTRATOR);
    try (InputStream in = resource(location)) {
      for (HasMetadata object : client.load(in).items()) {
        client.resource(object).create();
        if (object instanceof CustomResourceDefinition definition) {
          client
              .resource(definition)
              .waitUntilCondition(
                  RunningServer::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the objects of " + location + " cannot be made: " + e.getMessage(), e);
    }
  }

  private static InputStream resource(String location) throws IOException {
    String path = location.startsWith("/") ? location.substring(1) : location;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? RunningServer.class.getClassLoader() : context;
    InputStream in = loader.getResourceAsStream(path);
    if (in == null) {
      throw new IOException("there is no such file on the class path");
    }
    return in;
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Established".equals(condition.getType())
                        && "True".equals(condition.getStatus()));
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String tokenFile(Map<String, TokenUser> tokens) {
    StringBuilder lines = new StringBuilder();
    tokens.forEach(
        (token, user) ->
            lines
                .append(token)
                .append(",\"")
                .append(user.name())
                .append("\",")
                .append(user.name())
                .append(",\"")
                .append(String.join(",", user.groups()))
                .append("\"\n"));
    return lines.toString();
  }
}
