package io.mkube.apiserver.catalog;

/**
 * Group, version and kind.
 *
 * @param group API group, {@code ""} for the core group
 * @param version version
 * @param kind kind
 */
public record GroupVersionKind(String group, String version, String kind) {
  /** Reads {@code apiVersion} and {@code kind} of an object. */
  public static GroupVersionKind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new GroupVersionKind("", apiVersion, kind)
        : new GroupVersionKind(
            apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  /** The {@code apiVersion} field: {@code v1} or {@code group/version}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }
}
