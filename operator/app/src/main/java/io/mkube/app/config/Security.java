package io.mkube.app.config;

import io.mkube.apiserver.audit.AuditConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an API server protects what it keeps, and what it writes down.
 *
 * @param keyFile keys that seal secrets in the store; empty for {@code pki/sealing.key} in the data
 *     directory
 * @param names further host names and addresses in the server's certificate
 * @param audit what is written down of requests
 */
public record Security(Optional<Path> keyFile, List<String> names, AuditConfig audit) {
  /** Keys in the data directory, no further names, nothing written down. */
  public static final Security DEFAULT =
      new Security(Optional.empty(), List.of(), AuditConfig.off());

  public Security {
    names = List.copyOf(names);
  }
}
