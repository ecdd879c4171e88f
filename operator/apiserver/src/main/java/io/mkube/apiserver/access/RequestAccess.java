package io.mkube.apiserver.access;

import io.mkube.apiserver.rbac.Access;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.selector.FieldSelector;
import java.util.Locale;

/** What a request wants to do, told from its line alone, before anybody looks at its options. */
final class RequestAccess {
  private static final String NAME_FIELD = "metadata.name";

  private RequestAccess() {}

  static Access onPath(String method, String path) {
    return new Access.OnPath(method.toLowerCase(Locale.ROOT), path);
  }

  static Access onResource(String method, ResourcePath target, String query) {
    String name = target.name();
    String verb = verb(method, target, query);
    if (name.isEmpty() && (verb.equals("list") || verb.equals("watch"))) {
      name = selectedName(query);
    }
    return new Access.OnResource(
        verb, target.group(), target.resource(), target.subresource(), namespace(target), name);
  }

  /** A namespace is in itself, so that a role in it can give access to it. */
  private static String namespace(ResourcePath target) {
    boolean namespaceItself =
        target.group().isEmpty()
            && target.resource().equals("namespaces")
            && target.namespace().isEmpty();
    return namespaceItself ? target.name() : target.namespace();
  }

  private static String verb(String method, ResourcePath target, String query) {
    boolean single = !target.name().isEmpty();
    return switch (method) {
      case "GET", "HEAD" -> {
        boolean whole = target.subresource().isEmpty();
        if (whole && (target.watchPrefix() || (!single && watches(query)))) {
          yield "watch";
        }
        yield single ? "get" : "list";
      }
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> single ? "delete" : "deletecollection";
      default -> method.toLowerCase(Locale.ROOT);
    };
  }

  private static boolean watches(String query) {
    return query.contains("watch") && Query.parse(query).flag("watch").orElse(false);
  }

  /** The one object that a list or watch is about; {@code ""} if it is about more. */
  private static String selectedName(String query) {
    return query.contains("fieldSelector")
        ? FieldSelector.parse(Query.parse(query).text("fieldSelector"))
            .required(NAME_FIELD)
            .orElse("")
        : "";
  }
}
