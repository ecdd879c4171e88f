package io.mkube.apiserver.metrics;

import io.micrometer.core.instrument.Tags;

/**
 * What one kind of request is counted under.
 *
 * @param verb as kube-apiserver names it in metrics, such as {@code LIST} or {@code APPLY}
 * @param group API group
 * @param version version
 * @param resource plural name, {@code ""} for what is no resource
 * @param subresource subresource, or the path of what is no resource
 * @param scope {@code cluster}, {@code namespace} or {@code resource}
 * @param dryRun {@code All} or {@code ""}
 */
public record RequestLabels(
    String verb,
    String group,
    String version,
    String resource,
    String subresource,
    String scope,
    String dryRun) {
  /**
   * A request that names no resource; unknown paths are one, so that nobody can fill the memory.
   */
  public static RequestLabels document(String method, String path) {
    return new RequestLabels(known(method), "", "", "", path, "", "");
  }

  Tags tags() {
    return Tags.of(
        "verb", verb,
        "dry_run", dryRun,
        "group", group,
        "version", version,
        "resource", resource,
        "subresource", subresource,
        "scope", scope,
        "component", "apiserver");
  }

  private static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
      default -> "other";
    };
  }
}
