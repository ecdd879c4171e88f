package io.mkube.apiserver.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.pki.NodeTls;
import io.mkube.apiserver.request.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Passes logs on from nodes. Thread-safe. */
final class PodLogs implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final String ANYBODY = "anybody";
  private static final int TEXT_LIMIT = 64 << 10;

  private final Nodes nodes;
  private final Supplier<NodeTls> tls;
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();

  /** By the fingerprint that a node may have. */
  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

  PodLogs(Nodes nodes, Supplier<NodeTls> tls) {
    this.nodes = nodes;
    this.tls = tls;
  }

  void serve(Exchange exchange, ObjectNode pod, Query query) throws IOException {
    String name = pod.path("metadata").path("name").asText();
    LogOptions options = LogOptions.parse(name, query);
    PodTarget target = PodTarget.of(pod, query.text("container"));
    if (target.node().isEmpty()) {
      // Nothing has run yet: kube-apiserver gives an empty log.
      exchange.answer(200, "text/plain", new byte[0]);
      return;
    }
    target.requireStarted(pod);
    NodeAddress address = nodes.address(target.node(), "the log of pod " + name);
    String path = target.path("containerLogs", options.query());
    boolean anybody = query.flag("insecureSkipTLSVerifyBackend").orElse(false);
    HttpResponse<InputStream> response =
        get(anybody ? trusting() : client(address), "https://" + address.authority() + path);
    open.add(response.body());
    try (InputStream body = response.body()) {
      requireSuccess(response, body);
      Runnable gone = () -> closeQuietly(body);
      try (OutputStream out = exchange.answerLive(200, "text/plain", gone)) {
        pass(body, out);
      }
    } finally {
      open.remove(response.body());
    }
  }

  private static HttpResponse<InputStream> get(HttpClient client, String url) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).GET().build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (IOException e) {
      throw new ApiException(
          new Failure.Internal("Get \"" + url + "\": " + String.valueOf(e.getMessage())), e);
    }
  }

  private HttpClient client(NodeAddress address) {
    return clients.computeIfAbsent(
        address.fingerprint(), fingerprint -> client(tls.get().client(fingerprint)));
  }

  /** For callers who say that they do not mind who the node is. */
  private HttpClient trusting() {
    return clients.computeIfAbsent(ANYBODY, any -> client(tls.get().trustingClient()));
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context)
        .connectTimeout(CONNECT)
        .build();
  }

  private static void requireSuccess(HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    if (response.statusCode() != 200) {
      String text = new String(body.readNBytes(TEXT_LIMIT), StandardCharsets.UTF_8).strip();
      throw NodeAnswer.refusal(response.statusCode(), text);
    }
  }

  private static void pass(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a node's stream did not close", e);
    }
  }

  @Override
  public void close() {
    open.forEach(PodLogs::closeQuietly);
    clients.values().forEach(HttpClient::shutdownNow);
  }
}
