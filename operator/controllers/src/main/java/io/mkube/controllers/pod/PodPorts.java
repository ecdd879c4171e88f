package io.mkube.controllers.pod;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.controllers.device.Devices;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.status.EventRecorder;
import io.mkube.images.Images;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PodReconciler} works with. Everything stays its owner's to close.
 *
 * @param cluster identity of the control plane
 * @param client API server
 * @param devices routers
 * @param dns DNS servers
 * @param claims addresses; shared with whoever else claims in this process
 * @param images how a device gets an image
 * @param events where events go
 * @param clock time
 * @param defaultNetwork network of pods that name none; null means the first one by name
 */
public record PodPorts(
    ClusterUid cluster,
    KubernetesClient client,
    Devices devices,
    DnsServers dns,
    AddressClaims claims,
    Images images,
    EventRecorder events,
    InstantSource clock,
    @Nullable String defaultNetwork) {}
