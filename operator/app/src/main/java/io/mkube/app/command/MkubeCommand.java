package io.mkube.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code mkube} itself: what all commands share. */
@Command(
    name = "mkube",
    header = "A small Kubernetes on a MikroTik router.",
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    usageHelpWidth = 100,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mkube demo                     everything in one process, on a simulated router",
      "  mkube run --config mkube.yaml  against a device",
      "  mkube COMMAND --help           options and examples of a command"
    })
@SuppressWarnings("UnusedVariable") // picocli acts on the flags for help and version itself
final class MkubeCommand {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description =
          "Log every step, and failures with stack traces; so does MKUBE_DEBUG=1 in the"
              + " environment.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and end.")
  private boolean help;

  // Not inherited: the simulator has a --version of its own.
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and end.")
  private boolean version;

  boolean verbose() {
    return verbose || !System.getenv().getOrDefault("MKUBE_DEBUG", "").isEmpty();
  }
}
