package io.mkube.apiserver.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds connections whose clients send a handshake or the headers of a request a few bytes at a
 * time. Each byte counts as life for an idle timeout, so these would stay open for ever.
 * Connections that are quiet between two requests are left alone. Used by one thread.
 */
final class SlowHeaders {
  private static final Logger LOG = LoggerFactory.getLogger(SlowHeaders.class);
  private final long limit;
  private Map<Connection, Progress> seen = new HashMap<>();

  SlowHeaders(Duration limit) {
    this.limit = limit.toNanos();
  }

  /**
   * Closes those that have taken too long.
   *
   * @param now in the time of {@link System#nanoTime}
   */
  void close(Collection<EndPoint> connected, long now) {
    Map<Connection, Progress> next = new HashMap<>();
    List<EndPoint> late = new ArrayList<>();
    for (EndPoint endPoint : connected) {
      Connection connection = innermost(endPoint);
      if (!readsHeaders(connection)) {
        continue;
      }
      Progress progress = Progress.of(connection, seen.get(connection), now);
      next.put(connection, progress);
      if (now - progress.since() > limit) {
        late.add(endPoint);
      }
    }
    seen = next;
    for (EndPoint endPoint : late) {
      LOG.debug("{} sends its headers too slowly", endPoint.getRemoteSocketAddress());
      endPoint.close();
    }
  }

  /** The connection inside of TLS. */
  static Connection innermost(EndPoint endPoint) {
    Connection connection = endPoint.getConnection();
    return connection instanceof SslConnection secure
        ? secure.getSslEndPoint().getConnection()
        : connection;
  }

  private static boolean readsHeaders(Connection connection) {
    return connection instanceof NegotiatingServerConnection
        || (connection instanceof ConnectionMetaData data
            && data.getHttpVersion() != HttpVersion.HTTP_2);
  }

  /**
   * How far a connection has come.
   *
   * @param requests requests whose headers are complete
   * @param bytes bytes received
   * @param since when the headers that are coming in began
   */
  private record Progress(long requests, long bytes, long since) {
    static Progress of(Connection connection, @Nullable Progress before, long now) {
      long requests = connection.getMessagesIn();
      long bytes = connection.getBytesIn();
      boolean handshake = connection instanceof NegotiatingServerConnection;
      if (before != null
          && before.requests() == requests
          && (handshake || (before.bytes() < bytes && connection.getMessagesOut() >= requests))) {
        return before;
      }
      return new Progress(requests, bytes, now);
    }
  }
}
