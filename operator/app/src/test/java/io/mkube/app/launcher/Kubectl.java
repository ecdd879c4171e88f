package io.mkube.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kubectl of this machine, talking to the server of a kubeconfig. */
record Kubectl(Path kubeconfig) {
  /** Runs it and returns what it printed; fails unless it succeeds. */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text;
  }

  /** The names of all objects of a resource, sorted. */
  List<String> names(String resource) throws IOException, InterruptedException {
    return run("get", resource, "-o", "name")
        .lines()
        .map(name -> name.replaceFirst(".*/", ""))
        .sorted()
        .toList();
  }
}
