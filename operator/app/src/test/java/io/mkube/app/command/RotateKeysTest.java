package io.mkube.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.wiring.ServedApi;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mkube keys rotate} on the data of a server. */
final class RotateKeysTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path data;

  private int rotate() {
    return new CommandLines(
            () -> false, new PrintWriter(out, true), new PrintWriter(err, true), iso -> 0)
        .execute("keys", "rotate", "--data", data.toString());
  }

  private ServedApi serve() throws Exception {
    return ServedApi.start(
        new Api.Served(
            data, Optional.empty(), "127.0.0.1", 0, 0, Optional.empty(), Optional.empty()));
  }

  private static KubernetesClient client(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  @Test
  void sealsAllSecretsWithANewKey() throws Exception {
    try (ServedApi api = serve();
        KubernetesClient client = client(api.kubeconfig())) {
      client
          .secrets()
          .inNamespace("default")
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("s")
                  .endMetadata()
                  .addToStringData("a", "b")
                  .build())
          .create();
    }
    String before = Files.readString(data.resolve("pki/sealing.key"));

    assertEquals(0, rotate(), err.toString());

    // The secret and the keys of the cluster.
    assertTrue(out.toString().startsWith("sealed 2 values with key "), out.toString());
    assertNotEquals(before, Files.readString(data.resolve("pki/sealing.key")));
    try (ServedApi api = serve();
        KubernetesClient client = client(api.kubeconfig())) {
      assertEquals(
          "Yg==", client.secrets().inNamespace("default").withName("s").get().getData().get("a"));
    }
  }

  @Test
  void leavesTheStoreOfARunningServerAlone() throws Exception {
    try (ServedApi api = serve()) {
      String before = Files.readString(data.resolve("pki/sealing.key"));

      assertEquals(1, rotate());

      assertTrue(err.toString().contains("is in use by process"), err.toString());
      assertEquals(1, err.toString().lines().count());
      assertEquals(before, Files.readString(data.resolve("pki/sealing.key")));
      assertTrue(api.api().startsWith("127.0.0.1:"));
    }
  }

  @Test
  void saysThatThereIsNoKeyFile() {
    assertEquals(1, rotate());

    assertEquals(
        "mkube keys rotate: key file " + data.resolve("pki/sealing.key") + ": does not exist\n",
        err.toString());
  }
}
