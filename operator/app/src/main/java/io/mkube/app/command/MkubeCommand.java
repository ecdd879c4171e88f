package io.mkube.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** {@code mkube} itself: what all commands share. */
final class MkubeCommand {
  private final OptionSpec verbose =
      flag("-v", "--verbose")
          .scopeType(ScopeType.INHERIT)
          .description(
              "Log every step, and failures with stack traces; so does MKUBE_DEBUG=1 in the"
                  + " environment.")
          .build();

  private final OptionSpec help =
      flag("-h", "--help")
          .usageHelp(true)
          .scopeType(ScopeType.INHERIT)
          .description("Show this help and end.")
          .build();

  // Not inherited: the simulator has a --version of its own.
  private final OptionSpec version =
      flag("-V", "--version").versionHelp(true).description("Show the version and end.").build();

  /** The command without its subcommands. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this)
            .name("mkube")
            .scopeType(ScopeType.INHERIT)
            .versionProvider(new Version());
    spec.usageMessage()
        .header("A small Kubernetes on a MikroTik router.")
        .synopsisSubcommandLabel("COMMAND")
        .sortOptions(false)
        .width(100)
        .footerHeading("%nExamples:%n")
        .footer(
            "  mkube demo                     everything in one process, on a simulated router",
            "  mkube run --config mkube.yaml  against a device",
            "  mkube COMMAND --help           options and examples of a command");
    return spec.addOption(verbose).addOption(help).addOption(version);
  }

  boolean verbose() {
    @Nullable Boolean chosen = verbose.getValue();
    return Boolean.TRUE.equals(chosen)
        || !System.getenv().getOrDefault("MKUBE_DEBUG", "").isEmpty();
  }

  private static OptionSpec.Builder flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).arity("0");
  }
}
