package io.mkube.images;

import java.util.regex.Pattern;

/**
 * A parsed image reference, complete: nothing is left to a default.
 *
 * @param registry registry host with optional port
 * @param repository repository path below the host
 * @param suffix {@code :tag} or {@code @digest}
 */
public record ImageReference(String registry, String repository, String suffix) {
  /** The registry of references that name none. */
  public static final String DEFAULT_REGISTRY = "docker.io";

  private static final int LONGEST_NAME = 255;
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final Pattern HOST =
      Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+");
  private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern SHA512 = Pattern.compile("sha512:[0-9a-f]{128}");

  /**
   * Parses a reference as it is written in a Pod, by the rules of docker: the first component is a
   * host only if it has a dot or colon or is {@code localhost}, otherwise the registry is {@link
   * #DEFAULT_REGISTRY}, where a single component lies below {@code library/}; without tag and
   * digest the tag is {@code latest}; with both, the digest decides and the tag is dropped.
   *
   * @throws ImageException.InvalidReference if the text is no reference; the message says why
   */
  public static ImageReference parse(String text) throws ImageException {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    String tag = colon < 0 ? "latest" : name.substring(colon + 1);
    if (colon >= 0) {
      name = name.substring(0, colon);
    }
    check(text, at < 0 || isDigest(digest), "\"" + digest + "\" is not a digest");
    check(text, TAG.matcher(tag).matches(), "\"" + tag + "\" is not a tag");
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = hasHost ? canonical(first) : DEFAULT_REGISTRY;
    String repository = hasHost ? name.substring(slash + 1) : name;
    check(text, HOST.matcher(registry).matches(), "\"" + registry + "\" is not a registry host");
    check(
        text,
        REPOSITORY.matcher(repository).matches(),
        "\""
            + repository
            + "\" is not a repository; it has lower-case letters and digits,"
            + " separated by . _ - and /");
    if (registry.equals(DEFAULT_REGISTRY) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    check(
        text,
        registry.length() + 1 + repository.length() <= LONGEST_NAME,
        "host and repository have more than " + LONGEST_NAME + " characters");
    return new ImageReference(registry, repository, at < 0 ? ":" + tag : "@" + digest);
  }

  @Override
  public String toString() {
    return registry + "/" + repository + suffix;
  }

  private static String canonical(String host) {
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? DEFAULT_REGISTRY
        : host;
  }

  private static boolean isDigest(String text) {
    return switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
      case "sha256" -> SHA256.matcher(text).matches();
      case "sha512" -> SHA512.matcher(text).matches();
      default -> DIGEST.matcher(text).matches();
    };
  }

  private static void check(String text, boolean holds, String why) throws ImageException {
    if (!holds) {
      throw new ImageException.InvalidReference(text, why);
    }
  }
}
