package io.mkube.apiserver.catalog;

import java.util.List;

/**
 * One served resource in one version: a built-in kind or a version of a custom resource.
 *
 * @param kind group, version and kind
 * @param plural resource name in URLs
 * @param singular singular name
 * @param listKind kind of lists
 * @param scope namespaced or cluster-wide
 * @param shortNames short names
 * @param categories categories such as {@code all}
 * @param verbs verbs that discovery tells
 * @param subresources names of subresources, such as {@code status} and {@code scale}
 * @param origin built in or custom
 */
public record ResourceType(
    GroupVersionKind kind,
    String plural,
    String singular,
    String listKind,
    Scope scope,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs,
    List<String> subresources,
    Origin origin) {
  public ResourceType {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    verbs = List.copyOf(verbs);
    subresources = List.copyOf(subresources);
  }

  /** Whether objects live in namespaces. */
  public enum Scope {
    NAMESPACED,
    CLUSTER
  }

  /** Where the definition comes from. */
  public enum Origin {
    BUILT_IN,
    CUSTOM
  }

  /**
   * {@code plural} for the core group, {@code plural.group} otherwise: the form that error messages
   * use.
   */
  public String qualifiedName() {
    return kind.group().isEmpty() ? plural : plural + "." + kind.group();
  }

  public boolean namespaced() {
    return scope == Scope.NAMESPACED;
  }

  public boolean hasSubresource(String name) {
    return subresources.contains(name);
  }
}
