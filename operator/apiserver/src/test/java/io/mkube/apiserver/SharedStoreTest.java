package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.mkube.store.ObjectStore;
import io.mkube.store.embedded.EmbeddedObjectStore;
import io.mkube.store.embedded.EmbeddedStoreConfig;
import io.mkube.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of one store know the same credentials, and the store keeps secrets to itself. */
class SharedStoreTest {
  private static final String OPEN = "Hc6Jq1sVb0Xe5Rt9Wm2K";
  @TempDir Path directory;

  private static HttpResponse<String> send(
      String kubeconfig, ApiServer server, String method, String path, String... headers)
      throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(SSLUtils.sslContext(Config.fromKubeconfig(kubeconfig)))
            .build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{\"spec\":{}}"));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void acceptsWhatAnotherServerGaveOut() throws Exception {
    Path keys = directory.resolve("shared.key");
    try (ObjectStore store = new MemoryObjectStore();
        ApiServer first =
            ApiServer.start(ApiServerConfig.of(directory.resolve("a")).withKeyFile(keys), store);
        ApiServer second =
            ApiServer.start(ApiServerConfig.of(directory.resolve("b")).withKeyFile(keys), store)) {
      HttpResponse<String> nodes = send(first.adminKubeconfig(), second, "GET", "/api/v1/nodes");
      HttpResponse<String> issued =
          send(
              first.adminKubeconfig(),
              first,
              "POST",
              "/api/v1/namespaces/default/serviceaccounts/default/token");
      String token = TestServer.JSON.readTree(issued.body()).at("/status/token").asText();
      HttpResponse<String> who =
          send(
              first.adminKubeconfig(),
              second,
              "POST",
              "/apis/authentication.k8s.io/v1/selfsubjectreviews",
              "Authorization",
              "Bearer " + token);

      assertEquals(200, nodes.statusCode(), nodes.body());
      assertTrue(who.body().contains("system:serviceaccount:default:default"), who.body());
      assertEquals(
          Files.readString(directory.resolve("a/pki/ca.crt")),
          Files.readString(directory.resolve("b/pki/ca.crt")));
    }
  }

  @Test
  void refusesAServerWithAnotherKeyFile() throws Exception {
    try (ObjectStore store = new MemoryObjectStore();
        ApiServer first = ApiServer.start(ApiServerConfig.of(directory.resolve("a")), store)) {
      ApiServerException missing =
          assertThrows(
              ApiServerException.class,
              () -> ApiServer.start(ApiServerConfig.of(directory.resolve("b")), store));
      Path wrong = directory.resolve("wrong.key");
      try (ObjectStore other = new MemoryObjectStore();
          ApiServer elsewhere =
              ApiServer.start(
                  ApiServerConfig.of(directory.resolve("c")).withKeyFile(wrong), other)) {
        assertTrue(elsewhere.ready());
      }
      ApiServerException different =
          assertThrows(
              ApiServerException.class,
              () ->
                  ApiServer.start(
                      ApiServerConfig.of(directory.resolve("b")).withKeyFile(wrong), store));

      assertTrue(first.ready());
      assertTrue(String.valueOf(missing.getMessage()).contains("is missing"));
      assertTrue(String.valueOf(different.getMessage()).contains("does not hold key"));
      assertEquals(1, String.valueOf(different.getMessage()).lines().count());
    }
  }

  @Test
  void keepsSecretsOutOfTheDataDirectory() throws Exception {
    String hushed = "kQ7vZr2mXw9Tn4Lp8Yd3";
    Path data = directory.resolve("data");
    String first;
    try (ObjectStore store =
            EmbeddedObjectStore.open(data.resolve("store"), EmbeddedStoreConfig.DEFAULT);
        ApiServer server = ApiServer.start(ApiServerConfig.of(data), store);
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.adminKubeconfig()))
                .build()) {
      first = server.adminKubeconfig();
      for (int i = 0; i < 3; i++) {
        int number = i;
        client
            .secrets()
            .inNamespace("default")
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("s" + number)
                    .addToAnnotations("note", hushed)
                    .endMetadata()
                    .addToStringData("password", hushed)
                    .build())
            .create();
      }
      client.secrets().inNamespace("default").withName("s1").delete();
      client
          .configMaps()
          .inNamespace("default")
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("m")
                  .endMetadata()
                  .addToData("key", OPEN)
                  .build())
          .create();
    }
    String encoded = Base64.getEncoder().encodeToString(hushed.getBytes(StandardCharsets.UTF_8));
    assertEquals(1, filesWith(data.resolve("store"), OPEN).size(), "the search finds nothing");
    for (String text : List.of(hushed, encoded, "PRIVATE KEY")) {
      assertEquals(List.of(), filesWith(data.resolve("store"), text), text);
    }
    try (ObjectStore store =
            EmbeddedObjectStore.open(data.resolve("store"), EmbeddedStoreConfig.DEFAULT);
        ApiServer server = ApiServer.start(ApiServerConfig.of(data), store)) {
      HttpResponse<String> secret =
          send(first, server, "GET", "/api/v1/namespaces/default/secrets/s0");
      assertTrue(secret.body().contains(encoded), secret.body());
    }
  }

  private static List<Path> filesWith(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                      .contains(text);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .toList();
    }
  }
}
