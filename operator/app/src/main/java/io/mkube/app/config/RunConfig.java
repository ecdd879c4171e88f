package io.mkube.app.config;

import io.mkube.controllers.device.DeviceSettings;
import io.mkube.routeros.RouterOsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mkube run} needs to know.
 *
 * @param api where the Kubernetes API is
 * @param devices the routers, at least one; their names differ
 * @param defaultNetwork network of pods that name none; null when such pods wait
 */
public record RunConfig(Api api, List<Device> devices, @Nullable String defaultNetwork) {
  public RunConfig {
    devices = List.copyOf(devices);
  }

  /** Where the Kubernetes API is. */
  public sealed interface Api {
    /**
     * A server that runs already: mkube's own or any Kubernetes.
     *
     * @param kubeconfig file with its address and credentials
     * @param kubeletPort port on which it fetches logs here, 0 for a free one
     */
    record Running(Path kubeconfig, int kubeletPort) implements Api {}

    /**
     * Served by this process.
     *
     * @param data folder of keys and of the embedded store
     * @param store {@code file:DIR}, {@code nats://…}, {@code memory:}; empty for the embedded
     *     store below {@code data}
     * @param listen address to listen on
     * @param port port of the API, 0 for a free one
     * @param httpPort port of the plain HTTP endpoints, 0 for a free one
     * @param kubeconfig where to write the kubeconfig; empty for {@code kubeconfig} in {@code data}
     * @param tokenFile bearer tokens to accept
     * @param security keys, names and the audit log
     */
    record Served(
        Path data,
        Optional<StoreLocation> store,
        String listen,
        int port,
        int httpPort,
        Optional<Path> kubeconfig,
        Optional<Path> tokenFile,
        Security security)
        implements Api {
      /** With the usual keys, names and no audit log. */
      public Served(
          Path data,
          Optional<StoreLocation> store,
          String listen,
          int port,
          int httpPort,
          Optional<Path> kubeconfig,
          Optional<Path> tokenFile) {
        this(data, store, listen, port, httpPort, kubeconfig, tokenFile, Security.DEFAULT);
      }

      /** Where to write the kubeconfig. */
      public Path kubeconfigFile() {
        return kubeconfig.orElse(data.resolve("kubeconfig"));
      }

      /** The same with another store. */
      public Served with(StoreLocation other) {
        return new Served(
            data, Optional.of(other), listen, port, httpPort, kubeconfig, tokenFile, security);
      }

      /** The same with other keys, names or audit log. */
      public Served with(Security other) {
        return new Served(data, store, listen, port, httpPort, kubeconfig, tokenFile, other);
      }
    }
  }

  /**
   * A router.
   *
   * @param settings its name, its storage and how often it is looked at
   * @param connection address and credentials
   */
  public record Device(DeviceSettings settings, RouterOsConfig connection) {}
}
