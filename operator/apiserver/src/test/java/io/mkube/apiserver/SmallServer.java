package io.mkube.apiserver;

import io.mkube.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An API server in a process of its own that has 128 MB of heap, and dies without more. */
final class SmallServer implements AutoCloseable {
  private static final String TOKEN = "small-server-administrator";

  private final ForkedJava java;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private SmallServer(ForkedJava java) {
    this.java = java;
    this.port = Integer.parseInt(java.address());
  }

  static SmallServer start(Path directory) throws IOException {
    Files.writeString(directory.resolve("tokens"), TOKEN + ",admin,1,system:masters\n");
    return new SmallServer(
        ForkedJava.start(
            SmallServer.class,
            List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
            directory.toString()));
  }

  /** The process: serves until its standard input ends. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    ApiServerConfig config =
        ApiServerConfig.of(directory)
            .withHttpPort(0)
            .withInsecureApi()
            .withTokenFile(directory.resolve("tokens"));
    try (MemoryObjectStore store = new MemoryObjectStore();
        ApiServer server = ApiServer.start(config, store)) {
      ForkedJava.serve(String.valueOf(server.httpPort().orElseThrow()));
    }
  }

  /** Whether it still runs and answers. */
  boolean serves() throws IOException, InterruptedException {
    return java.process().isAlive()
        && send("GET", "/api/v1/namespaces/default", "application/json", new byte[0]) == 200;
  }

  /** Sends a request and returns the status of the answer. */
  int send(String method, String path, String contentType, byte[] body)
      throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  /** A connection on which the administrator has begun a request with these lines. */
  Socket begin(String lines) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            (lines + "\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Override
  public void close() {
    http.shutdownNow();
    java.kill();
  }
}
