package io.mkube.benchmarks.process;

import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.store.ObjectStore;
import io.mkube.store.embedded.EmbeddedObjectStore;
import io.mkube.store.embedded.EmbeddedStoreConfig;
import io.mkube.store.memory.MemoryObjectStore;
import io.mkube.store.nats.NatsConfig;
import io.mkube.store.nats.NatsObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The API server alone, as {@code mkube apiserver} runs it, with the API on a plain port beside the
 * one with TLS.
 */
public final class MkubeServer {
  /** Token of the user that the load comes from. */
  public static final String TOKEN = "load-token";

  /** Token of an administrator. */
  public static final String ADMIN_TOKEN = "admin-token";

  private MkubeServer() {}

  /**
   * Serves until it is ended; prints the plain port and the port with TLS.
   *
   * @param args the store ({@code memory}, {@code embedded}, {@code nats URL}) and a directory
   */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[args.length - 1]);
    Path tokens = writeTokens(Files.createDirectories(directory));
    ApiServerConfig config =
        ApiServerConfig.of(directory.resolve("keys")).withTokenFile(tokens).withInsecureApi();
    try (ObjectStore store = open(args, directory);
        ApiServer server = ApiServer.start(config, store)) {
      System.out.println(server.httpPort().orElseThrow() + " " + server.port());
      answerQuestions();
    }
  }

  /** Writes the file with both tokens and returns it. */
  public static Path writeTokens(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("tokens.csv"),
        ADMIN_TOKEN + ",admin,1,\"system:masters\"\n" + TOKEN + ",load,2,\"benchmarks\"\n",
        StandardCharsets.UTF_8);
  }

  /** Tells the heap in use to whoever asks, until the standard input ends. */
  private static void answerQuestions() throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (questions.readLine() != null) {
      System.gc();
      System.out.println(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
  }

  private static ObjectStore open(String[] args, Path directory) throws Exception {
    return switch (args[0]) {
      case "memory" -> new MemoryObjectStore();
      case "embedded" ->
          EmbeddedObjectStore.open(directory.resolve("store"), EmbeddedStoreConfig.DEFAULT);
      case "nats" -> NatsObjectStore.open(NatsConfig.parse(args[1]));
      default -> throw new IllegalArgumentException("no such store: " + args[0]);
    };
  }
}
