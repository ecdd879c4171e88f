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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code mkube apiserver}. */
final class ApiServerCommand implements Callable<Integer> {
  private final PrintWriter out;

  private final Setting<StoreLocation> store =
      Setting.of(
          "--store",
          "URL",
          StoreLocation.class,
          new StoreConverter(),
          "Where objects are kept: file:DIR, memory:, or"
              + " nats://[USER:PASSWORD@]HOST[:PORT][,...]/BUCKET[?OPTION=VALUE&...] (tls:// with"
              + " TLS). Options: replicas, history, max_bytes, creds, nkey, tls_ca, tls_cert,"
              + " tls_key. Default: store in the data directory.");

  private final Setting<Path> data =
      Setting.of(
          "--data",
          "DIR",
          Path.class,
          "Where keys, certificates and the store are kept. Default: "
              + DataFolders.DEFAULT
              + "/apiserver.");

  private final ListenOptions ports = new ListenOptions();

  private final SecurityOptions security = new SecurityOptions();

  private final Setting<Path> kubeconfig =
      Setting.of(
          "--kubeconfig",
          "FILE",
          Path.class,
          "Where the kubeconfig is written. Default: kubeconfig in the data directory.");

  private final Setting<Path> tokenFile =
      Setting.of(
          "--token-file",
          "FILE",
          Path.class,
          "Bearer tokens to accept, a line each: token,user,uid,\"group1,group2\".");

  private final Setting<ServiceNetwork> services =
      Setting.of(
          "--service-cluster-ip-range",
          "CIDR[,CIDR]",
          ServiceNetwork.class,
          new ServiceRangesConverter(),
          "Addresses that services get; a range of IPv4 and one of IPv6 make it dual-stack, and the"
              + " first is the default. Default: 10.96.0.0/12.");

  private final Setting<Long> shortestWatch =
      Setting.of(
          "--min-request-timeout",
          "SECONDS",
          Long.class,
          "How long watches last at least whose client does not say; they end after one to two"
              + " times this. Default: 1800.");

  private final OptionSpec mirrorWorkloads =
      OptionSpec.builder("--mirror-workloads")
          .type(boolean.class)
          .arity("0")
          .description(
              "Let Deployments, StatefulSets, DaemonSets, Jobs and Pods become ready although"
                  + " nothing runs, for tests without a device.")
          .build();

  ApiServerCommand(PrintWriter out) {
    this.out = out;
  }

  /** The command with its options. */
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("apiserver");
    spec.usageMessage()
        .header("Run the API server alone.")
        .description(
            "Serves the Kubernetes API over a store. Prints one line when it is ready, and runs"
                + " until it is stopped.")
        .footer(
            "  mkube apiserver --data /var/lib/mkube",
            "  mkube apiserver --listen 0.0.0.0 --tls-san api.lan --tls-san 192.168.88.2",
            "  mkube apiserver --audit-log /var/log/mkube/audit.log --audit-policy request",
            "  mkube apiserver --store memory: --port 0      forgets everything at the end",
            "  mkube apiserver --store memory: --mirror-workloads      for tests of operators",
            "  mkube apiserver --store nats://mkube:password@10.0.0.5:4222/mkube?replicas=3");
    spec.addOption(store.spec()).addOption(data.spec());
    ports.addTo(spec);
    security.addTo(spec);
    spec.addOption(kubeconfig.spec()).addOption(tokenFile.spec()).addOption(services.spec());
    spec.addOption(shortestWatch.spec());
    return spec.addOption(mirrorWorkloads);
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    if (shortestWatch().toSeconds() < 1) {
      throw new CommandException(
          "--min-request-timeout must be at least 1 second, but is " + shortestWatch().toSeconds());
    }
    Api.Served options =
        new Api.Served(
            DataFolders.create(data.chosen().orElseGet(() -> DataFolders.of("apiserver"))),
            store.chosen(),
            ports.listen(),
            ports.port(),
            ports.httpPort(),
            kubeconfig.chosen(),
            tokenFile.chosen(),
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
        config
            .withServiceNetwork(services.or(ServiceNetwork.DEFAULT))
            .withShortestWatch(shortestWatch());
    @Nullable Boolean mirrored = mirrorWorkloads.getValue();
    return Boolean.TRUE.equals(mirrored) ? served.withMirroredWorkloads() : served;
  }

  private Duration shortestWatch() {
    return shortestWatch.chosen().map(Duration::ofSeconds).orElse(ApiServerConfig.SHORTEST_WATCH);
  }
}
