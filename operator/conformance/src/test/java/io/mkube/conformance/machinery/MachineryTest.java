package io.mkube.conformance.machinery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mkube.apiserver.junit.MkubeApiServer;
import io.mkube.conformance.wire.Wire;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server whose workloads follow their spec, and plain requests to it. */
@MkubeApiServer(freshNamespace = true, mirrorWorkloads = true)
abstract class MachineryTest {
  static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  Config config;

  @SuppressWarnings("NullAway.Init")
  Wire wire;

  String core = "";

  @BeforeEach
  void open() {
    wire = new Wire(config);
    core = "/api/v1/namespaces/" + client.getNamespace();
  }

  @AfterEach
  void close() {
    wire.close();
  }

  static void eventually(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }

  /** Creates an object and returns it. */
  JsonNode create(String path, String body) {
    Wire.Reply reply = wire.post(path, body);
    assertEquals(201, reply.code(), reply.text());
    return reply.json();
  }

  Wire.Reply change(String path, String form, String body) {
    return wire.send("PATCH", path, body, "Content-Type", "application/" + form);
  }

  Wire.Reply merge(String path, String body) {
    return change(path, "merge-patch+json", body);
  }

  Wire.Reply apply(String path, String manager, String body) {
    return change(path + "?fieldManager=" + manager, "apply-patch+yaml", body);
  }

  Wire.Reply delete(String path, String options) {
    return wire.send("DELETE", path, options, "Content-Type", "application/json");
  }

  boolean gone(String path) {
    return wire.get(path).code() == 404;
  }

  /** Defines a namespaced kind with one version per name, all of one schema. */
  void define(String group, String plural, String kind, String schema, String... versions) {
    StringBuilder all = new StringBuilder();
    for (String version : versions) {
      all.append(all.isEmpty() ? "" : ",");
      all.append("{\"name\":\"").append(version).append("\",\"served\":true,\"storage\":");
      all.append(version.equals(versions[0]));
      all.append(",\"schema\":{\"openAPIV3Schema\":").append(schema).append("}}");
    }
    create(
        DEFINITIONS,
        """
        {"metadata":{"name":"%1$s.%2$s"},
         "spec":{"group":"%2$s","scope":"Namespaced","names":{"plural":"%1$s","kind":"%3$s"},
          "versions":[%4$s]}}
        """
            .formatted(plural, group, kind, all));
  }
}
