package io.mkube.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.crds.MkubeCrds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLinesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private List<String> isoArguments = List.of("not called");

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "apiserver", "simulator", "keys", "crds"})
  void helpsWithEveryCommandAndShowsExamples(String command) {
    assertEquals(0, run(command, "--help"));

    assertTrue(out.toString().contains("Usage: mkube " + command), out.toString());
    assertTrue(out.toString().contains("Examples:\n  mkube " + command), out.toString());
    assertTrue(out.toString().lines().allMatch(line -> line.length() <= 100), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void listsTheCommandsThatExist() {
    assertEquals(0, run("--help"));

    List<String> commands =
        out.toString()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .map(line -> line.strip().replaceFirst(" .*", ""))
            .toList();
    assertEquals(List.of("demo", "run", "apiserver", "simulator", "keys", "crds", "iso"), commands);
  }

  @Test
  void tellsItsVersion() {
    assertEquals(0, run("--version"));

    assertTrue(
        out.toString().matches("mkube \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\n"), out.toString());
  }

  @Test
  void printsDefinitionsThatClientsUnderstand() {
    assertEquals(0, run("crds"));

    List<String> names =
        Stream.of(out.toString().split("(?m)^---$"))
            .filter(document -> !document.isBlank())
            .map(yaml -> Serialization.unmarshal(yaml, CustomResourceDefinition.class))
            .map(definition -> definition.getMetadata().getName())
            .toList();
    assertEquals(MkubeCrds.NAMES, names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | mkube: a command is missing; see 'mkube --help'",
        "frobnicate | mkube: Unmatched argument at index 0: 'frobnicate'; see 'mkube --help'",
        "crds --frob | mkube crds: Unknown option: '--frob'; see 'mkube crds --help'",
        "demo --port 65536 | mkube demo: Invalid value for option '--port': '65536' is not a port"
            + " from 0 to 65535; see 'mkube demo --help'",
        "apiserver --store nats://u:geheim@h?replicas=9 | mkube apiserver: Invalid value for option"
            + " '--store': replicas must be 1 to 5, not 9; see 'mkube apiserver --help'",
        "apiserver --tls-san a/b | mkube apiserver: Invalid value for option '--tls-san'"
            + " (NAME): must be a host name or an address, not 'a/b'; see 'mkube apiserver"
            + " --help'",
        "apiserver --audit-policy all | mkube apiserver: Invalid value for option '--audit-policy':"
            + " must be none, metadata or request, not all; see 'mkube apiserver --help'",
        "apiserver --service-cluster-ip-range 10.0.0.0 | mkube apiserver: Invalid value for option"
            + " '--service-cluster-ip-range': '10.0.0.0' is no address range such as 10.96.0.0/12;"
            + " see 'mkube apiserver --help'",
        "keys | mkube keys: Missing required subcommand; see 'mkube keys --help'",
        "simulator --faults profile=wild | mkube simulator: Invalid value for option '--faults':"
            + " fault specification: profile 'wild' is none of off, demo, realistic, hostile; see"
            + " 'mkube simulator --help'",
      })
  void refusesWhatItDoesNotUnderstandInOneLine(String arguments, String line) {
    assertEquals(2, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));

    assertEquals(line + "\n", err.toString());
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iso",
        "iso --help",
        "iso -h ls -V --version",
        "iso ls -v -- --help @file",
        "iso demo --port x 'a b' -"
      })
  void leavesWhatIsBehindIsoToTheProgramOfImages(String line) {
    assertEquals(42, run(line.split(" ")));

    assertEquals(List.of(line.split(" ")).subList(1, line.split(" ").length), isoArguments);
    assertEquals("", out.toString() + err);
  }

  private int iso(String[] arguments) {
    isoArguments = List.of(arguments);
    return 42;
  }

  private int run(String... arguments) {
    return new CommandLines(
            () -> false, new PrintWriter(out, true), new PrintWriter(err, true), this::iso)
        .execute(arguments);
  }
}
