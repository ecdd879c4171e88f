package io.mkube.app.command;

import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.admission.ServiceNetwork;
import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.config.StoreLocation;
import io.mkube.app.console.CommandException;
import io.mkube.app.wiring.KubeconfigFile;
import io.mkube.app.wiring.ServedApi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apiserver",
    header = "Run the API server alone.",
    description =
        "Serves the Kubernetes API over a store. Prints one line when it is ready, and runs until"
            + " it is stopped.",
    footer = {
      "  mkube apiserver --data /var/lib/mkube",
      "  mkube apiserver --listen 0.0.0.0 --tls-san api.lan --tls-san 192.168.88.2",
      "  mkube apiserver --audit-log /var/log/mkube/audit.log --audit-policy request",
      "  mkube apiserver --store memory: --port 0      forgets everything at the end",
      "  mkube apiserver --store memory: --mirror-workloads      for tests of operators",
      "  mkube apiserver --store nats://mkube:password@10.0.0.5:4222/mkube?replicas=3"
    })
final class ApiServerCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--store",
      paramLabel = "URL",
      converter = StoreConverter.class,
      description =
          "Where objects are kept: file:DIR, memory:, or"
              + " nats://[USER:PASSWORD@]HOST[:PORT][,...]/BUCKET[?OPTION=VALUE&...] (tls:// with"
              + " TLS). Options: replicas, history, max_bytes, creds, nkey, tls_ca, tls_cert,"
              + " tls_key. Default: store in the data directory.")
  private @Nullable StoreLocation store;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where keys, certificates and the store are kept. Default: "
              + DataFolders.DEFAULT
              + "/apiserver.")
  private Path data = DataFolders.of("apiserver");

  @Mixin private final ListenOptions ports = new ListenOptions();

  @Mixin private final SecurityOptions security = new SecurityOptions();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Where the kubeconfig is written. Default: kubeconfig in the data directory.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Bearer tokens to accept, a line each: token,user,uid,\"group1,group2\".")
  private @Nullable Path tokenFile;

  @Option(
      names = "--service-cluster-ip-range",
      paramLabel = "CIDR[,CIDR]",
      converter = ServiceRangesConverter.class,
      description =
          "Addresses that services get; a range of IPv4 and one of IPv6 make it dual-stack, and the"
              + " first is the default. Default: 10.96.0.0/12.")
  private ServiceNetwork services = ServiceNetwork.DEFAULT;

  @Option(
      names = "--min-request-timeout",
      paramLabel = "SECONDS",
      description =
          "How long watches last at least whose client does not say; they end after one to two"
              + " times this. Default: 1800.")
  private long shortestWatch = ApiServerConfig.SHORTEST_WATCH.toSeconds();

  @Option(
      names = "--mirror-workloads",
      description =
          "Let Deployments, StatefulSets, DaemonSets, Jobs and Pods become ready although nothing"
              + " runs, for tests without a device.")
  private boolean mirrorWorkloads;

  ApiServerCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    if (shortestWatch < 1) {
      throw new CommandException(
          "--min-request-timeout must be at least 1 second, but is " + shortestWatch);
    }
    Api.Served options =
        new Api.Served(
            DataFolders.create(data),
            Optional.ofNullable(store),
            ports.listen(),
            ports.port(),
            ports.httpPort(),
            Optional.ofNullable(kubeconfig),
            Optional.ofNullable(tokenFile),
            security.security());
    KubeconfigFile file = new KubeconfigFile(options.kubeconfigFile());
    file.check();
    try (ServedApi api = ServedApi.start(options, this::adjust)) {
      file.write(api.kubeconfig());
      ReadyLine.apiServes(out, file.path());
      return ReadyLine.untilStopped();
    }
  }

  private ApiServerConfig adjust(ApiServerConfig config) {
    ApiServerConfig served =
        config.withServiceNetwork(services).withShortestWatch(Duration.ofSeconds(shortestWatch));
    return mirrorWorkloads ? served.withMirroredWorkloads() : served;
  }
}
