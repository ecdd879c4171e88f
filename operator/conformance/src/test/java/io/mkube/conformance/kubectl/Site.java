package io.mkube.conformance.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.mkube.conformance.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A running server and what talks to it: the real kubectl, and plain HTTP to look at objects. */
final class Site implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path kubeconfig;
  private final String server;
  private final HttpClient http;
  private final AtomicInteger namespaces = new AtomicInteger();

  /** Talks to the server that a kubeconfig names; files are kept in {@code folder}. */
  Site(Path folder, Path kubeconfig) {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    try {
      Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
      this.server = config.getMasterUrl().replaceAll("/$", "");
      this.http = HttpClient.newBuilder().sslContext(SSLUtils.sslContext(config)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a namespace that no other case uses. */
  String newNamespace(String purpose) {
    String name = purpose + "-" + namespaces.incrementAndGet();
    send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}");
    return name;
  }

  /** A file for a case, with this content. */
  Path file(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs kubectl with these arguments. */
  Answer kubectl(List<String> arguments, Map<String, String> environment, String input) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.add("--kubeconfig=" + kubeconfig);
    command.add("--cache-dir=" + folder.resolve("cache"));
    command.addAll(arguments);
    try {
      return new Answer(Command.run(command, environment, input), arguments);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The object at a path, or a Status. */
  JsonNode get(String path) {
    return send("GET", path, "");
  }

  /** Sends JSON and returns the JSON answer, whatever its code. */
  JsonNode send(String method, String path, String body) {
    String type =
        method.equals("PATCH") ? "application/merge-patch+json" : "application/json; charset=utf-8";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where the server listens. */
  String server() {
    return server;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
