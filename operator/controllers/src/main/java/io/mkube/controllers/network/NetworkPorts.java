package io.mkube.controllers.network;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.placement.Placement;
import io.mkube.controllers.status.EventRecorder;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a {@link NetworkReconciler} works with. Everything stays its owner's to close.
 *
 * @param cluster identity of the control plane
 * @param client API server
 * @param placement routers, and which pods are on which network
 * @param dns DNS servers
 * @param probe asks name servers whether they answer
 * @param events where events go
 * @param clock time
 * @param cycle time between two looks at a network that does not change
 */
public record NetworkPorts(
    ClusterUid cluster,
    KubernetesClient client,
    Placement placement,
    DnsServers dns,
    NameServerProbe probe,
    EventRecorder events,
    InstantSource clock,
    Duration cycle) {}
