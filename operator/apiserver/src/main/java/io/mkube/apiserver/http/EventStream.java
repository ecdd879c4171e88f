package io.mkube.apiserver.http;

import java.io.IOException;
import java.util.List;

/** An open stream of events to one client: a chunked body or a WebSocket. One sender at a time. */
public interface EventStream {
  /**
   * Sends documents, and returns when the transport has taken them. Those of JSON each end with a
   * line feed, others begin with their length in four bytes.
   *
   * @throws IOException if the client is gone or takes nothing for too long
   */
  default void send(List<byte[]> documents) throws IOException {
    begin(documents).await();
  }

  /**
   * Sends as much of some documents as the transport takes at once, and returns. Never blocks. The
   * rest follows by itself; nothing else may be sent before it is done.
   *
   * @throws IOException if the client is gone
   */
  Sending begin(List<byte[]> documents) throws IOException;

  /**
   * Ends the stream in the normal way, and returns when the transport has taken its end. A client
   * that does not take it within seconds is dropped. Idempotent.
   */
  void end();

  /** Drops the connection. Idempotent. */
  void abort();

  /** Calls the listener once when the client goes away; at once if it is gone already. */
  void onGone(Runnable listener);

  /** Documents on their way to the transport. */
  interface Sending {
    /** Whether there is nothing left to wait for. */
    boolean done();

    /**
     * Waits until the transport has taken everything.
     *
     * @throws IOException if the client is gone or takes nothing for too long
     */
    void await() throws IOException;
  }
}
