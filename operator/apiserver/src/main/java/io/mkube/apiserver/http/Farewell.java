package io.mkube.apiserver.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Sends clients away without a request being lost. Whatever they have sent is answered, and they
 * hear that the connection ends before it does: over HTTP/1.1 in the next answer, over HTTP/2 by
 * GOAWAY, the first one without a bound and the second, when nothing runs any more, with the last
 * stream that was served. Used by one thread.
 */
public final class Farewell {
  /** How long those have that have begun a handshake, but not sent their first request yet. */
  private static final Duration FRESH = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMillis(10);

  private final List<ServerConnector> connectors;
  private final long since = System.nanoTime();

  private Farewell(List<ServerConnector> connectors) {
    this.connectors = connectors;
  }

  /** Takes no further connections, and tells those that are open. */
  static Farewell begin(List<ServerConnector> connectors) {
    Farewell farewell = new Farewell(List.copyOf(connectors));
    // From now on answers over HTTP/1.1 say that the connection ends with them.
    for (ServerConnector connector : connectors) {
      CompletableFuture<Void> unused = connector.shutdown(); // done when all have left
    }
    farewell.tell();
    return farewell;
  }

  /**
   * Waits until clients have their answers and had a moment to leave.
   *
   * @param longest how long, counted from the beginning of the farewell
   * @param linger how long connections stay on which nothing runs: requests may be on their way to
   *     them, and what was sent last is lost to a client whose own bytes meet a closed socket
   * @return false if requests still run when the time is over
   */
  public boolean await(Duration longest, Duration linger) throws InterruptedException {
    while (true) {
      tell();
      long passed = System.nanoTime() - since;
      List<EndPoint> open = open();
      boolean busy = open.stream().anyMatch(Farewell::busy);
      boolean fresh = passed < FRESH.toNanos() && open.stream().anyMatch(Farewell::fresh);
      boolean lingering = passed < linger.toNanos() && !open.isEmpty();
      if (!busy && !fresh && !lingering) {
        return true;
      }
      if (passed >= longest.toNanos()) {
        return !busy;
      }
      Thread.sleep(LOOK);
    }
  }

  /** One that has not received a request may not have sent its SETTINGS, which have to be first. */
  private void tell() {
    for (EndPoint endPoint : open()) {
      if (SlowHeaders.innermost(endPoint) instanceof HTTP2Connection http2
          && http2.getMessagesIn() > 0) {
        http2.getSession().goAway(GoAwayFrame.GRACEFUL, Callback.NOOP);
      }
    }
  }

  private List<EndPoint> open() {
    return connectors.stream().flatMap(c -> c.getConnectedEndPoints().stream()).toList();
  }

  private static boolean busy(EndPoint endPoint) {
    Connection connection = SlowHeaders.innermost(endPoint);
    return connection instanceof ConnectionMetaData
        && connection.getMessagesOut() < connection.getMessagesIn();
  }

  private static boolean fresh(EndPoint endPoint) {
    Connection connection = SlowHeaders.innermost(endPoint);
    boolean asked = connection instanceof ConnectionMetaData && connection.getMessagesIn() > 0;
    return !asked
        && (connection instanceof NegotiatingServerConnection
            || connection instanceof ConnectionMetaData)
        && endPoint.getConnection().getBytesIn() > 0;
  }
}
