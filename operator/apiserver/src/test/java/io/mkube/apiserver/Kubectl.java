package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The stock kubectl as administrator of a server, with a discovery cache of its own. */
final class Kubectl {
  private static final int LIMIT_SECONDS = 60;

  private final Path directory;
  private final Path kubeconfig;

  private Kubectl(Path directory, Path kubeconfig) {
    this.directory = directory;
    this.kubeconfig = kubeconfig;
  }

  /** Writes a kubeconfig for a server into a directory, where outputs are kept too. */
  static Kubectl of(TestServer server, Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    server.server.writeKubeconfig(kubeconfig);
    return new Kubectl(directory, kubeconfig);
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /**
   * Runs a command to its end.
   *
   * @param input what it reads from standard input
   */
  Output call(String namespace, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", namespace));
    command.addAll(List.of("--cache-dir", directory.resolve("cache").toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(directory, "kubectl", ".out");
      Path err = Files.createTempFile(directory, "kubectl", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("kubectl hangs: " + command);
      }
      return new Output(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a command printed, and how it ended. */
  record Output(int code, String out, String err) {
    Output succeeded() {
      assertEquals(0, code, this::text);
      return this;
    }

    void says(String... parts) {
      succeeded();
      for (String part : parts) {
        assertTrue(out.contains(part), () -> "no \"" + part + "\" in: " + out + err);
      }
    }

    void failsWith(String part) {
      assertNotEquals(0, code, out);
      assertTrue(err.contains(part), () -> "no \"" + part + "\" in: " + err);
    }

    /** All of it without space at the ends. */
    String text() {
      return (out + err).strip();
    }
  }
}
