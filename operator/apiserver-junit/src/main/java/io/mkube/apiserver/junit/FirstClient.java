package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;

/**
 * The making of clients. The first one of a JVM loads some two thousand classes, which is done
 * while the first server starts instead of after it.
 */
final class FirstClient {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  private FirstClient() {}

  /** Starts to load what a client needs, once; the thread ends by itself. */
  static void prepare() {
    Loaded.THREAD.isAlive();
  }

  static NamespacedKubernetesClient of(Access access, String namespace) {
    return new KubernetesClientBuilder()
        .withConfig(access.config(namespace))
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build()
        .adapt(NamespacedKubernetesClient.class);
  }

  private static final class Loaded {
    static final Thread THREAD =
        Thread.ofPlatform().daemon().name("first-kubernetes-client").start(Loaded::load);

    private static void load() {
      Access nobody = new Access(NOWHERE, NOWHERE, "", "");
      try (KubernetesClient client = of(nobody, RunningServer.DEFAULT_NAMESPACE)) {
        KubernetesSerialization json = client.getKubernetesSerialization();
        var unused =
            json.asJson(json.unmarshal(json.asJson(new ConfigMapList()), ConfigMapList.class));
      }
    }
  }
}
