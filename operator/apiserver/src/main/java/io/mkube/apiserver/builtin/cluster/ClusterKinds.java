package io.mkube.apiserver.builtin.cluster;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Namespaces, nodes, events, leases, priority classes, definitions and API services. */
public final class ClusterKinds {
  private ClusterKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return List.of(
        Kinds.kind("", "Namespace", "namespaces")
            .clusterWide()
            .shortNames("ns")
            .subresources("finalize", "status")
            .verbs("create", "delete", "get", "list", "patch", "update", "watch")
            .with(new NamespaceRules()),
        Kinds.kind("", "Node", "nodes")
            .clusterWide()
            .shortNames("no")
            .subresources("proxy", "status")
            .with(new NodeRules()),
        Kinds.kind("", "Event", "events").shortNames("ev").with(new CoreEventRules()),
        Kinds.kind("events.k8s.io", "Event", "events").shortNames("ev").with(new EventRules()),
        Kinds.kind("coordination.k8s.io", "Lease", "leases").with(new LeaseRules()),
        Kinds.kind("scheduling.k8s.io", "PriorityClass", "priorityclasses")
            .clusterWide()
            .shortNames("pc")
            .with(new PriorityClassRules()),
        Kinds.kind("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions")
            .clusterWide()
            .shortNames("crd", "crds")
            .categories("api-extensions")
            .subresources("status")
            .with(new DefinitionRules()),
        Kinds.kind("apiregistration.k8s.io", "APIService", "apiservices")
            .clusterWide()
            .categories("api-extensions")
            .subresources("status")
            .with(new ApiServiceRules()));
  }
}
