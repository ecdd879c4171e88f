package io.mkube.apiserver.rbac;

import java.util.List;
import java.util.Map;

/**
 * The cluster roles of the parts of a cluster, such as kubelets and the scheduler. Manifests of
 * others refer to them, whether such a part runs here or not.
 */
final class ComponentRoles {
  private static final String APPROVER = "system:certificates.k8s.io:";

  private static final String ROLES =
      """
      system:heapster
      get,list,watch core events,namespaces,nodes,pods
      get,list,watch extensions deployments
      system:kube-aggregator
      get,list,watch core endpoints,services
      system:kube-dns
      list,watch core endpoints,services
      system:node-bootstrapper
      create,get,list,watch certificates.k8s.io certificatesigningrequests
      system:node-problem-detector
      get core nodes
      patch core nodes/status
      events
      system:node-proxier
      list,watch core endpoints,services
      get,list,watch core nodes
      events
      list,watch discovery.k8s.io endpointslices
      system:persistent-volume-provisioner
      create,delete,get,list,watch core persistentvolumes
      get,list,update,watch core persistentvolumeclaims
      get,list,watch storage.k8s.io storageclasses
      watch core events
      events
      system:volume-scheduler
      get,list,patch,update,watch core persistentvolumes
      get,list,watch storage.k8s.io storageclasses
      get,list,patch,update,watch core persistentvolumeclaims
      system:certificates.k8s.io:certificatesigningrequests:nodeclient
      create certificates.k8s.io certificatesigningrequests/nodeclient
      system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
      create certificates.k8s.io certificatesigningrequests/selfnodeclient
      system:kube-scheduler
      events
      create coordination.k8s.io leases
      get,list,update,watch coordination.k8s.io leases kube-scheduler
      get,list,watch core nodes
      delete,get,list,watch core pods
      create core bindings,pods/binding
      patch,update core pods/status
      get,list,watch core replicationcontrollers,services
      get,list,watch apps,extensions replicasets
      get,list,watch apps statefulsets
      get,list,watch policy poddisruptionbudgets
      get,list,watch core persistentvolumeclaims,persistentvolumes
      create authentication.k8s.io tokenreviews
      create authorization.k8s.io subjectaccessreviews
      get,list,watch storage.k8s.io csinodes
      get,list,watch core namespaces
      get,list,watch storage.k8s.io csidrivers
      get,list,watch storage.k8s.io csistoragecapacities
      system:kube-controller-manager
      events
      create coordination.k8s.io leases
      get,list,update,watch coordination.k8s.io leases kube-controller-manager
      create core secrets,serviceaccounts
      delete core secrets
      get core configmaps,namespaces,secrets,serviceaccounts
      update core secrets,serviceaccounts
      create authentication.k8s.io tokenreviews
      create authorization.k8s.io subjectaccessreviews
      list,watch * *
      create core serviceaccounts/token
      system:node
      create authentication.k8s.io tokenreviews
      create authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews
      get,list,watch core services
      create,get,list,watch core nodes
      patch,update core nodes/status
      patch,update core nodes
      events
      get,list,watch core pods
      create,delete core pods
      patch,update core pods/status
      create core pods/eviction
      get,list,watch core configmaps,secrets
      get core persistentvolumeclaims,persistentvolumes
      get core endpoints
      create,get,list,watch certificates.k8s.io certificatesigningrequests
      create,delete,get,patch,update coordination.k8s.io leases
      get storage.k8s.io volumeattachments
      create core serviceaccounts/token
      get,patch,update core persistentvolumeclaims/status
      get,list,watch storage.k8s.io csidrivers
      create,delete,get,patch,update storage.k8s.io csinodes
      get,list,watch node.k8s.io runtimeclasses
      """;

  /** Who approves certificates of which signer. */
  private static final Map<String, String> APPROVERS =
      Map.of(
          "kube-apiserver-client-approver", "kube-apiserver-client",
          "kube-apiserver-client-kubelet-approver", "kube-apiserver-client-kubelet",
          "kubelet-serving-approver", "kubelet-serving",
          "legacy-unknown-approver", "legacy-unknown");

  /** Users to whom a role is given from the start, by role. */
  static final Map<String, String> USERS =
      Map.of(
          "system:kube-controller-manager", "system:kube-controller-manager",
          "system:kube-scheduler", "system:kube-scheduler",
          "system:node-proxier", "system:kube-proxy",
          "system:volume-scheduler", "system:kube-scheduler");

  private ComponentRoles() {}

  /** All of them, with the rules that they have. */
  static List<BootstrapRoles.Role> list() {
    List<BootstrapRoles.Role> roles = RoleText.roles(ROLES);
    APPROVERS.forEach(
        (role, signer) ->
            roles.add(
                new BootstrapRoles.Role(APPROVER + role, Map.of(), "", List.of(approves(signer)))));
    return roles;
  }

  private static Rule approves(String signer) {
    return new Rule(
        List.of("approve"),
        List.of("certificates.k8s.io"),
        List.of("signers"),
        List.of("kubernetes.io/" + signer),
        List.of());
  }
}
