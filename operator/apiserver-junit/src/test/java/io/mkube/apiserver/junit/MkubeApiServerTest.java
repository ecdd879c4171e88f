package io.mkube.apiserver.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.apiserver.ApiServer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NullUnmarked
@MkubeApiServer
final class MkubeApiServerTest {
  static KubernetesClient shared;
  KubernetesClient client;
  ApiServer server;
  Config config;

  @Test
  void givesAClientThatWorks() {
    ConfigMap made =
        client
            .configMaps()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("settings")
                    .endMetadata()
                    .addToData("a", "b")
                    .build())
            .create();
    assertNotNull(made.getMetadata().getUid());
    assertEquals("default", made.getMetadata().getNamespace());
  }

  @Test
  void fillsParametersToo(KubernetesClient parameter, ApiServer same) {
    assertSame(server, same);
    assertEquals(config.getMasterUrl(), parameter.getConfiguration().getMasterUrl());
    assertNotNull(shared.namespaces().withName("default").get());
  }

  @Nested
  class WhenNested {
    ApiServer inner;

    @Test
    void usesTheServerOfTheClassAround() {
      assertSame(server, inner);
    }
  }
}
