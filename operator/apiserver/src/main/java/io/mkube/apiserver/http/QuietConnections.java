package io.mkube.apiserver.http;

import java.util.Collection;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Connections over HTTP/1.1 on which every request is answered. Nothing tells their clients that
 * the server stops but the end of the connection, so waiting for them to leave is of no use.
 */
final class QuietConnections {
  private QuietConnections() {}

  static void close(Collection<EndPoint> connected) {
    List.copyOf(connected).stream().filter(QuietConnections::quiet).forEach(EndPoint::close);
  }

  private static boolean quiet(EndPoint endPoint) {
    Connection connection = SlowHeaders.innermost(endPoint);
    return connection instanceof ConnectionMetaData data
        && data.getHttpVersion() != HttpVersion.HTTP_2
        && connection.getMessagesOut() >= connection.getMessagesIn();
  }
}
