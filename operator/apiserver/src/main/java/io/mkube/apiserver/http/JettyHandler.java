package io.mkube.apiserver.http;

import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/** Hands each request to the server's own handler as an {@link Exchange}. */
final class JettyHandler extends Handler.Abstract {
  private final Server server;
  private final Consumer<Exchange> handler;
  private final BodyBudget budget = BodyBudget.ofHeap();
  private volatile @Nullable WebSocketMappings webSockets;

  JettyHandler(Server server, Consumer<Exchange> handler) {
    this.server = server;
    this.handler = handler;
  }

  @Override
  protected void doStart() throws Exception {
    webSockets = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    WebSocketMappings mappings = webSockets;
    if (mappings == null) {
      throw new IllegalStateException("a request before the start");
    }
    if (unknownCoding(request)) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      Response.writeError(request, response, callback, HttpStatus.NOT_IMPLEMENTED_501);
      return true;
    }
    JettyExchange exchange = new JettyExchange(request, response, callback, mappings, budget);
    handler.accept(exchange);
    exchange.complete();
    return true;
  }

  /** Whether the body is coded in another way than in chunks, which nobody here can undo. */
  private static boolean unknownCoding(Request request) {
    String coding = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
    return coding != null && !coding.equalsIgnoreCase("chunked");
  }
}
