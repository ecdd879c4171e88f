package io.mkube.apiserver.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
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

  /** Connections without a request or a byte moving are closed after this time. */
  private static final Duration IDLE = Duration.ofMinutes(3);

  private static final Duration FINISH = Duration.ofSeconds(5);

  /**
   * Resets, pings and the like that one connection may send in a second. A client that drops a
   * thousand watches at once is honest.
   */
  private static final int MAX_CONTROL_FRAMES = 5000;

  // Names of ALPN, in which case counts.
  private static final String HTTP_2 = "h2";
  private static final String HTTP_1_1 = "http/1.1";
  static final String PLAIN = "plain";

  private final Server server;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private @Nullable ServerConnector secure;
  private @Nullable ServerConnector plain;

  private HttpListener(SSLContext context) {
    QueuedThreadPool threads = new QueuedThreadPool(32, 2);
    threads.setName("api");
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("api-"));
    server = new Server(threads, new ScheduledExecutorScheduler("api-timer", true), null);
    server.setStopTimeout(FINISH.toMillis());
    tls.setSslContext(context);
    tls.setWantClientAuth(true);
    tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
  }

  /**
   * Opens the sockets; requests are handled from now on.
   *
   * @param addresses where to listen
   * @param context TLS keys
   * @param handler handles each request on a virtual thread; it must answer or start a stream
   * @throws IOException if an address cannot be bound; the message names it
   */
  public static HttpListener open(
      ListenAddresses addresses, SSLContext context, Consumer<Exchange> handler)
      throws IOException {
    HttpListener listener = new HttpListener(context);
    try {
      listener.bind(addresses);
      listener.server.setHandler(new GracefulHandler(new JettyHandler(listener.server, handler)));
      listener.server.setErrorHandler(new JettyErrors());
      listener.server.start();
      return listener;
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    } catch (Exception e) {
      listener.close();
      throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
    }
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

  /** Stops listening, lets running requests finish for a few seconds, then drops the rest. */
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
      for (var connector : server.getConnectors()) {
        ((ServerConnector) connector).close();
      }
      server.destroy();
    }
  }

  private void bind(ListenAddresses addresses) throws IOException {
    for (InetAddress address : addresses.addresses()) {
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
    http2.setMaxConcurrentStreams(1000);
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
    configuration.setRequestHeaderSize(32 << 10);
    configuration.setOutputBufferSize(32 << 10);
    return configuration;
  }
}
