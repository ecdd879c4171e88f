package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** An exchange on Jetty's request and response. */
final class JettyExchange implements Exchange {
  // What nearly every answer carries is brought into its form for the wire once.
  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField NOT_CACHED =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache, private");

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final WebSocketMappings webSockets;
  private final BodyBudget.Share share;
  private final RequestBody body;
  private int status;
  private long sentBytes;
  private boolean handedOver;
  private Consumer<byte[]> bodyListener = bytes -> {};

  JettyExchange(
      Request request,
      Response response,
      Callback callback,
      WebSocketMappings webSockets,
      BodyBudget budget) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.webSockets = webSockets;
    this.share = budget.new Share();
    this.body = new RequestBody(request, share);
  }

  /** Ends the exchange unless a stream has taken it over. */
  void complete() {
    share.release();
    if (!handedOver) {
      callback.succeeded();
    }
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "/" : path;
  }

  @Override
  public String query() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public Set<String> headerNames() {
    return request.getHeaders().getFieldNamesCollection();
  }

  @Override
  public boolean hasHeaderBeginning(String prefix) {
    for (HttpField field : request.getHeaders()) {
      if (field.getName().regionMatches(true, 0, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public List<X509Certificate> clientCertificates() {
    EndPoint.SslSessionData session =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    if (session == null || session.peerCertificates() == null) {
      return List.of();
    }
    return List.of(session.peerCertificates());
  }

  @Override
  public boolean plain() {
    return HttpListener.PLAIN.equals(request.getConnectionMetaData().getConnector().getName());
  }

  @Override
  public byte[] body(int limit) throws IOException {
    byte[] bytes = body.read(request.getLength(), limit);
    bodyListener.accept(bytes);
    return bytes;
  }

  @Override
  public String remoteAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public void onBody(Consumer<byte[]> listener) {
    bodyListener = listener;
  }

  @Override
  public void onComplete(IntConsumer listener) {
    Request.addCompletionListener(request, failure -> listener.accept(status()));
  }

  @Override
  public void addHeader(String name, String value) {
    response.getHeaders().add(name, value);
  }

  @Override
  public void answer(int code, String contentType, byte[] bytes) throws IOException {
    drain();
    begin(code, contentType);
    if (code != HttpStatus.NOT_MODIFIED_304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    }
    boolean head = method().equals("HEAD");
    try (Blocker.Callback done = Blocker.callback()) {
      response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes), done);
      done.block();
    }
    sentBytes = head ? 0 : bytes.length;
  }

  @Override
  public OutputStream answerStream(int code, String contentType) {
    begin(code, contentType);
    return new AnswerStream(response, count -> sentBytes += count);
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public OutputStream answerLive(int code, String contentType, Runnable gone) throws IOException {
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(failure -> gone.run());
    begin(code, contentType);
    OutputStream out = Response.asBufferedOutputStream(request, response);
    // Followers want to see the answer begin, even if there is nothing to read yet.
    try (Blocker.Callback done = Blocker.callback()) {
      response.write(false, ByteBuffer.allocate(0), done);
      done.block();
    }
    return out;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public boolean begun() {
    return handedOver || response.isCommitted();
  }

  @Override
  public void abort() {
    if (!handedOver) {
      handedOver = true;
      callback.failed(new IOException("the answer was cut off"));
    }
  }

  @Override
  public boolean webSocketRequested() {
    return header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  @Override
  public void startEvents(String contentType, String subprotocol, Consumer<EventStream> opened)
      throws IOException {
    request.addIdleTimeoutListener(timeout -> false);
    if (webSocketRequested()) {
      WebSocketEvents.Form form =
          contentType.startsWith("application/json")
              ? WebSocketEvents.Form.TEXT
              : WebSocketEvents.Form.BINARY;
      upgrade(new WebSocketEvents.Negotiator(form, subprotocol, opened));
      return;
    }
    begin(HttpStatus.OK_200, contentType);
    ChunkedEvents stream = new ChunkedEvents(request, response, callback);
    handedOver = true;
    stream.sendHeaders();
    opened.accept(stream);
  }

  @Override
  public void startTunnel(String subprotocol, RawConnection.User user) throws IOException {
    upgrade(new TunnelFrames.Negotiator(subprotocol, user));
  }

  private void upgrade(WebSocketNegotiator negotiator) throws IOException {
    status = HttpStatus.SWITCHING_PROTOCOLS_101;
    handedOver = webSockets.upgrade(negotiator, request, response, callback, null);
    if (!handedOver) {
      answer(
          HttpStatus.BAD_REQUEST_400,
          "text/plain",
          "not a WebSocket handshake\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void switchProtocols(List<Map.Entry<String, String>> headers, RawConnection.User user)
      throws IOException {
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      throw new IOException("only a connection of HTTP/1.1 can be taken over");
    }
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    request.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new SwitchedConnection(endPoint, user));
    status = HttpStatus.SWITCHING_PROTOCOLS_101;
    response.setStatus(status);
    headers.forEach(header -> response.getHeaders().add(header.getKey(), header.getValue()));
    handedOver = true;
    callback.succeeded();
  }

  /** A client that still sends its body is told that nobody will read the next request. */
  private void drain() throws IOException {
    if (!body.drain(request.getLength())
        && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
  }

  private void begin(int code, String contentType) {
    status = code;
    response.setStatus(code);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(
        contentType.equals(JSON.getValue())
            ? JSON
            : new HttpField(HttpHeader.CONTENT_TYPE, contentType));
    if (!headers.contains(HttpHeader.CACHE_CONTROL)) {
      headers.add(NOT_CACHED);
    }
  }
}
