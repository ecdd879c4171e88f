package io.mkube.apiserver.discovery;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import java.util.List;

/**
 * A subresource as discovery tells it.
 *
 * @param kind kind of its objects
 * @param verbs its verbs
 */
record Subresource(GroupVersionKind kind, List<String> verbs) {
  private static final List<String> CHANGE = List.of("get", "patch", "update");

  Subresource {
    verbs = List.copyOf(verbs);
  }

  static Subresource of(ResourceType type, String name) {
    return switch (name) {
      case "scale" -> new Subresource(new GroupVersionKind("autoscaling", "v1", "Scale"), CHANGE);
      case "binding" ->
          new Subresource(new GroupVersionKind("", "v1", "Binding"), List.of("create"));
      case "eviction" ->
          new Subresource(new GroupVersionKind("policy", "v1", "Eviction"), List.of("create"));
      case "token" ->
          new Subresource(
              new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
              List.of("create"));
      case "log" -> new Subresource(type.kind(), List.of("get"));
      case "exec" -> stream("PodExecOptions");
      case "attach" -> stream("PodAttachOptions");
      case "portforward" -> stream("PodPortForwardOptions");
      case "finalize" -> new Subresource(type.kind(), List.of("update"));
      default -> new Subresource(type.kind(), CHANGE);
    };
  }

  private static Subresource stream(String kind) {
    return new Subresource(new GroupVersionKind("", "v1", kind), List.of("create", "get"));
  }
}
