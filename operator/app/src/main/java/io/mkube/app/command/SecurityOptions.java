package io.mkube.app.command;

import io.mkube.apiserver.audit.AuditConfig;
import io.mkube.app.config.Security;
import io.mkube.app.console.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an API server protects what it keeps, and what it writes down. */
final class SecurityOptions {
  @Option(
      names = "--tls-san",
      paramLabel = "NAME",
      converter = TlsNameConverter.class,
      description =
          "Further host name or address by which clients reach the server, for its certificate; may"
              + " be repeated.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "Keys that seal secrets in the store; servers of one store share the file. Default:"
              + " pki/sealing.key in the data directory.")
  private @Nullable Path keyFile;

  @Option(
      names = "--audit-log",
      paramLabel = "FILE",
      description =
          "Where requests are written down, one audit.k8s.io/v1 Event a line; - for standard"
              + " output. Default: nowhere.")
  private @Nullable String auditLog;

  @Option(
      names = "--audit-policy",
      paramLabel = "LEVEL",
      converter = LevelConverter.class,
      description =
          "How much is written down: none, metadata, or request, which adds what was sent, except"
              + " for secrets and tokens. Default: metadata.")
  private AuditConfig.Level auditPolicy = AuditConfig.Level.METADATA;

  @Option(
      names = "--audit-max-size",
      paramLabel = "MIB",
      description = "Size at which a new audit file begins. Default: 100.")
  private int auditMaxSize = (int) (AuditConfig.MAX_BYTES >> 20);

  @Option(
      names = "--audit-max-files",
      paramLabel = "N",
      description = "Full audit files that are kept. Default: 10.")
  private int auditMaxFiles = AuditConfig.MAX_FILES;

  /** What was chosen. */
  Security security() throws CommandException {
    if (auditMaxSize < 1 || auditMaxFiles < 0) {
      throw new CommandException(
          "--audit-max-size must be at least 1 and --audit-max-files at least 0");
    }
    AuditConfig audit =
        auditLog == null
            ? AuditConfig.off()
            : new AuditConfig(
                auditLog.equals("-") ? Optional.empty() : Optional.of(Path.of(auditLog)),
                auditPolicy,
                (long) auditMaxSize << 20,
                auditMaxFiles);
    return new Security(Optional.ofNullable(keyFile), names, audit);
  }

  /** Whether anything was chosen. */
  boolean given() {
    return !names.isEmpty() || keyFile != null || auditLog != null;
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
