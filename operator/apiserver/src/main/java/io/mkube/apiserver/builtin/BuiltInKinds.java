package io.mkube.apiserver.builtin;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.schema.ObjectSchema;
import java.util.List;

/** All built-in kinds. */
public final class BuiltInKinds {
  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private BuiltInKinds() {}

  /** The kinds in the order of discovery: core group first, groups and plurals by name. */
  public static List<BuiltInKind> all() {
    GroupVersionKind kind = new GroupVersionKind("", "v1", "ConfigMap");
    ResourceType type =
        new ResourceType(
            kind,
            "configmaps",
            "configmap",
            "ConfigMapList",
            ResourceType.Scope.NAMESPACED,
            List.of("cm"),
            List.of(),
            ALL_VERBS,
            List.of(),
            ResourceType.Origin.BUILT_IN);
    return List.of(new BuiltInKind(type, ObjectSchema.ofBuiltIn(kind), new KindRules() {}));
  }
}
