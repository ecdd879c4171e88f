package io.mkube.apiserver.http;

import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.api.Stream;

/**
 * Flow control that leaves room for the other streams of a connection. A client that stops reading
 * one stream keeps what was sent there on the account of the whole connection (RFC 9113, 5.2); with
 * equal windows, which is the protocol's default, one stalled watch would stop all. So a stream may
 * have only a part of the connection's window under way.
 */
final class FairFlowControl extends BufferingFlowControlStrategy {
  private static final int PARTS = 4;

  /** Smaller windows would send single small frames. */
  private static final int SMALLEST = 16 << 10;

  FairFlowControl() {
    super(0.5f);
  }

  @Override
  public void onStreamCreated(Stream stream) {
    super.onStreamCreated(stream);
    int own = updateSendWindow(stream, 0);
    int fair = Math.max(SMALLEST, updateSendWindow(stream.getSession(), 0) / PARTS);
    if (own > fair) {
      updateSendWindow(stream, fair - own);
    }
  }
}
