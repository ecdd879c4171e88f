package io.mkube.store.nats.access;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates for connections to NATS; PEM files.
 *
 * @param required whether to refuse servers without TLS
 * @param authority certificates that server certificates must be signed by; empty for those of the
 *     Java runtime
 * @param identity certificate and key of this client, if the server asks for one
 */
public record NatsTls(boolean required, Optional<Path> authority, Optional<Identity> identity) {
  /** TLS only if the server asks for it. */
  public static final NatsTls NONE = new NatsTls(false, Optional.empty(), Optional.empty());

  /**
   * Who this client is.
   *
   * @param certificate certificate, and those above it
   * @param key its private key, PKCS #8
   */
  public record Identity(Path certificate, Path key) {}
}
