package io.mkube.apiserver.kubelet;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.http.RawConnection;
import io.mkube.apiserver.pki.NodeTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries terminals and forwarded ports between clients and nodes: the handshake is made with the
 * node, then bytes are passed on, whether they are WebSocket frames or SPDY. Thread-safe.
 */
final class PodStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodStreams.class);
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
  private static final String STREAM_PROTOCOL = "X-Stream-Protocol-Version";
  private static final String SPDY = "SPDY/3.1";

  /** SPDY inside of a WebSocket, which nodes do not know: they get the SPDY. */
  private static final String TUNNEL = SPDY + "+portforward.k8s.io";

  /** A subprotocol that carries the client's token, which is no business of a node. */
  private static final String TOKEN = "base64url.bearer.authorization.k8s.io.";

  private static final List<String> PASSED =
      List.of(
          "Origin",
          "Sec-WebSocket-Extensions",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          STREAM_PROTOCOL,
          "User-Agent");

  private static final Set<String> ANSWERED =
      Set.of(
          "connection",
          "sec-websocket-accept",
          "sec-websocket-extensions",
          "sec-websocket-protocol",
          "upgrade",
          "x-stream-protocol-version");

  private final Nodes nodes;
  private final Supplier<NodeTls> tls;
  private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  PodStreams(Nodes nodes, Supplier<NodeTls> tls) {
    this.nodes = nodes;
    this.tls = tls;
  }

  /**
   * Connects a client and a node.
   *
   * @param path the kubelet's word for what is wanted
   * @param options options in the kubelet's words
   */
  void serve(Exchange exchange, PodTarget target, String path, String options) throws IOException {
    if (target.node().isEmpty()) {
      throw ApiException.badRequest("pod " + target.pod() + " does not have a host assigned");
    }
    NodeAddress address = nodes.address(target.node(), path + " of pod " + target.pod());
    if (!upgrades(exchange)) {
      throw ApiException.badRequest("Upgrade request required");
    }
    boolean tunnel = exchange.webSocketRequested() && offered(exchange).contains(TUNNEL);
    NodeSocket node = connect(address);
    try {
      NodeAnswer answer =
          node.ask(
              tunnel ? "POST" : exchange.method(),
              target.path(path, options),
              tunnel ? spdy(address) : headers(exchange, address));
      if (answer.status() != NodeAnswer.SWITCHING) {
        throw NodeAnswer.refusal(answer.status(), node.text(answer));
      }
      RawConnection.User both = client -> join(client, node);
      if (tunnel) {
        exchange.startTunnel(TUNNEL, both);
      } else {
        exchange.switchProtocols(answered(answer), both);
      }
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private NodeSocket connect(NodeAddress address) {
    try {
      return NodeSocket.connect(
          address, contexts.computeIfAbsent(address.fingerprint(), tls.get()::client));
    } catch (IOException e) {
      throw new ApiException(
          new Failure.Internal(
              "error dialing backend: dial tcp "
                  + address.authority()
                  + ": "
                  + String.valueOf(e.getMessage())),
          e);
    }
  }

  private static boolean upgrades(Exchange exchange) {
    return exchange.header("Upgrade").isPresent()
        && exchange.headers("Connection").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .anyMatch(option -> option.strip().equalsIgnoreCase("Upgrade"));
  }

  private static List<String> offered(Exchange exchange) {
    return exchange.headers(PROTOCOLS).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(protocol -> !protocol.isEmpty() && !protocol.startsWith(TOKEN))
        .toList();
  }

  private static List<Map.Entry<String, String>> spdy(NodeAddress address) {
    return List.of(
        Map.entry("Host", address.authority()),
        Map.entry("Connection", "Upgrade"),
        Map.entry("Upgrade", SPDY),
        Map.entry(STREAM_PROTOCOL, "portforward.k8s.io"),
        Map.entry("Content-Length", "0"));
  }

  /** What belongs to the handshake; who the client is stays here. */
  private static List<Map.Entry<String, String>> headers(Exchange exchange, NodeAddress address) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", address.authority()));
    headers.add(Map.entry("Connection", "Upgrade"));
    headers.add(Map.entry("Upgrade", exchange.header("Upgrade").orElse("")));
    for (String name : PASSED) {
      exchange.headers(name).forEach(value -> headers.add(Map.entry(name, value)));
    }
    List<String> protocols = offered(exchange);
    if (!protocols.isEmpty()) {
      headers.add(Map.entry(PROTOCOLS, String.join(", ", protocols)));
    }
    if (!exchange.method().equals("GET")) {
      headers.add(Map.entry("Content-Length", "0"));
    }
    return headers;
  }

  private static List<Map.Entry<String, String>> answered(NodeAnswer answer) {
    return answer.headers().stream()
        .filter(header -> ANSWERED.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableList());
  }

  /** Passes bytes both ways until one side ends. */
  private void join(RawConnection client, NodeSocket node) throws IOException {
    AutoCloseable both =
        () -> {
          node.close();
          client.close();
        };
    open.add(both);
    try (node) {
      Thread up = Thread.startVirtualThread(() -> sendUp(client, node));
      copy(node.input(), client.output());
      client.close();
      up.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(both);
    }
  }

  private static void sendUp(RawConnection client, NodeSocket node) {
    try (node) {
      copy(client.input(), node.output());
    } catch (IOException e) {
      LOG.debug("the client of a stream is gone: {}", e.toString());
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[32 << 10];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  @Override
  public void close() {
    for (AutoCloseable stream : open) {
      try {
        stream.close();
      } catch (Exception e) {
        throw new IllegalStateException("a stream did not close", e);
      }
    }
  }
}
