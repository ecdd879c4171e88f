package io.mkube.apiserver.http;

import java.io.IOException;
import java.util.List;

/** An open stream of events to one client: a chunked body or a WebSocket. One sender at a time. */
public interface EventStream {
  /**
   * Sends documents that each end with a line feed, and returns when the transport has taken them.
   *
   * @throws IOException if the client is gone or takes nothing for too long
   */
  void send(List<byte[]> documents) throws IOException;

  /**
   * Ends the stream in the normal way, and returns when the transport has taken its end. A client
   * that does not take it within seconds is dropped. Idempotent.
   */
  void end();

  /** Drops the connection. Idempotent. */
  void abort();

  /** Calls the listener once when the client goes away; at once if it is gone already. */
  void onGone(Runnable listener);
}
