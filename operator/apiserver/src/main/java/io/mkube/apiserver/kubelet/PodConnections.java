package io.mkube.apiserver.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.request.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches logs, terminals and ports of pods from their nodes, as kube-apiserver does from kubelets:
 * over TLS, where both sides show a certificate of the cluster's authority. Thread-safe.
 */
public final class PodConnections implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int TEXT_LIMIT = 64 << 10;

  private final Nodes nodes;
  private final Supplier<SSLContext> tls;
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
  private @Nullable HttpClient client;

  /**
   * Connections to all nodes.
   *
   * @param cache the Nodes
   * @param tls keys of the API server; asked for when the first connection is made
   */
  public PodConnections(WatchCache cache, Supplier<SSLContext> tls) {
    this.nodes = new Nodes(cache);
    this.tls = tls;
  }

  /**
   * Answers a request for a log, a terminal or a port.
   *
   * @param pod the pod
   * @param subresource {@code log}, {@code exec}, {@code attach} or {@code portforward}
   * @throws ApiException with 400, 404, 422, 500 or 501
   */
  public void serve(Exchange exchange, ObjectNode pod, String subresource, Query query)
      throws IOException {
    switch (subresource) {
      case "log" -> log(exchange, pod, query);
      case "exec" -> {
        if (query.all("command").isEmpty()) {
          throw ApiException.badRequest("you must specify at least 1 command for the container");
        }
        terminal(exchange, PodTarget.of(pod, query.text("container")), "exec");
      }
      case "attach" -> terminal(exchange, PodTarget.of(pod, query.text("container")), "attach");
      default -> terminal(exchange, PodTarget.whole(pod), "portForward");
    }
  }

  private void log(Exchange exchange, ObjectNode pod, Query query) throws IOException {
    String name = pod.path("metadata").path("name").asText();
    LogOptions options = LogOptions.parse(name, query);
    PodTarget target = PodTarget.of(pod, query.text("container"));
    if (target.node().isEmpty()) {
      // Nothing has run yet: kube-apiserver gives an empty log.
      exchange.answer(200, "text/plain", new byte[0]);
      return;
    }
    target.requireStarted(pod);
    String url = url(target, "containerLogs", "the log of pod " + name);
    HttpResponse<InputStream> response =
        get(options.query().isEmpty() ? url : url + "?" + options.query());
    try (InputStream body = opened(response.body())) {
      requireSuccess(response, body);
      Runnable gone = () -> closeQuietly(body);
      try (OutputStream out = exchange.answerLive(200, "text/plain", gone)) {
        pass(body, out);
      }
    } finally {
      open.remove(response.body());
    }
  }

  /**
   * Asks the node for a terminal or port and passes on why it gives none. The streams behind such a
   * request are not carried through this server.
   */
  private void terminal(Exchange exchange, PodTarget target, String path) throws IOException {
    if (target.node().isEmpty()) {
      throw ApiException.badRequest("pod " + target.pod() + " does not have a host assigned");
    }
    String url = url(target, path, path + " of pod " + target.pod());
    String query = exchange.query();
    HttpResponse<InputStream> response = get(query.isEmpty() ? url : url + "?" + query);
    try (InputStream body = opened(response.body())) {
      requireSuccess(response, body);
    } finally {
      open.remove(response.body());
    }
    throw new ApiException(
        new Failure.NotImplemented(path + " is not available on node " + target.node()));
  }

  private String url(PodTarget target, String path, String what) {
    String container = target.container().isEmpty() ? "" : "/" + target.container();
    return "%s/%s/%s/%s%s"
        .formatted(
            nodes.authority(target.node(), what),
            path,
            target.namespace(),
            target.pod(),
            container);
  }

  private HttpResponse<InputStream> get(String url) throws IOException {
    try {
      return client()
          .send(
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

  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(tls.get())
              .connectTimeout(CONNECT)
              .build();
      client = known;
    }
    return known;
  }

  private InputStream opened(InputStream body) {
    open.add(body);
    return body;
  }

  private static void requireSuccess(HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    int code = response.statusCode();
    if (code == 200) {
      return;
    }
    String text = new String(body.readNBytes(TEXT_LIMIT), StandardCharsets.UTF_8).strip();
    throw new ApiException(
        switch (code) {
          case 400 -> new Failure.BadRequest(text);
          case 404 -> new Failure.NoSuchPath();
          case 501 -> new Failure.NotImplemented(text);
          case 503 -> new Failure.Unavailable(text);
          default -> new Failure.Internal("the node answered " + code + ": " + text);
        });
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
      throw new java.io.UncheckedIOException("a node's stream did not close", e);
    }
  }

  /** Ends the logs that go on. */
  @Override
  public void close() {
    open.forEach(PodConnections::closeQuietly);
    HttpClient known;
    synchronized (this) {
      known = client;
    }
    if (known != null) {
      known.shutdownNow();
    }
  }
}
