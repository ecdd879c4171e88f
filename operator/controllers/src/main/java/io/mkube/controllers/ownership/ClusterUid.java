package io.mkube.controllers.ownership;

import io.fabric8.kubernetes.api.model.Namespace;

/**
 * What tells one control plane from another: the uid of its namespace {@code kube-system}, which is
 * created once and never replaced.
 *
 * @param value the uid; without blanks
 */
public record ClusterUid(String value) {
  /** The namespace whose uid identifies the cluster. */
  public static final String NAMESPACE = "kube-system";

  public ClusterUid {
    if (value.isEmpty() || value.contains(" ")) {
      throw new IllegalArgumentException("a cluster uid has no blanks: '" + value + "'");
    }
  }

  /** The identity of the cluster that this {@code kube-system} namespace belongs to. */
  public static ClusterUid of(Namespace kubeSystem) {
    return new ClusterUid(kubeSystem.getMetadata().getUid());
  }
}
