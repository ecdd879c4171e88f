package io.mkube.apiserver;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.BeforeEach;

/** A namespace of its own for each test. */
abstract class NamespacedTest extends ServedTest {
  String namespace = "";

  /** The URL of the config maps in the namespace. */
  String configMaps = "";

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
    configMaps = "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .addToData("key", "value")
        .build();
  }

  TestServer.Reply patch(String name, String mediaType, String patch) {
    return server.send("PATCH", configMaps + "/" + name, mediaType, patch);
  }
}
