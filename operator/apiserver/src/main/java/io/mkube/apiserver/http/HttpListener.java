package io.mkube.apiserver.http;

import io.mkube.apiserver.overload.ServerLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets: TLS with HTTP/1.1, HTTP/2 and WebSocket for the API, optionally plain
 * HTTP/1.1. Handlers run on virtual threads.
 */
public final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int IDLE_THREAD_MILLIS = 60_000;

  /** Connections without a request or a byte moving are closed after this time. */
  private static final Duration IDLE = Duration.ofMinutes(3);

  /**
   * kube-apiserver takes headers of 1 MiB; this is enough for selectors with thousands of values.
   */
  private static final int HEADER_BYTES = 128 << 10;

  private static final int STREAMS = 4096;

  /**
   * What a connection may take of the heap. A handshake that has begun holds a record of TLS and
   * its engine, 25 KiB, for as long as {@link SlowHeaders} lets it.
   */
  private static final long CONNECTION_BYTES = 64 << 10;

  private static final int FEWEST = 256;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /**
   * Resets, pings and the like that one connection may send in a second. A client that drops a
   * thousand watches at once is honest.
   */
  private static final int MAX_CONTROL_FRAMES = 5000;

  /** Lines end with CR LF and nothing else, so that no proxy in front sees another request. */
  private static final HttpCompliance STRICT =
      HttpCompliance.RFC9110.without(
          "RFC9110_CRLF",
          HttpCompliance.Violation.LF_HEADER_TERMINATION,
          HttpCompliance.Violation.LF_CHUNK_TERMINATION);

  // Names of ALPN, in which case counts.
  private static final String HTTP_2 = "h2";
  private static final String HTTP_1_1 = "http/1.1";
  static final String PLAIN = "plain";

  private final Server server;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private final SlowHeaders slowHeaders;
  private @Nullable ServerConnector secure;
  private @Nullable ServerConnector plain;

  private HttpListener(SSLContext context, ServerLimits limits) {
    this.slowHeaders = new SlowHeaders(limits.headers());
    // Jetty's own queue asks the platform's MBeans for the size of a cache line: 0.1 s of a start.
    QueuedThreadPool threads =
        new QueuedThreadPool(32, 2, IDLE_THREAD_MILLIS, new LinkedBlockingQueue<>());
    threads.setName("api");
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory()));
    server = new Server(threads, new ScheduledExecutorScheduler("api-timer", true), null);
    server.setStopTimeout(0); // Farewell has waited for all that is worth waiting for.
    tls.setSslContext(context);
    tls.setWantClientAuth(true);
    tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
  }

  /**
   * Opens the sockets; requests are handled from now on.
   *
   * @param addresses where to listen
   * @param context TLS keys
   * @param limits connections and header time count here
   * @param handler handles each request on a virtual thread; it must answer or start a stream
   * @throws IOException if an address cannot be bound; the message names it
   */
  public static HttpListener open(
      ListenAddresses addresses,
      SSLContext context,
      ServerLimits limits,
      Consumer<Exchange> handler)
      throws IOException {
    HttpListener listener = new HttpListener(context, limits);
    try {
      listener.bind(addresses);
      listener.server.setHandler(new JettyHandler(listener.server, handler));
      listener.server.setErrorHandler(new JettyErrors());
      int connections = connections(limits.connections(), Runtime.getRuntime().maxMemory());
      listener.server.addBean(new NetworkConnectionLimit(connections, listener.server));
      listener.server.start();
      listener.sweep();
      return listener;
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    } catch (Exception e) {
      listener.close();
      throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
    }
  }

  /** How many connections there may be, of as many as are wanted, in a heap of so many bytes. */
  static int connections(int wanted, long heap) {
    return (int) Math.min(wanted, Math.max(FEWEST, heap / CONNECTION_BYTES));
  }

  /** The port of the API. */
  public int port() {
    return secure == null ? -1 : secure.getLocalPort();
  }

  /** The port of health and metrics. */
  public OptionalInt plainPort() {
    return plain == null ? OptionalInt.empty() : OptionalInt.of(plain.getLocalPort());
  }

  /** Uses other keys for connections made from now on. */
  public void reload(SSLContext context) {
    try {
      tls.reload(factory -> factory.setSslContext(context));
    } catch (Exception e) {
      throw new IllegalStateException("the TLS keys cannot be replaced", e);
    }
  }

  /**
   * Takes no further connections, and tells clients that those they have end. Requests that come on
   * these are still handled.
   */
  public Farewell leave() {
    return Farewell.begin(connectors());
  }

  /** Drops the connections that are left, and closes the sockets. Idempotent. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("the HTTP server did not stop cleanly: {}", e.toString());
    } finally {
      connectors().forEach(ServerConnector::close);
      server.destroy();
    }
  }

  private List<ServerConnector> connectors() {
    return Arrays.stream(server.getConnectors()).map(ServerConnector.class::cast).toList();
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Connector connector : server.getConnectors()) {
      slowHeaders.close(connector.getConnectedEndPoints(), now);
    }
    server.getScheduler().schedule(this::sweep, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void bind(ListenAddresses addresses) throws IOException {
    for (InetAddress address : addresses.distinct()) {
      int port = secure == null ? addresses.port() : secure.getLocalPort();
      ServerConnector connector = bind(address, port, secureProtocols());
      if (secure == null) {
        secure = connector;
      }
    }
    if (addresses.plainPort().isPresent()) {
      plain =
          bind(
              addresses.addresses().getFirst(),
              addresses.plainPort().getAsInt(),
              new HttpConnectionFactory(configuration()));
      plain.setName(PLAIN);
    }
  }

  private ServerConnector bind(InetAddress address, int port, ConnectionFactory... protocols)
      throws IOException {
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols);
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(-1); // Farewell decides about that.
    connector.setAcceptedTcpNoDelay(true);
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IOException(
          "cannot listen on " + address.getHostAddress() + " port " + port + ": " + cause, e);
    }
    return connector;
  }

  private ConnectionFactory[] secureProtocols() {
    HttpConfiguration configuration = configuration();
    // Clients may reach the server under names that its certificate lacks: that is theirs to judge.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(HTTP_2, HTTP_1_1);
    alpn.setDefaultProtocol(HTTP_1_1);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
    http2.setMaxConcurrentStreams(STREAMS);
    // Watches live on streams of their own; only connections without any are idle.
    http2.setStreamIdleTimeout(-1);
    http2.setRateControlFactory(new WindowRateControl.Factory(MAX_CONTROL_FRAMES));
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls, alpn.getProtocol()),
      alpn,
      http2,
      new HttpConnectionFactory(configuration)
    };
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // Paths are decoded once, before anybody is asked whether they are allowed: no two readings.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setHttpCompliance(STRICT);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setOutputBufferSize(32 << 10);
    return configuration;
  }
}
