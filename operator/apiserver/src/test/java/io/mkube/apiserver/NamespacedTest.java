package io.mkube.apiserver;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server for all tests of a class, and a namespace of its own for each of them. */
abstract class NamespacedTest {
  @TempDir static Path directory;
  static TestServer server;
  String namespace = "";

  /** The URL of the config maps in the namespace. */
  String configMaps = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

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
