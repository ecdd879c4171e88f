package io.mkube.apiserver.builtin.access;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Roles, their bindings and certificate requests. */
public final class AccessKinds {
  static final String RBAC = "rbac.authorization.k8s.io";

  private AccessKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return List.of(
        Kinds.kind(RBAC, "Role", "roles").with(RoleRules.namespaced()),
        Kinds.kind(RBAC, "ClusterRole", "clusterroles").clusterWide().with(RoleRules.clusterWide()),
        Kinds.kind(RBAC, "RoleBinding", "rolebindings").with(BindingRules.namespaced()),
        Kinds.kind(RBAC, "ClusterRoleBinding", "clusterrolebindings")
            .clusterWide()
            .with(BindingRules.clusterWide()),
        Kinds.kind("certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests")
            .clusterWide()
            .shortNames("csr")
            .subresources("approval", "status")
            .with(new CertificateRequestRules()));
  }
}
