package io.mkube.controllers.kubelet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.naming.DeviceNames;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.container.ContainerOutput;
import io.mkube.routeros.container.ContainerOutput.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the logs of containers to the API server, at the URLs of a kubelet. Terminals and port
 * forwarding, for which RouterOS has no remote interface, are refused by name.
 */
public final class KubeletServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubeletServer.class);
  private static final int LOG_SEGMENTS = 5;

  private final KubernetesClient client;
  private final Devices devices;
  private final InstantSource clock;
  private final KubeletSettings settings;
  private final HttpsServer server;
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kubelet-", 0).factory());

  private KubeletServer(
      KubernetesClient client, Devices devices, InstantSource clock, KubeletSettings settings)
      throws IOException {
    this.client = client;
    this.devices = devices;
    this.clock = clock;
    this.settings = settings;
    this.server = HttpsServer.create(new InetSocketAddress(settings.listen(), settings.port()), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
  }

  /**
   * Starts to serve.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static KubeletServer start(
      KubernetesClient client, Devices devices, InstantSource clock, KubeletSettings settings)
      throws IOException {
    KubeletServer kubelet = new KubeletServer(client, devices, clock, settings);
    kubelet.handlers.execute(kubelet::open);
    return kubelet;
  }

  /** Callers wait in the queue of the socket until the keys are there. */
  private void open() {
    server.setHttpsConfigurator(new ClientsShowCertificates(settings.tls().get()));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      if (!(exchange instanceof HttpsExchange secure) || !allowed(secure)) {
        refuse(exchange, 403, "Forbidden");
      } else if (path.length == LOG_SEGMENTS && path[1].equals("containerLogs")) {
        log(exchange, path[2], path[3], path[4]);
      } else if (path.length > 1) {
        other(exchange, path[1]);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("the API server went away: {}", e.toString());
    }
  }

  private static void other(HttpExchange exchange, String path) throws IOException {
    switch (path) {
      case "exec", "attach", "run" ->
          refuse(
              exchange,
              501,
              "RouterOS gives no terminal of a container to other machines; use /container/shell"
                  + " on the router");
      case "portForward" ->
          refuse(
              exchange,
              501,
              "ports of pods on a router are not forwarded; their addresses are reachable"
                  + " directly");
      case "healthz" -> answer(exchange, 200, "ok");
      default -> refuse(exchange, 404, "404 page not found");
    }
  }

  private void log(HttpExchange exchange, String namespace, String name, String container)
      throws IOException, InterruptedException {
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    Optional<DeviceNode> device =
        pod == null ? Optional.empty() : devices.find(pod.getSpec().getNodeName());
    if (device.isEmpty()) {
      refuse(exchange, 404, "pod \"" + name + "\" not found");
      return;
    }
    try {
      LogRequest request =
          LogRequest.parse(exchange.getRequestURI().getRawQuery(), clock.instant());
      if (request.previous() && restarts(pod, container) == 0) {
        refuse(
            exchange,
            400,
            "previous terminated container \"%s\" in pod \"%s\" not found"
                .formatted(container, name));
        return;
      }
      ContainerOutput output = device.get().device().containerOutput();
      String row = DeviceNames.container(namespace, name, container);
      send(exchange, new ContainerLog(output, row, request), pod);
    } catch (IllegalArgumentException e) {
      refuse(exchange, 400, String.valueOf(e.getMessage()));
    } catch (DeviceException e) {
      refuse(exchange, 503, String.valueOf(e.getMessage()));
    }
  }

  /**
   * A device that fails before the first line is told to the client; later it only ends the log.
   */
  private void send(HttpExchange exchange, ContainerLog log, Pod pod)
      throws IOException, InterruptedException {
    List<Line> first = log.first();
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      log.send(first, out, () -> exists(pod.getMetadata()));
    } catch (DeviceException e) {
      LOG.info(
          "the log of pod {}/{} ends early: {}",
          pod.getMetadata().getNamespace(),
          pod.getMetadata().getName(),
          e.getMessage());
    }
  }

  private boolean exists(ObjectMeta known) {
    Pod pod = client.pods().inNamespace(known.getNamespace()).withName(known.getName()).get();
    return pod != null && pod.getMetadata().getUid().equals(known.getUid());
  }

  private static int restarts(Pod pod, String container) {
    if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
      return 0;
    }
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(container))
        .mapToInt(ContainerStatus::getRestartCount)
        .findFirst()
        .orElse(0);
  }

  private boolean allowed(HttpsExchange exchange) {
    String name = commonName(exchange);
    return name != null && settings.callers().contains(name);
  }

  private static @Nullable String commonName(HttpsExchange exchange) {
    try {
      LdapName subject = new LdapName(exchange.getSSLSession().getPeerPrincipal().getName());
      return subject.getRdns().stream()
          .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
          .map(rdn -> String.valueOf(rdn.getValue()))
          .findFirst()
          .orElse(null);
    } catch (SSLPeerUnverifiedException | InvalidNameException e) {
      LOG.debug("a caller without a name: {}", e.toString());
      return null;
    }
  }

  private static void refuse(HttpExchange exchange, int code, String text) throws IOException {
    answer(exchange, code, text + "\n");
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Nobody gets in without a certificate. */
  private static final class ClientsShowCertificates extends HttpsConfigurator {
    ClientsShowCertificates(SSLContext tls) {
      super(tls);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setNeedClientAuth(true);
      parameters.setSSLParameters(tls);
    }
  }
}
