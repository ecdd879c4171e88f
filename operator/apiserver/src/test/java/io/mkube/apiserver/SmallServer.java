package io.mkube.apiserver;

import io.mkube.store.memory.MemoryObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An API server in a process of its own that has 128 MB of heap, and dies without more. */
final class SmallServer implements AutoCloseable {
  private static final String READY = "serves ";
  private static final String TOKEN = "small-server-administrator";

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private SmallServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static SmallServer start(Path directory) throws IOException {
    Files.writeString(directory.resolve("tokens"), TOKEN + ",admin,1,system:masters\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.add("-XX:+ExitOnOutOfMemoryError");
    String logging = System.getProperty("logback.configurationFile");
    if (logging != null) {
      command.add("-Dlogback.configurationFile=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SmallServer.class.getName(), directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
        return new SmallServer(process, Integer.parseInt(line.substring(READY.length())));
      }
    }
    throw new IOException("the server did not start");
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
      System.out.println(READY + server.httpPort().orElseThrow());
      int end = System.in.read();
      System.out.println("ends: " + end);
    }
  }

  /** Whether it still runs and answers. */
  boolean serves() throws IOException, InterruptedException {
    return process.isAlive()
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
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a killed process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
