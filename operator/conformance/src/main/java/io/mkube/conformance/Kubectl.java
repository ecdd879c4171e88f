package io.mkube.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real {@code kubectl} with one kubeconfig and a discovery cache of its own. */
public final class Kubectl {
  private final Path kubeconfig;

  /** Uses a kubeconfig; the discovery cache lies beside it. */
  public Kubectl(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /**
   * Runs kubectl and expects success.
   *
   * @return standard output, trimmed
   * @throws AssertionError with what it said if it fails
   */
  public String run(String... arguments) throws InterruptedException {
    return runWithInput("", arguments);
  }

  /** Like {@link #run} with a text on standard input, for {@code -f -}. */
  public String runWithInput(String input, String... arguments) throws InterruptedException {
    Command.Result result = call(input, arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "kubectl " + String.join(" ", arguments) + "\n" + result.out() + result.err());
    }
    return result.text();
  }

  /** Runs kubectl, whatever comes of it. */
  public Command.Result call(String input, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("kubectl");
    command.add("--cache-dir=" + kubeconfig.resolveSibling("kubectl-cache"));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of("KUBECONFIG", kubeconfig.toString()), input);
  }
}
