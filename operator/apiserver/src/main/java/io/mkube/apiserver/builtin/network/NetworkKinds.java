package io.mkube.apiserver.builtin.network;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Services, endpoints, ingresses and network policies. */
public final class NetworkKinds {
  private NetworkKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return List.of(
        Kinds.kind("", "Service", "services")
            .shortNames("svc")
            .inAll()
            .subresources("proxy", "status")
            .with(new ServiceRules()),
        Kinds.kind("", "Endpoints", "endpoints").shortNames("ep").with(new EndpointsRules()),
        Kinds.kind("discovery.k8s.io", "EndpointSlice", "endpointslices")
            .with(new EndpointSliceRules()),
        Kinds.kind("networking.k8s.io", "Ingress", "ingresses")
            .shortNames("ing")
            .subresources("status")
            .with(new IngressRules()),
        Kinds.kind("networking.k8s.io", "IngressClass", "ingressclasses")
            .clusterWide()
            .with(new IngressClassRules()),
        Kinds.kind("networking.k8s.io", "NetworkPolicy", "networkpolicies")
            .shortNames("netpol")
            .with(new NetworkPolicyRules()));
  }
}
