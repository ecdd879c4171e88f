package io.mkube.routeros;

import java.nio.file.Path;

/**
 * Which certificate of a device is believed. A device's own certificate is nearly always
 * self-signed, so that one of the last two is needed.
 */
public sealed interface TlsTrust {
  /** Certificates of the authorities that the Java runtime knows. */
  record PublicAuthorities() implements TlsTrust {}

  /**
   * Certificates signed by, or equal to, one in a file. For an equal one the host name is not
   * compared: routers are reached by addresses that their certificates do not name.
   *
   * @param pemFile PEM file with one or more X.509 certificates
   */
  record Pinned(Path pemFile) implements TlsTrust {}

  /** Any certificate: protects from listeners on the line only, not from an impostor. */
  record Anything() implements TlsTrust {}
}
