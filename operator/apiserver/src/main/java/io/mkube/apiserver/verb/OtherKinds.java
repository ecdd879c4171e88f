package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What kube-apiserver says of an object that is sent to the resource of another kind. */
final class OtherKinds {
  private static final String SCHEME = "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30";

  /** Versions that kube-apiserver can still read although it serves none of them. */
  private static final Map<String, Set<String>> FORMER =
      Map.of(
          "apps", Set.of("v1beta1", "v1beta2"),
          "autoscaling", Set.of("v1", "v2", "v2beta1", "v2beta2"),
          "batch", Set.of("v1beta1"),
          "certificates.k8s.io", Set.of("v1alpha1", "v1beta1"),
          "coordination.k8s.io", Set.of("v1beta1"),
          "discovery.k8s.io", Set.of("v1beta1"),
          "events.k8s.io", Set.of("v1beta1"),
          "networking.k8s.io", Set.of("v1alpha1", "v1beta1"),
          "rbac.authorization.k8s.io", Set.of("v1alpha1", "v1beta1"),
          "storage.k8s.io", Set.of("v1alpha1", "v1beta1"));

  private OtherKinds() {}

  /** Whether a version other than the expected one is known for the group of a kind. */
  static boolean wasServed(String apiVersion, GroupVersionKind expected) {
    GroupVersionKind sent = GroupVersionKind.of(apiVersion, expected.kind());
    return BuiltInTypes.get().ofKind(sent).isPresent()
        || (sent.group().equals(expected.group())
            && FORMER.getOrDefault(sent.group(), Set.of()).contains(sent.version()));
  }

  /** The whole sentence of the 400 answer for built-in kinds. */
  static String cannotBeHandled(GroupVersionKind expected, String apiVersion, String kind) {
    GroupVersionKind sent = GroupVersionKind.of(apiVersion, kind);
    return "%s in version \"%s\" cannot be handled as a %s: %s"
        .formatted(kind, sent.version(), expected.kind(), reason(expected, apiVersion, kind));
  }

  /** The 422 answer for custom resources, which are decoded whatever they say they are. */
  static ApiException notOfResource(GroupVersionKind expected, ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText(expected.apiVersion());
    String kind = object.path("kind").asText(expected.kind());
    List<FieldError> errors = new ArrayList<>();
    if (!kind.equals(expected.kind())) {
      String shown = TextNode.valueOf(kind).toString();
      errors.add(FieldError.invalid("kind", shown, "must be " + expected.kind()));
    }
    if (!apiVersion.equals(expected.apiVersion())) {
      String shown = TextNode.valueOf(apiVersion).toString();
      errors.add(FieldError.invalid("apiVersion", shown, "must be " + expected.apiVersion()));
    }
    String group = GroupVersionKind.of(apiVersion, kind).group();
    String name = ObjectMetadata.of(object).name();
    return new ApiException(new Failure.Invalid(group, kind, name, errors));
  }

  /** Why an object of a built-in kind cannot be read as one of another. */
  static String reason(GroupVersionKind expected, String apiVersion, String kind) {
    GroupVersionKind sent = GroupVersionKind.of(apiVersion, kind);
    if (BuiltInTypes.get().ofKind(sent).isEmpty()) {
      return "no kind \"%s\" is registered for version \"%s\" in scheme \"%s\""
          .formatted(kind, apiVersion, SCHEME);
    }
    String group = expected.group().isEmpty() ? "core" : expected.group();
    int end = group.indexOf('.');
    return "converting (%s.%s) to (%s.%s): unknown conversion"
        .formatted(
            sent.version(), kind, end < 0 ? group : group.substring(0, end), expected.kind());
  }
}
