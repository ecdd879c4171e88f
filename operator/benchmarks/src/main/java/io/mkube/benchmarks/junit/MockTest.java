package io.mkube.benchmarks.junit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same with fabric8's mock server. */
@EnableKubernetesMockClient(crud = true)
final class MockTest {
  @Nullable KubernetesClient client;

  @Test
  void lists() {
    TestStarts.requireServer(Objects.requireNonNull(client));
  }
}
