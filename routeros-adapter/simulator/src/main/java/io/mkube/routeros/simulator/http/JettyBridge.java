package io.mkube.routeros.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only class that knows both Jetty and the handlers. */
final class JettyBridge extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(JettyBridge.class);
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  private final HttpHandler handler;
  private final int bodyLimit;
  private final Map<EndPoint, Peer> peers = new ConcurrentHashMap<>();

  JettyBridge(HttpHandler handler, int bodyLimit) {
    super(InvocationType.BLOCKING);
    this.handler = handler;
    this.bodyLimit = bodyLimit;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    byte[] body = body(request);
    if (body.length > bodyLimit) {
      send(response, callback, new HttpReply.Answer(413, "", new byte[0], Map.of()));
      return true;
    }
    try {
      switch (handler.handle(call(request, body))) {
        case HttpReply.Answer answer -> send(response, callback, answer);
        case HttpReply.Reset reset -> reset(endPoint, callback, reset);
        case HttpReply.EndOfStream end -> end(endPoint, callback, end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(endPoint, callback, new HttpReply.EndOfStream());
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
      send(response, callback, new HttpReply.Answer(500, "", new byte[0], Map.of()));
    }
    return true;
  }

  private HttpCall call(Request request, byte[] body) {
    String path = request.getHttpURI().getPath();
    String query = request.getHttpURI().getQuery();
    return new HttpCall(
        request.getMethod(),
        path == null ? "/" : path,
        query == null ? "" : query,
        name -> {
          String value = request.getHeaders().get(name);
          return value == null ? "" : value;
        },
        body,
        peer(request.getConnectionMetaData().getConnection()));
  }

  private byte[] body(Request request) throws IOException {
    if (request.getLength() == 0) {
      return new byte[0];
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      return in.readNBytes(bodyLimit + 1);
    }
  }

  private Peer peer(Connection connection) {
    return peers.computeIfAbsent(
        connection.getEndPoint(),
        endPoint -> {
          Peer peer = new Peer(CONNECTIONS.incrementAndGet(), remote(endPoint));
          connection.addEventListener(
              new Connection.Listener() {
                @Override
                public void onClosed(Connection closed) {
                  peers.remove(endPoint);
                  peer.closed();
                }
              });
          return peer;
        });
  }

  private static String remote(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "";
  }

  private static void send(Response response, Callback callback, HttpReply.Answer answer) {
    response.setStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private static void reset(EndPoint endPoint, Callback callback, HttpReply.Reset reason)
      throws IOException {
    if (endPoint instanceof SocketChannelEndPoint socket) {
      // Closing with linger 0 sends RST instead of FIN.
      socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    end(endPoint, callback, reason);
  }

  private static void end(EndPoint endPoint, Callback callback, HttpReply reason) {
    // Jetty does not log this kind of exception.
    EofException wanted = new EofException(reason.toString());
    endPoint.close(wanted);
    callback.failed(wanted);
  }

  private static final class Peer implements HttpCall.Connection {
    private final long number;
    private final String remote;
    private final CopyOnWriteArrayList<Runnable> actions = new CopyOnWriteArrayList<>();

    Peer(long number, String remote) {
      this.number = number;
      this.remote = remote;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public String remote() {
      return remote;
    }

    @Override
    public void onClose(Runnable action) {
      actions.add(action);
    }

    void closed() {
      actions.forEach(Runnable::run);
    }
  }
}
