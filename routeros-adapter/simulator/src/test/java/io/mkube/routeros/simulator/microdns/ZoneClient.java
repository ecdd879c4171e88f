package io.mkube.routeros.simulator.microdns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.routeros.simulator.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client of the simulated microdns. */
final class ZoneClient implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  ZoneClient(MicroDnsSimulator simulator) {
    base = simulator.url().resolve("/api/v1");
  }

  HttpResponse<String> send(String method, String path, @Nullable Map<String, ?> body)
      throws IOException {
    String text = body == null ? "" : new String(Json.write(body), UTF_8);
    return raw(method, path, text, "application/json");
  }

  HttpResponse<String> raw(String method, String path, String body, String contentType)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, BodyPublishers.ofString(body));
    if (!body.isEmpty() && !contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  String addZone(String name) throws IOException {
    return id(send("POST", "/zones", Map.of("name", name)));
  }

  String addRecord(String zone, String name, String type, Object data) throws IOException {
    return id(
        send(
            "POST",
            "/zones/" + zone + "/records",
            Map.of("name", name, "data", Map.of("type", type, "data", data))));
  }

  static String id(HttpResponse<String> response) {
    if (response.statusCode() > 201) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return String.valueOf(object(response).get("id"));
  }

  static Map<String, @Nullable Object> object(HttpResponse<String> response) {
    return Json.parseObject(response.body().getBytes(UTF_8));
  }

  static List<?> list(HttpResponse<String> response) {
    return (List<?>) Objects.requireNonNull(Json.parse(response.body().getBytes(UTF_8)));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
