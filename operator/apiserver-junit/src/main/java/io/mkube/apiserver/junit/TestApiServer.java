package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.mkube.apiserver.ApiServer;
import java.net.URI;
import java.nio.file.Path;

/**
 * The API server of a test, seen from the namespace that the test works in. Thread-safe. Clients
 * and files are those of the server and go with it.
 */
public final class TestApiServer {
  private final RunningServer running;
  private final String namespace;

  TestApiServer(RunningServer running, String namespace) {
    this.running = running;
    this.namespace = namespace;
  }

  /** The server itself. It stops by itself; closing it is not the test's business. */
  public ApiServer server() {
    return running.server();
  }

  /** The URL of the API. */
  public URI url() {
    return running.server().url();
  }

  /** The namespace of clients and kubeconfigs. */
  public String namespace() {
    return namespace;
  }

  /** The administrator's client. */
  public NamespacedKubernetesClient client() {
    return client(RunningServer.ADMINISTRATOR);
  }

  /**
   * A user's client.
   *
   * @param user name of one of {@link MkubeApiServer#users}
   * @throws IllegalArgumentException if there is no such user
   */
  public NamespacedKubernetesClient client(String user) {
    return running.client(user).inNamespace(namespace);
  }

  /** The administrator's configuration, a new one at each call. */
  public Config config() {
    return config(RunningServer.ADMINISTRATOR);
  }

  /**
   * A user's configuration, a new one at each call.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public Config config(String user) {
    return running.access(user).config(namespace);
  }

  /** The administrator's kubeconfig. */
  public String kubeconfig() {
    return kubeconfig(RunningServer.ADMINISTRATOR);
  }

  /**
   * A user's kubeconfig.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public String kubeconfig(String user) {
    return running.access(user).kubeconfig(namespace);
  }

  /** A file with the administrator's kubeconfig. */
  public Path kubeconfigFile() {
    return kubeconfigFile(RunningServer.ADMINISTRATOR);
  }

  /**
   * A file with a user's kubeconfig.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public Path kubeconfigFile(String user) {
    return running.kubeconfigFile(user, namespace);
  }
}
