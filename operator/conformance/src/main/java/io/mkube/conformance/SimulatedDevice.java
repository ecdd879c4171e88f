package io.mkube.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code endpoints.json} names: the simulated router's control port and the name servers. */
public final class SimulatedDevice implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode endpoints;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private SimulatedDevice(JsonNode endpoints) {
    this.endpoints = endpoints;
  }

  /** Reads {@code endpoints.json} of a data directory. */
  public static SimulatedDevice of(Path dataDirectory) {
    try {
      return new SimulatedDevice(JSON.readTree(dataDirectory.resolve("endpoints.json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host:port} of an endpoint such as {@code api}, {@code router} or {@code http}. */
  public String endpoint(String name) {
    return endpoints.path(name).asText();
  }

  /** Base URL of a network's microdns. */
  public URI microdns(String network) {
    return URI.create(
        "http://" + endpoints.path("networks").path(network).path("microdns").asText());
  }

  /** All rows of the simulated router by menu. */
  public JsonNode world() throws InterruptedException {
    return get("/world");
  }

  /** The rows of a menu such as {@code /container}. */
  public List<JsonNode> rows(String menu) throws InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    world().path(menu).forEach(rows::add);
    return rows;
  }

  /** The rows of a menu that carry our marker in their comment. */
  public List<JsonNode> markedRows(String menu) throws InterruptedException {
    return rows(menu).stream()
        .filter(row -> row.path("comment").asText().startsWith("mkube/1 "))
        .toList();
  }

  /** The call journal since the start of the simulator or the last {@link #forgetCalls}. */
  public List<JsonNode> calls() throws InterruptedException {
    List<JsonNode> calls = new ArrayList<>();
    get("/calls").path("calls").forEach(calls::add);
    return calls;
  }

  /** Those calls that change the device. */
  public List<JsonNode> writes() throws InterruptedException {
    return calls().stream().filter(call -> call.path("kind").asText().equals("write")).toList();
  }

  /** Empties the call journal. */
  public void forgetCalls() throws InterruptedException {
    send("DELETE", "/calls", "");
  }

  /** Calls the control port and returns the answer. */
  public JsonNode control(String method, String path, String body) throws InterruptedException {
    return send(method, path, body);
  }

  /** Asks a network's name server with the real {@code dig} and returns the answers. */
  public List<String> dig(String network, String name, String type) throws InterruptedException {
    String server = endpoints.path("networks").path(network).path("dns").asText();
    int colon = server.lastIndexOf(':');
    String host = server.substring(0, colon);
    String port = server.substring(colon + 1);
    Command.Result result =
        Command.run(
            List.of("dig", "@" + host, "-p", port, name, type, "+short", "+tries=1"), Map.of(), "");
    return result.out().lines().filter(line -> !line.startsWith(";")).toList();
  }

  @Override
  public void close() {
    http.close();
  }

  private JsonNode get(String path) throws InterruptedException {
    return send("GET", path, "");
  }

  private JsonNode send(String method, String path, String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + endpoint("control") + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            method + " " + path + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
