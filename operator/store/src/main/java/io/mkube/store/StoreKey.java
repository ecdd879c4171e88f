package io.mkube.store;

import org.jspecify.annotations.Nullable;

/**
 * The path of an object in the store: {@code group/resource/namespace/name}, with {@code core} for
 * the empty group and {@code -} for the namespace of cluster-scoped objects. Orders as Kubernetes
 * lists do: group, resource, namespace, name.
 *
 * @param group API group, {@code ""} for the core group
 * @param resource plural resource name
 * @param namespace namespace, {@code ""} for cluster scope
 * @param name object name
 */
public record StoreKey(String group, String resource, String namespace, String name)
    implements Comparable<StoreKey> {
  public StoreKey {
    requireSegment("group", group);
    requireSegment("resource", resource);
    requireSegment("namespace", namespace);
    requireSegment("name", name);
    if (resource.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("resource and name must not be empty");
    }
  }

  /** Reads the form that {@link #toString} writes. */
  public static StoreKey parse(String text) {
    String[] segments = text.split("/", -1);
    if (segments.length != 4) {
      throw new IllegalArgumentException("not a store key: " + text);
    }
    return new StoreKey(
        segments[0].equals("core") ? "" : segments[0],
        segments[1],
        segments[2].equals("-") ? "" : segments[2],
        segments[3]);
  }

  @Override
  public int compareTo(StoreKey other) {
    // All but the name are mostly the same strings, which equals sees at once.
    if (!group.equals(other.group)) {
      return group.compareTo(other.group);
    }
    if (!resource.equals(other.resource)) {
      return resource.compareTo(other.resource);
    }
    if (!namespace.equals(other.namespace)) {
      return namespace.compareTo(other.namespace);
    }
    return name.compareTo(other.name);
  }

  /** Written out, as is {@link #equals}: what a record makes of itself costs a start 10 ms. */
  @Override
  public int hashCode() {
    return ((group.hashCode() * 31 + resource.hashCode()) * 31 + namespace.hashCode()) * 31
        + name.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreKey key
        && name.equals(key.name)
        && namespace.equals(key.namespace)
        && resource.equals(key.resource)
        && group.equals(key.group);
  }

  @Override
  public String toString() {
    return (group.isEmpty() ? "core" : group)
        + "/"
        + resource
        + "/"
        + (namespace.isEmpty() ? "-" : namespace)
        + "/"
        + name;
  }

  private static void requireSegment(String what, String value) {
    if (value.indexOf('/') >= 0) {
      throw new IllegalArgumentException(what + " must not contain '/': " + value);
    }
    requireWellFormed(what, value);
  }

  /** Half a surrogate pair has no UTF-8 form: two different texts would be stored as one. */
  static void requireWellFormed(String what, String value) {
    int i = 0;
    while (i < value.length()) {
      if (!Character.isSurrogate(value.charAt(i))) {
        i++;
        continue;
      }
      int codePoint = value.codePointAt(i);
      if (codePoint <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException(what + " is not well-formed Unicode at character " + i);
      }
      i += Character.charCount(codePoint);
    }
  }
}
