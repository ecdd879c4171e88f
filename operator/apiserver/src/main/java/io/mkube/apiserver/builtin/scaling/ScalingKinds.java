package io.mkube.apiserver.builtin.scaling;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Autoscalers: kept, nothing here measures or scales. */
public final class ScalingKinds {
  /** The group of autoscalers. */
  public static final String GROUP = "autoscaling";

  /** The version that is stored. */
  public static final String STORED_VERSION = "v2";

  private ScalingKinds() {}

  /** Both versions. */
  public static List<BuiltInKind> all() {
    return List.of(
        autoscaler(STORED_VERSION, new AutoscalerRules()),
        autoscaler("v1", new AutoscalerV1Rules()));
  }

  private static BuiltInKind autoscaler(String version, KindRules rules) {
    return Kinds.kind(
            new GroupVersionKind(GROUP, version, "HorizontalPodAutoscaler"),
            "horizontalpodautoscalers")
        .shortNames("hpa")
        .inAll()
        .subresources("status")
        .with(rules);
  }
}
