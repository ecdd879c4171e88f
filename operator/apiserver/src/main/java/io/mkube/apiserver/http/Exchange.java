package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * One request and its answer. Used by one thread; exactly one of its ways to answer is taken. All
 * calls block.
 */
public interface Exchange {
  /** Method in capitals. */
  String method();

  /** Path, still percent-encoded. */
  String path();

  /** Query, still percent-encoded, without the question mark; {@code ""} for none. */
  String query();

  /** First value of a header. */
  Optional<String> header(String name);

  /** Names of the headers that the request has. */
  Set<String> headerNames();

  /** Whether the request has a header whose name begins so, in upper or lower case. */
  boolean hasHeaderBeginning(String prefix);

  /** All values of a header. */
  List<String> headers(String name);

  /**
   * The certificates that the client proved to own the key of, leaf first; nobody has checked yet
   * who signed them. Empty without TLS.
   */
  List<X509Certificate> clientCertificates();

  /** Whether the request came through the listener for health and metrics. */
  boolean plain();

  /**
   * Reads the body.
   *
   * @throws BodyTooLargeException if it is longer than {@code limit} bytes
   * @throws BodiesTooManyException if other requests fill the memory for bodies
   * @throws IOException if the client went away or sends too slowly
   */
  byte[] body(int limit) throws IOException;

  /** Address of the client, without its port. */
  String remoteAddress();

  /** Calls the listener with the body when it has been read; the array is not to be changed. */
  void onBody(Consumer<byte[]> listener);

  /** Calls the listener with the status when the answer has ended, well or not. */
  void onComplete(IntConsumer listener);

  /** Adds a header to the answer, before it begins. */
  void addHeader(String name, String value);

  /** Answers with a whole body. */
  void answer(int status, String contentType, byte[] body) throws IOException;

  /** Answers with a body that is written piece by piece; closing the stream ends the answer. */
  OutputStream answerStream(int status, String contentType) throws IOException;

  /**
   * Answers with a body that may go on for long without a byte, such as a log that is followed.
   *
   * @param gone called once when the client goes away before the end
   */
  OutputStream answerLive(int status, String contentType, Runnable gone) throws IOException;

  /** Status of the answer; 0 if none has begun. */
  int status();

  /** How many bytes of the answer's body have been sent; not counted for streams of events. */
  long sentBytes();

  /** Whether an answer has begun, so that no other one can be given. */
  boolean begun();

  /** Drops the connection or stream, so that nobody takes what was sent for the whole answer. */
  void abort();

  /** Whether the client asks for a WebSocket. */
  boolean webSocketRequested();

  /**
   * Answers with a stream of events, over a WebSocket if the client asked for one. Returns at once;
   * the stream lives on.
   *
   * @param contentType media type of a plain stream
   * @param subprotocol WebSocket subprotocol to confirm, {@code ""} for none
   * @param opened receives the stream when it is open
   */
  void startEvents(String contentType, String subprotocol, Consumer<EventStream> opened)
      throws IOException;

  /**
   * Leaves HTTP with the status 101: from now on the connection carries what the two sides agreed
   * upon. Returns at once.
   *
   * @param headers headers of the answer, which name the protocol
   * @param user uses the connection
   * @throws IOException if the request did not come over HTTP/1.1
   */
  void switchProtocols(List<Map.Entry<String, String>> headers, RawConnection.User user)
      throws IOException;

  /**
   * Answers with a WebSocket whose binary frames are a stream of bytes. Returns at once.
   *
   * @param subprotocol WebSocket subprotocol to confirm
   * @param user uses the stream
   */
  void startTunnel(String subprotocol, RawConnection.User user) throws IOException;

  /** The body is longer than it may be. */
  final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    BodyTooLargeException(int limit) {
      super("limit is " + limit);
    }
  }

  /** There is no memory for this body at the moment. */
  final class BodiesTooManyException extends IOException {
    private static final long serialVersionUID = 1;

    BodiesTooManyException() {
      super("too many large bodies at once");
    }
  }
}
