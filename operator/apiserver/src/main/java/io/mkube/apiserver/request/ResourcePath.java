package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a URL below {@code /api} or {@code /apis} names.
 *
 * @param group API group, {@code ""} for the core group
 * @param version version
 * @param namespace namespace, {@code ""} for cluster scope and for all namespaces
 * @param resource plural resource name
 * @param name object name, {@code ""} for the collection
 * @param subresource subresource, {@code ""} for the object itself
 * @param watchPrefix whether the old {@code /watch/} form of the URL was used
 */
public record ResourcePath(
    String group,
    String version,
    String namespace,
    String resource,
    String name,
    String subresource,
    boolean watchPrefix) {
  /**
   * Parses a path; empty if it does not name a resource.
   *
   * @throws ApiException with 400 for a malformed escape
   */
  public static Optional<ResourcePath> parse(String path) {
    List<String> parts = segments(path);
    if (parts.size() >= 3 && parts.get(0).equals("api")) {
      return resource("", parts.get(1), parts.subList(2, parts.size()));
    }
    if (parts.size() >= 4 && parts.get(0).equals("apis")) {
      return resource(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
    }
    return Optional.empty();
  }

  /** The decoded segments of a path; slashes at its end are harmless, doubled ones are not. */
  public static List<String> segments(String path) {
    String decoded = decode(path);
    int length = decoded.length();
    while (length > 0 && decoded.charAt(length - 1) == '/') {
      length--;
    }
    List<String> parts = new ArrayList<>();
    int begin = decoded.startsWith("/") ? 1 : 0;
    while (begin < length) {
      int slash = decoded.indexOf('/', begin);
      int end = slash < 0 || slash > length ? length : slash;
      parts.add(decoded.substring(begin, end));
      begin = end + 1;
    }
    return parts;
  }

  /** Unlike in a query, a plus sign stands for itself. */
  private static String decode(String path) {
    return path.indexOf('%') < 0 ? path : Query.decode(path.replace("+", "%2B"));
  }

  /**
   * Checks that the name could be one segment of a path.
   *
   * @throws ApiException with 400
   */
  public void requireName() {
    String problem =
        name.equals(".") || name.equals("..")
            ? "may not be '" + name + "'"
            : name.indexOf('%') >= 0 ? "may not contain '%'" : "";
    if (!problem.isEmpty()) {
      throw ApiException.badRequest("Name parameter invalid: \"" + name + "\": " + problem);
    }
  }

  /** The named object, for messages. */
  public ObjectReference reference() {
    return new ObjectReference(group, resource, name);
  }

  private static Optional<ResourcePath> resource(
      String group, String version, List<String> segments) {
    boolean watch = segments.size() > 1 && segments.getFirst().equals("watch");
    List<String> parts = watch ? segments.subList(1, segments.size()) : segments;
    // /namespaces/x and /namespaces/x/status are about the namespace itself.
    boolean inNamespace =
        parts.size() > 2
            && parts.get(0).equals("namespaces")
            && !(group.isEmpty() && isNamespaceSubresource(parts));
    String namespace = inNamespace ? parts.get(1) : "";
    List<String> rest = inNamespace ? parts.subList(2, parts.size()) : parts;
    if (version.isEmpty() || rest.getFirst().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ResourcePath(
            group,
            version,
            namespace,
            rest.get(0),
            rest.size() > 1 ? rest.get(1) : "",
            subresource(rest),
            watch));
  }

  /** What follows {@code proxy} is a path of somebody else. */
  private static String subresource(List<String> parts) {
    if (parts.size() < 3) {
      return "";
    }
    return parts.get(2).equals("proxy")
        ? "proxy"
        : String.join("/", parts.subList(2, parts.size()));
  }

  private static boolean isNamespaceSubresource(List<String> parts) {
    return parts.size() == 3 && (parts.get(2).equals("status") || parts.get(2).equals("finalize"));
  }
}
