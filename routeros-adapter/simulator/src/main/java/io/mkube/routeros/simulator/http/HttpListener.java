package io.mkube.routeros.simulator.http;

import io.mkube.routeros.simulator.start.SimulatorStartException;
import io.mkube.routeros.simulator.start.SimulatorStartException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A listening HTTP/1.1 socket. Handlers run on virtual threads. Thread-safe. */
public final class HttpListener implements AutoCloseable {
  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService handlers;

  private HttpListener(Server server, ServerConnector connector, ExecutorService handlers) {
    this.server = server;
    this.connector = connector;
    this.handlers = handlers;
  }

  /**
   * Listens at an address. Port 0 takes the preferred port if it is free, otherwise any.
   *
   * @param preferredPort port to try first when the address leaves it open; 0 for none
   * @param bodyLimit largest request body in bytes; more is answered with 413
   * @throws SimulatorStartException if the port is in use
   */
  public static HttpListener open(
      InetSocketAddress address, int preferredPort, int bodyLimit, HttpHandler handler) {
    if (address.getPort() == 0 && preferredPort != 0) {
      try {
        return bind(new InetSocketAddress(address.getAddress(), preferredPort), bodyLimit, handler);
      } catch (IOException e) {
        return openAt(address, bodyLimit, handler);
      }
    }
    return openAt(address, bodyLimit, handler);
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop listening on port " + port(), e);
    } finally {
      handlers.shutdownNow();
    }
  }

  private static HttpListener openAt(
      InetSocketAddress address, int bodyLimit, HttpHandler handler) {
    try {
      return bind(address, bodyLimit, handler);
    } catch (IOException e) {
      throw new SimulatorStartException(
          Reason.PORT_IN_USE,
          "cannot listen on "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + ": "
              + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  private static HttpListener bind(InetSocketAddress address, int bodyLimit, HttpHandler handler)
      throws IOException {
    ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    QueuedThreadPool threads = new QueuedThreadPool(16, 3);
    threads.setName("simulator-http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(handlers);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setReuseAddress(true);
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(600_000);
    connector.setShutdownIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(new JettyBridge(handler, bodyLimit));
    server.setStopTimeout(0);
    HttpListener listener = new HttpListener(server, connector, handlers);
    try {
      connector.open();
      server.start();
    } catch (IOException e) {
      listener.close();
      throw e;
    } catch (Exception e) {
      listener.close();
      throw new IllegalStateException("cannot start the HTTP listener", e);
    }
    return listener;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    configuration.setHttpCompliance(HttpCompliance.RFC7230);
    // Ids and file names travel in paths, also with encoded slashes; Uris decodes them.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setRequestHeaderSize(32 * 1024);
    return configuration;
  }
}
