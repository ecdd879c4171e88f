package io.mkube.app.command;

import io.mkube.apiserver.audit.AuditConfig;
import io.mkube.app.config.Security;
import io.mkube.app.console.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How an API server protects what it keeps, and what it writes down. */
final class SecurityOptions {
  private final OptionSpec names =
      OptionSpec.builder("--tls-san")
          .paramLabel("NAME")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .converters(new TlsNameConverter())
          .description(
              "Further host name or address by which clients reach the server, for its"
                  + " certificate; may be repeated.")
          .build();

  private final Setting<Path> keyFile =
      Setting.of(
          "--key-file",
          "FILE",
          Path.class,
          "Keys that seal secrets in the store; servers of one store share the file. Default:"
              + " pki/sealing.key in the data directory.");

  private final Setting<String> auditLog =
      Setting.of(
          "--audit-log",
          "FILE",
          String.class,
          "Where requests are written down, one audit.k8s.io/v1 Event a line; - for standard"
              + " output. Default: nowhere.");

  private final Setting<AuditConfig.Level> auditPolicy =
      Setting.of(
          "--audit-policy",
          "LEVEL",
          AuditConfig.Level.class,
          new LevelConverter(),
          "How much is written down: none, metadata, or request, which adds what was sent, except"
              + " for secrets and tokens. Default: metadata.");

  private final Setting<Integer> auditMaxSize =
      Setting.of(
          "--audit-max-size",
          "MIB",
          Integer.class,
          "Size at which a new audit file begins. Default: 100.");

  private final Setting<Integer> auditMaxFiles =
      Setting.of(
          "--audit-max-files", "N", Integer.class, "Full audit files that are kept. Default: 10.");

  /** Gives a command these options. */
  void addTo(CommandSpec command) {
    command.addOption(names);
    for (Setting<?> setting :
        List.of(keyFile, auditLog, auditPolicy, auditMaxSize, auditMaxFiles)) {
      command.addOption(setting.spec());
    }
  }

  /** What was chosen. */
  Security security() throws CommandException {
    int megabytes = auditMaxSize.or((int) (AuditConfig.MAX_BYTES >> 20));
    int files = auditMaxFiles.or(AuditConfig.MAX_FILES);
    if (megabytes < 1 || files < 0) {
      throw new CommandException(
          "--audit-max-size must be at least 1 and --audit-max-files at least 0");
    }
    AuditConfig.Level level = auditPolicy.or(AuditConfig.Level.METADATA);
    AuditConfig audit =
        auditLog
            .chosen()
            .map(file -> new AuditConfig(file(file), level, (long) megabytes << 20, files))
            .orElseGet(AuditConfig::off);
    return new Security(keyFile.chosen(), names(), audit);
  }

  /** Whether anything was chosen. */
  boolean given() {
    return !names().isEmpty() || keyFile.chosen().isPresent() || auditLog.chosen().isPresent();
  }

  private List<String> names() {
    @Nullable List<String> chosen = names.getValue();
    return chosen == null ? List.of() : chosen;
  }

  private static Optional<Path> file(String name) {
    return name.equals("-") ? Optional.empty() : Optional.of(Path.of(name));
  }

  /** Reads a level of the audit log. */
  static final class LevelConverter
      implements picocli.CommandLine.ITypeConverter<AuditConfig.Level> {
    @Override
    public AuditConfig.Level convert(String text) {
      try {
        return AuditConfig.Level.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new picocli.CommandLine.TypeConversionException(
            "must be none, metadata or request, not " + text);
      }
    }
  }
}
