package io.mkube.apiserver.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.mkube.apiserver.ApiServer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How long servers and namespaces live. */
@NullUnmarked
final class LifeTest {
  private static final Set<ApiServer> SHARED = ConcurrentHashMap.newKeySet();

  static void makeConfigMap(KubernetesClient client) {
    client
        .configMaps()
        .resource(new ConfigMapBuilder().withNewMetadata().withName("x").endMetadata().build())
        .create();
  }

  @Nested
  @MkubeApiServer(life = ServerLife.PER_METHOD)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WhenPerMethod {
    private final Set<ApiServer> seen = ConcurrentHashMap.newKeySet();
    ApiServer server;
    KubernetesClient client;

    @RepeatedTest(2)
    void beginsWithAnEmptyCluster(ApiServer same) {
      assertSame(server, same);
      assertTrue(seen.add(server));
      makeConfigMap(client);
    }
  }

  @Nested
  @MkubeApiServer(freshNamespace = true)
  @Execution(ExecutionMode.CONCURRENT)
  class WhenNamespacesAreFresh {
    NamespacedKubernetesClient client;
    TestApiServer api;

    @RepeatedTest(3)
    void worksInANamespaceOfItsOwn(KubernetesClient parameter, @Kubeconfig String text) {
      assertNotEquals("default", client.getNamespace());
      assertEquals(client.getNamespace(), parameter.getNamespace());
      assertEquals(client.getNamespace(), api.namespace());
      assertTrue(text.contains("namespace: " + api.namespace() + "\n"));
      makeConfigMap(client);
      assertNull(client.configMaps().inNamespace("default").withName("x").get());
    }
  }

  @Nested
  @MkubeApiServer(freshNamespace = true)
  @Execution(ExecutionMode.SAME_THREAD)
  class WhenNamespacesAreFreshAgain {
    NamespacedKubernetesClient client;

    @RepeatedTest(2)
    void leavesNoNamespaceBehind() {
      for (Namespace namespace : client.namespaces().list().getItems()) {
        String name = namespace.getMetadata().getName();
        assertTrue(
            !name.startsWith("test-")
                || name.equals(client.getNamespace())
                || namespace.getMetadata().getDeletionTimestamp() != null,
            name);
      }
    }
  }

  @Nested
  @MkubeApiServer(life = ServerLife.PER_RUN)
  class WhenShared {
    @Test
    void isTheSameAsElsewhere(ApiServer server) {
      SHARED.add(server);
      assertEquals(1, SHARED.size());
    }
  }

  @Nested
  @MkubeApiServer(life = ServerLife.PER_RUN)
  class WhenSharedAgain {
    @Test
    void isTheSameAsElsewhere(ApiServer server) {
      SHARED.add(server);
      assertEquals(1, SHARED.size());
    }
  }

  @Nested
  @MkubeApiServer
  class WhenNestedClassesAskAgain {
    ApiServer outer;

    @Nested
    @MkubeApiServer
    class Inner {
      ApiServer inner;

      @Test
      void givesThemAServerOfTheirOwn() {
        assertNotSame(outer, inner);
      }
    }
  }

  @Nested
  class WhenOnlyAFieldAsks {
    @MkubeApiServer KubernetesClient client;
    KubernetesClient other;

    @Test
    void fillsThisOneOnly(@MkubeApiServer KubernetesClient parameter) {
      assertNull(other);
      makeConfigMap(client);
      assertEquals("x", parameter.configMaps().withName("x").get().getMetadata().getName());
    }
  }
}
