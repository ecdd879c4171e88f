package io.mkube.routeros.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers with wire files. A request that none of them knows gets 418 and is remembered. */
final class WireServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final MockWebServer server = new MockWebServer();
  private final List<String> strangers = new CopyOnWriteArrayList<>();

  WireServer(String... names) {
    List<WireExchange> exchanges = Arrays.stream(names).map(WireExchange::named).toList();
    String version = exchanges.getFirst().version();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(exchanges, version, request);
          }
        });
    server.start();
  }

  URI rest() {
    return URI.create("http://" + server.getHostName() + ":" + server.getPort() + "/rest");
  }

  List<String> strangers() {
    return strangers;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MockResponse answer(
      List<WireExchange> exchanges, String version, RecordedRequest request) {
    for (WireExchange exchange : exchanges) {
      if (matches(exchange.request(), request)) {
        return response(exchange.response());
      }
    }
    if (request.getPath().startsWith("/rest/system/resource?")) {
      return json(200, "{\"version\":\"" + version + " (stable)\",\"uptime\":\"1h\"}");
    }
    strangers.add(request.getMethod() + " " + request.getPath() + " " + request.getUtf8Body());
    return json(418, "{\"error\":418,\"message\":\"no such wire file\"}");
  }

  private static boolean matches(WireExchange.Request wanted, RecordedRequest request) {
    try {
      return wanted.method().equals(request.getMethod())
          && wanted.path().equals(request.getPath())
          && (!wanted.hasBody() || wanted.body().equals(JSON.readTree(request.getUtf8Body())));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static MockResponse response(WireExchange.Response response) {
    return json(response.status(), response.body().toString());
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse()
        .setResponseCode(status)
        .addHeader("Content-Type", "application/json")
        .setBody(body);
  }
}
