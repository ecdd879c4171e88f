package io.mkube.images;

/**
 * A parsed image reference.
 *
 * @param registry registry host with optional port
 * @param repository repository path below the host
 * @param suffix {@code :tag} or {@code @digest}
 */
public record ImageReference(String registry, String repository, String suffix) {
  @Override
  public String toString() {
    return registry + "/" + repository + suffix;
  }
}
