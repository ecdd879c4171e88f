package io.mkube.benchmarks.junit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.apiserver.junit.MkubeApiServer;
import org.junit.jupiter.api.Test;

/** The least that a test does with mkube's server. */
@MkubeApiServer
final class MkubeTest {
  @Test
  void lists(KubernetesClient client) {
    TestStarts.requireServer(client);
  }
}
