package io.mkube.routeros.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.routeros.simulator.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client of the simulated router. */
final class Rest implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String authorization =
      "Basic " + Base64.getEncoder().encodeToString("admin:".getBytes(UTF_8));

  Rest(RouterOsSimulator simulator) {
    this(simulator.url());
  }

  Rest(URI url) {
    this.base = url;
  }

  Reply get(String path) throws IOException {
    return send("GET", path, null);
  }

  Reply put(String path, Map<String, ?> arguments) throws IOException {
    return send("PUT", path, arguments);
  }

  Reply patch(String path, Map<String, ?> arguments) throws IOException {
    return send("PATCH", path, arguments);
  }

  Reply delete(String path) throws IOException {
    return send("DELETE", path, null);
  }

  Reply post(String path, Map<String, ?> arguments) throws IOException {
    return send("POST", path, arguments);
  }

  /** Adds a row and returns its id. */
  String add(String menu, Map<String, ?> arguments) throws IOException {
    Reply reply = put(menu, arguments);
    if (reply.status() != 201) {
      throw new AssertionError("PUT " + menu + " " + arguments + ": " + reply);
    }
    return Objects.requireNonNull(reply.object().get(".id"));
  }

  Reply send(String method, String path, @Nullable Map<String, ?> body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", authorization)
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(Json.write(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /**
   * An answer.
   *
   * @param status status code
   * @param body body
   */
  record Reply(int status, byte[] body) {
    @SuppressWarnings("unchecked") // the device prints texts only, which the tests check
    List<Map<String, String>> list() {
      return (List<Map<String, String>>) Objects.requireNonNull(Json.parse(body));
    }

    @SuppressWarnings("unchecked") // see list
    Map<String, String> object() {
      return (Map<String, String>) Objects.requireNonNull(Json.parse(body));
    }

    String detail() {
      return object().getOrDefault("detail", "");
    }

    String text() {
      return new String(body, UTF_8);
    }

    @Override
    public String toString() {
      return status + " " + text();
    }
  }
}
