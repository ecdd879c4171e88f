package io.mkube.routeros.simulator.container;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well-formed image reference. The registry of the simulation has every image except those of
 * hosts under {@code .invalid}; {@code simulator.example/exit:N} is an image whose process ends
 * with exit code N.
 *
 * @param host registry host, with port if given
 * @param repository repository
 * @param version {@code :tag}, {@code @digest} or both
 */
record ImageName(String host, String repository, String version) {
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
              + "|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");
  private static final Pattern VERSION =
      Pattern.compile(
          "(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"
              + "(?:@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]{32,128})?");

  /**
   * Reads a reference.
   *
   * @param defaultHost host for references without one
   */
  static Optional<ImageName> parse(String reference, String defaultHost) {
    int nameEnd = nameEnd(reference);
    String name = reference.substring(0, nameEnd);
    String version = reference.substring(nameEnd);
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasHost = first.matches(".*[.:\\[].*") || first.equals("localhost");
    String host = hasHost ? first : defaultHost;
    String repository = hasHost ? name.substring(slash + 1) : name;
    if (!hasHost && slash < 0 && defaultHost.equals("docker.io")) {
      repository = "library/" + repository;
    }
    boolean good =
        HOST.matcher(host).matches()
            && REPOSITORY.matcher(repository).matches()
            && VERSION.matcher(version).matches()
            && host.length() + repository.length() < 255;
    return good
        ? Optional.of(new ImageName(host, repository, version.isEmpty() ? ":latest" : version))
        : Optional.empty();
  }

  private static int nameEnd(String reference) {
    int at = reference.indexOf('@');
    String undigested = at < 0 ? reference : reference.substring(0, at);
    int colon = undigested.lastIndexOf(':');
    return colon > undigested.lastIndexOf('/') ? colon : undigested.length();
  }

  /** Whether the registry can be reached. */
  boolean reachable() {
    String name = host.replaceFirst(":\\d+$", "");
    return !name.endsWith(".invalid") && !name.equals("invalid");
  }

  /** Exit code of the process, empty if it runs until it is stopped. */
  OptionalInt exitCode() {
    Matcher matcher = Pattern.compile(":(\\d{1,3})").matcher(version);
    boolean exits = host.equals("simulator.example") && repository.equals("exit");
    return exits && matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** A digest that stays the same for the same reference. */
  String imageId() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Last component of the repository with its version, as the device names containers. */
  String shortName() {
    return repository.substring(repository.lastIndexOf('/') + 1) + version.replace('@', '-');
  }

  @Override
  public String toString() {
    return host + "/" + repository + version;
  }
}
