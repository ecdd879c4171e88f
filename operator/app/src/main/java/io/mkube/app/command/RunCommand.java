package io.mkube.app.command;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.app.config.RunConfig;
import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.config.RunConfigReader;
import io.mkube.app.config.StoreLocation;
import io.mkube.app.console.CommandException;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.app.wiring.ControlPlane;
import io.mkube.app.wiring.KubeconfigFile;
import io.mkube.app.wiring.RemoteKubelet;
import io.mkube.app.wiring.ServedApi;
import io.mkube.controllers.kubelet.KubeletSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    header = "Run the control plane against devices.",
    description =
        "Runs the controllers for the devices of a configuration file, as clients of the API server"
            + " that it names or of one in this process. Prints one line when they run, and runs"
            + " until it is stopped.",
    footer = {
      "  mkube run --config mkube.yaml",
      "",
      "  # mkube.yaml",
      "  apiServer: {data: /var/lib/mkube, listen: 0.0.0.0}",
      "  devices:",
      "    - name: rose1",
      "      url: https://192.168.88.1/rest",
      "      user: mkube",
      "      passwordFile: /etc/mkube/rose1.password",
      "      certificateFile: /etc/mkube/rose1.pem",
      "      storageRoot: raid1/mkube",
      "  defaultNetwork: gt",
      "  cycle: 10s"
    })
final class RunCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration. Default: /etc/mkube/mkube.yaml.")
  private Path config = Path.of("/etc/mkube/mkube.yaml");

  @Option(
      names = "--store",
      paramLabel = "URL",
      converter = StoreConverter.class,
      description = "Where objects are kept, instead of apiServer.store of the configuration.")
  private @Nullable StoreLocation store;

  private final SecurityOptions security = new SecurityOptions();

  RunCommand(PrintWriter out) {
    this.out = out;
  }

  /** The command with the options that it shares with others. */
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(this);
    security.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    RunConfig settings = RunConfigReader.read(config, System.getenv());
    try (ClosingStack open = new ClosingStack()) {
      Connection api = api(settings.api(), open);
      Path kubeconfig = api.kubeconfig();
      KubernetesClient client = open.opened(ControlPlane.connect(kubeconfig));
      KubeletSettings kubelet =
          settings.api() instanceof Api.Running running
              ? RemoteKubelet.of(client, running.kubeletPort()).orElse(null)
              : api.kubelet();
      open.opened(
          ControlPlane.start(client, settings.devices(), settings.defaultNetwork(), kubelet));
      ReadyLine.apiServes(out, kubeconfig);
      return ReadyLine.untilStopped();
    }
  }

  /** The way to the API server, which is started if it shall run here. */
  private Connection api(Api api, ClosingStack open) throws CommandException {
    return switch (api) {
      case Api.Running running when store != null ->
          throw new CommandException(
              "--store is of no use with api.kubeconfig: the store is the API server's");
      case Api.Running running when security.given() ->
          throw new CommandException(
              "--tls-san, --key-file and --audit-log are of no use with api.kubeconfig: they are"
                  + " the API server's");
      case Api.Running running -> new Connection(running.kubeconfig(), null);
      case Api.Served served -> {
        KubeconfigFile file = new KubeconfigFile(served.kubeconfigFile());
        file.check();
        DataFolders.create(served.data());
        ServedApi server =
            open.opened(
                ServedApi.start(
                    (store == null ? served : served.with(store)).with(security.security())));
        file.write(server.kubeconfig());
        yield new Connection(file.path(), server.kubelet());
      }
    };
  }

  /**
   * The way to an API server.
   *
   * @param kubeconfig how to reach it
   * @param kubelet how a server in this process reaches it; null if there is none
   */
  private record Connection(Path kubeconfig, @Nullable KubeletSettings kubelet) {}
}
