package io.mkube.apiserver.resource;

import java.util.Comparator;
import java.util.List;

/**
 * The order of groups: the core group, those of Kubernetes as kube-apiserver ranks them, then all
 * others by name. Where kinds of two groups have the same name, clients take the first.
 */
public final class GroupPriority {
  private static final int FIRST = 18_000;
  private static final int LAST = 16_000;
  private static final int STEP = 100;

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
      Comparator.<String>comparingInt(group -> -of(group)).thenComparing(Comparator.naturalOrder());

  private GroupPriority() {}

  /** The {@code groupPriorityMinimum} of a group, from 16,000 for unknown ones to 18,000. */
  public static int of(String group) {
    int rank = RANKED.indexOf(group);
    return rank < 0 ? LAST : FIRST - rank * STEP;
  }
}
