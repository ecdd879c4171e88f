package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Lease of a Node: as long as it is renewed, this process stands behind the Node, whether the
 * router answers or not. Used by one thread.
 */
final class Heartbeat {
  /** Namespace and figures of a kubelet. */
  static final String NAMESPACE = "kube-node-lease";

  static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int DURATION_SECONDS = 40;

  /** How much earlier than due a renewal may come, because rounds do not fall on the second. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** {@code metav1.MicroTime}. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  private final KubernetesClient client;
  private final String node;
  private final InstantSource clock;
  private @Nullable Instant renewed;

  Heartbeat(KubernetesClient client, String node, InstantSource clock) {
    this.client = client;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Renews the Lease if it is time.
   *
   * @param owner the Node, so that the Lease goes with it; null when it does not exist yet
   */
  void beat(@Nullable Node owner) {
    Instant now = clock.instant();
    if (renewed != null && now.isBefore(renewed.plus(INTERVAL).minus(SLACK))) {
      return;
    }
    String time = MICRO_TIME.format(now);
    try {
      client
          .leases()
          .inNamespace(NAMESPACE)
          .withName(node)
          .patch(
              MERGE,
              Serialization.asJson(
                  Map.of("spec", Map.of("renewTime", time, "holderIdentity", node))));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      create(owner, now);
    }
    renewed = now;
  }

  private void create(@Nullable Node owner, Instant now) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(node)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(node)
            .withLeaseDurationSeconds(DURATION_SECONDS)
            .withRenewTime(now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
            .endSpec()
            .build();
    if (owner != null) {
      lease.addOwnerReference(owner);
    }
    try {
      client.resource(lease).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      Namespace namespace =
          new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
      client.resource(namespace).create();
      client.resource(lease).create();
    }
  }
}
