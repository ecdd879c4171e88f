package io.mkube.apiserver.resource;

import java.util.Comparator;
import java.util.List;

/**
 * The order of groups: the core group, those of Kubernetes as kube-apiserver ranks them, then all
 * others by name. Where kinds of two groups have the same name, clients take the first.
 */
final class GroupPriority {
  private static final List<String> RANKED =
      List.of(
          "",
          "apiregistration.k8s.io",
          "apps",
          "events.k8s.io",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "networking.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "storage.k8s.io",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "scheduling.k8s.io",
          "coordination.k8s.io",
          "node.k8s.io",
          "discovery.k8s.io",
          "flowcontrol.apiserver.k8s.io");

  static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(GroupPriority::rank).thenComparing(Comparator.naturalOrder());

  private GroupPriority() {}

  private static int rank(String group) {
    int rank = RANKED.indexOf(group);
    return rank < 0 ? RANKED.size() : rank;
  }
}
