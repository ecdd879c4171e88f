package io.mkube.benchmarks.junit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.benchmarks.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a test waits for its server and for the server's first answer: the first test of a virtual
 * machine without options, after an empty one, and those after it. Beside it the same with
 * fabric8's mock server, in turns.
 */
public final class TestStarts {
  private static final int ROUNDS = 5;
  private static final int RUNS = 8;
  private final Path folder;
  private final PrintStream out;

  /**
   * Prepares it.
   *
   * @param folder where the logs of the tests go
   */
  public TestStarts(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Runs and prints. */
  public void run() throws IOException, InterruptedException {
    out.println("a test class with a server of its own, after an empty one:");
    List<Round> ours = new ArrayList<>();
    List<Round> mock = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ours.add(measure(MkubeTest.class));
      mock.add(measure(MockTest.class));
      ratios.add(ours.getLast().first().seconds() / mock.getLast().first().seconds());
    }
    report("@MkubeApiServer", ours);
    report("KubernetesMockServer", mock);
    double[] counted = ratios.stream().mapToDouble(Double::doubleValue).toArray();
    out.printf(
        Locale.ROOT,
        "  first / first with the mock server: %.2f (%s)%n",
        Figures.median(counted),
        Figures.span(counted));
  }

  /** Fails unless a server answers. */
  static void requireServer(KubernetesClient client) {
    if (!client.configMaps().inNamespace("test").list().getItems().isEmpty()) {
      throw new IllegalStateException(
          "a new server has config maps in a namespace that is missing");
    }
  }

  /**
   * One test.
   *
   * @param seconds from its begin to its end
   * @param processor seconds of processor time meanwhile
   */
  private record Run(double seconds, double processor) {
    static Run of(String line) {
      String[] numbers = line.split(" ", -1);
      return new Run(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
    }
  }

  /** The tests of one virtual machine, in their order. */
  private record Round(List<Run> runs) {
    Run first() {
      return runs.getFirst();
    }

    double later(ToDoubleFunction<Run> figure) {
      return Figures.median(runs.stream().skip(1).mapToDouble(figure).toArray());
    }
  }

  private void report(String name, List<Round> rounds) {
    double[] first = rounds.stream().mapToDouble(round -> round.first().seconds()).toArray();
    double[] later = rounds.stream().mapToDouble(round -> round.later(Run::seconds)).toArray();
    out.printf(
        Locale.ROOT,
        "  %s: first %.2f s (%s), %.2f s processor time; later ones %.3f s (%s), %.3f s%n",
        name,
        Figures.median(first),
        Figures.span(first),
        Figures.median(rounds.stream().mapToDouble(round -> round.first().processor()).toArray()),
        Figures.median(later),
        Figures.span(later),
        Figures.median(
            rounds.stream().mapToDouble(round -> round.later(Run::processor)).toArray()));
  }

  /** Starts a virtual machine as build tools do: with a class path and nothing else. */
  private Round measure(Class<?> test) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String logging = System.getProperty("logback.configurationFile");
    if (logging != null) {
      command.add("-Dlogback.configurationFile=" + logging);
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            RepeatedTest.class.getName(),
            test.getName(),
            Integer.toString(RUNS)));
    Path log = folder.resolve("junit.log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(test + " failed:\n" + output + Files.readString(log));
    }
    return new Round(output.lines().map(Run::of).toList());
  }
}
