package io.mkube.apiserver.builtin;

import io.mkube.apiserver.builtin.access.AccessKinds;
import io.mkube.apiserver.builtin.cluster.ClusterKinds;
import io.mkube.apiserver.builtin.configuration.ConfigurationKinds;
import io.mkube.apiserver.builtin.extension.ExtensionKinds;
import io.mkube.apiserver.builtin.network.NetworkKinds;
import io.mkube.apiserver.builtin.pod.PodRules;
import io.mkube.apiserver.builtin.scaling.ScalingKinds;
import io.mkube.apiserver.builtin.storage.StorageKinds;
import io.mkube.apiserver.builtin.workload.WorkloadKinds;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Kinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All built-in kinds. */
public final class BuiltInKinds {
  private static final Comparator<BuiltInKind> ORDER =
      Comparator.comparing((BuiltInKind kind) -> kind.type().kind().group())
          .thenComparing(kind -> kind.type().plural());

  private BuiltInKinds() {}

  /** The kinds that are stored, in the order of discovery: groups and plurals by name. */
  public static List<BuiltInKind> all() {
    List<BuiltInKind> kinds = new ArrayList<>();
    kinds.add(PodRules.kind());
    kinds.addAll(WorkloadKinds.all());
    kinds.addAll(ScalingKinds.all());
    kinds.addAll(ExtensionKinds.all());
    kinds.addAll(ConfigurationKinds.all());
    kinds.addAll(ClusterKinds.all());
    kinds.addAll(NetworkKinds.all());
    kinds.addAll(StorageKinds.all());
    kinds.addAll(AccessKinds.all());
    kinds.sort(ORDER);
    return List.copyOf(kinds);
  }

  /** The kinds that are answered and never stored: reviews and the binding of a pod. */
  public static List<BuiltInKind> answered() {
    String authentication = "authentication.k8s.io";
    String authorization = "authorization.k8s.io";
    return List.of(
        answered(Kinds.kind("", "Binding", "bindings")),
        answered(
            Kinds.kind(authentication, "SelfSubjectReview", "selfsubjectreviews").clusterWide()),
        answered(Kinds.kind(authentication, "TokenReview", "tokenreviews").clusterWide()),
        answered(
            Kinds.kind(authorization, "LocalSubjectAccessReview", "localsubjectaccessreviews")),
        answered(
            Kinds.kind(authorization, "SelfSubjectAccessReview", "selfsubjectaccessreviews")
                .clusterWide()),
        answered(
            Kinds.kind(authorization, "SelfSubjectRulesReview", "selfsubjectrulesreviews")
                .clusterWide()),
        answered(
            Kinds.kind(authorization, "SubjectAccessReview", "subjectaccessreviews")
                .clusterWide()));
  }

  /** The kinds that are read and never stored. */
  public static List<BuiltInKind> computed() {
    return List.of(
        Kinds.kind("", "ComponentStatus", "componentstatuses")
            .clusterWide()
            .shortNames("cs")
            .verbs("get", "list")
            .with(new KindRules() {}));
  }

  private static BuiltInKind answered(Kinds kind) {
    return kind.verbs("create").with(new KindRules() {});
  }
}
