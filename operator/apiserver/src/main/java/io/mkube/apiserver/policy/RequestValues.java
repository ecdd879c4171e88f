package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.cel.OpenValues;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What expressions of policies see of a request. */
final class RequestValues {
  private RequestValues() {}

  static Map<String, String> labels(ObjectNode object) {
    return ObjectMetadata.of(object).labels();
  }

  /** A value for each variable but {@code params}. */
  static Map<String, Object> of(PolicyRequest request, Optional<ObjectNode> namespace) {
    Map<String, Object> values = new HashMap<>();
    values.put("object", OpenValues.of(request.object()));
    values.put("oldObject", OpenValues.of(request.old()));
    values.put("request", OpenValues.of(describe(request)));
    values.put("namespaceObject", OpenValues.of(namespace.orElse(null)));
    return values;
  }

  private static ObjectNode describe(PolicyRequest request) {
    GroupVersionKind kind = request.resource().type().kind();
    GroupVersionKind form = form(request).orElse(kind);
    ObjectNode description = Json.object();
    for (String field : new String[] {"kind", "requestKind"}) {
      description
          .putObject(field)
          .put("group", form.group())
          .put("version", form.version())
          .put("kind", form.kind());
    }
    for (String field : new String[] {"resource", "requestResource"}) {
      description
          .putObject(field)
          .put("group", kind.group())
          .put("version", kind.version())
          .put("resource", request.resource().type().plural());
    }
    description.put("subResource", request.subresource());
    description.put("requestSubResource", request.subresource());
    description.put("name", request.name()).put("namespace", request.namespace());
    description.put("operation", request.operation().name()).put("dryRun", request.dryRun());
    description.set("userInfo", describe(request.user()));
    return description;
  }

  /** A part of an object may be of another kind. */
  private static Optional<GroupVersionKind> form(PolicyRequest request) {
    return Optional.ofNullable(request.object() == null ? request.old() : request.object())
        .filter(object -> object.path("kind").isTextual())
        .map(
            object ->
                GroupVersionKind.of(
                    object.path("apiVersion").asText(), object.path("kind").asText()));
  }

  private static ObjectNode describe(User user) {
    ObjectNode info = Json.object().put("username", user.name()).put("uid", user.uid());
    user.groups().forEach(info.putArray("groups")::add);
    ObjectNode extra = info.putObject("extra");
    user.extra().forEach((key, all) -> all.forEach(extra.withArray(key)::add));
    return info;
  }
}
