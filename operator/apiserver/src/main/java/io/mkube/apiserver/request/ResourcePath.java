package io.mkube.apiserver.request;

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
  /** Parses a path; empty if it does not name a resource. */
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

  /** The decoded segments of a path; empty ones are left out, so a trailing slash is harmless. */
  public static List<String> segments(String path) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    while (begin < path.length()) {
      int slash = path.indexOf('/', begin);
      int end = slash < 0 ? path.length() : slash;
      if (end > begin) {
        parts.add(decode(path.substring(begin, end)));
      }
      begin = end + 1;
    }
    return parts;
  }

  /** Unlike in a query, a plus sign stands for itself. */
  private static String decode(String part) {
    return part.indexOf('%') < 0 ? part : Query.decode(part.replace("+", "%2B"));
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
    if (rest.isEmpty() || holdsSlash(rest)) {
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

  private static boolean holdsSlash(List<String> parts) {
    for (String part : parts) {
      if (part.indexOf('/') >= 0) {
        return true;
      }
    }
    return false;
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
