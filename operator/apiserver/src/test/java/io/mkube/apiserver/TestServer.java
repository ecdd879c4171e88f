package io.mkube.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.mkube.store.ObjectStore;
import io.mkube.store.memory.MemoryObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A server, over a memory store unless told otherwise, with the clients that talk to it. */
final class TestServer implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  final ObjectStore store;
  final ApiServer server;
  final KubernetesClient client;
  final HttpClient http;

  private TestServer(ApiServerConfig config, ObjectStore store) throws ApiServerException {
    this.store = store;
    this.server = ApiServer.start(config, store);
    Config clientConfig = Config.fromKubeconfig(server.adminKubeconfig());
    this.client = new KubernetesClientBuilder().withConfig(clientConfig).build();
    try {
      this.http = HttpClient.newBuilder().sslContext(SSLUtils.sslContext(clientConfig)).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static TestServer start(Path directory) throws ApiServerException {
    return start(directory, config -> config);
  }

  static TestServer start(Path directory, UnaryOperator<ApiServerConfig> change)
      throws ApiServerException {
    return new TestServer(change.apply(ApiServerConfig.of(directory)), new MemoryObjectStore());
  }

  /** A server over another store, which it closes; those beside each other share their keys. */
  static TestServer over(ObjectStore store, Path directory) throws ApiServerException {
    Path keys = directory.resolveSibling("sealing.key");
    return new TestServer(ApiServerConfig.of(directory).withKeyFile(keys), store);
  }

  /** A new namespace. */
  String namespace() {
    String name = "test-" + NAMESPACES.incrementAndGet();
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  Reply get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Reply send(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  Reply post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  Reply put(String path, String body) {
    return send("PUT", path, "application/json", body);
  }

  Reply merge(String path, String patch) {
    return send("PATCH", path, "application/merge-patch+json", patch);
  }

  Reply delete(String path, String options) {
    return send("DELETE", path, "application/json", options);
  }

  Reply send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Reply(response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a watch and returns its events as they come. */
  Events watch(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Events(http.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    http.shutdownNow();
    server.close();
    store.close();
  }

  /** An answer. */
  record Reply(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new IllegalStateException(text(), e);
      }
    }

    String at(String pointer) {
      return json().at(pointer).asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** The events of one watch. */
  static final class Events implements AutoCloseable {
    final HttpResponse<InputStream> response;
    private final BufferedReader reader;

    Events(HttpResponse<InputStream> response) {
      this.response = response;
      this.reader =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next event; a missing node at the end of the watch. */
    JsonNode next() {
      try {
        String line = reader.readLine();
        return line == null ? JSON.missingNode() : JSON.readTree(line);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Type and name of the next event, such as {@code ADDED a}. */
    String nextText() {
      JsonNode event = next();
      return event.path("type").asText()
          + " "
          + event.path("object").path("metadata").path("name").asText();
    }

    @Override
    public void close() {
      try {
        response.body().close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
