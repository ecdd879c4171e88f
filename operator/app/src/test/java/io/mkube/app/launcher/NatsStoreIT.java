package io.mkube.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.nats.NatsIdentities;
import io.mkube.store.nats.NatsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is shipped, with its objects in NATS and every way to identify there. */
final class NatsStoreIT {
  private static final String PASSWORD = "ge/heim";

  @TempDir Path folder;

  @Test
  void servesOverTlsToThoseWhomTheServerOfNatsKnows() throws Exception {
    NatsIdentities.Identity server = NatsIdentities.tls(folder, "server", "san=ip:127.0.0.1");
    NatsIdentities.Identity other = NatsIdentities.tls(folder, "other", "san=ip:127.0.0.1");
    NatsIdentities.Nkey nkey = NatsIdentities.nkey(folder);
    String settings =
        """
        tls { cert_file: "%s", key_file: "%s" }
        authorization { users: [ { user: mkube, password: "%s" }, { nkey: %s } ] }
        """
            .formatted(server.certificate(), server.key(), PASSWORD, nkey.publicKey());
    try (NatsServer nats = NatsServer.start(folder.resolve("nats"), settings)) {
      String host = "127.0.0.1:" + nats.port() + "/mkube?tls_ca=";
      String trusted = host + server.certificate();
      requireServes("tls://mkube:ge%2Fheim@" + trusted, "create configmap from-user");
      requireServes("tls://" + trusted + "&nkey=" + nkey.seed(), "get configmap from-user");

      requireRefused(
          "tls://mkube:ge%2Fheimer@" + trusted, "the server refuses the login of user mkube");
      requireRefused("tls://" + trusted, "the server refuses the login without credentials");
      requireRefused(
          "tls://mkube:ge%2Fheim@" + host + other.certificate(),
          "none of the certificates in tls_ca=" + other.certificate() + " has signed the server's");
    }
  }

  @Test
  void servesWithACredentialsFile() throws Exception {
    NatsIdentities.Operator operator = NatsIdentities.operator(folder);
    try (NatsServer nats = NatsServer.start(folder.resolve("nats"), operator.settings())) {
      String url = nats.url("mkube") + "?creds=";
      requireServes(url + operator.user(), "create configmap from-creds");

      requireRefused(
          url + operator.stranger(),
          "the server refuses the login by creds=" + operator.stranger());
    }
  }

  private void requireServes(String store, String work) throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    try (Launched launched = launch(store, kubeconfig)) {
      assertEquals("mkube is ready: export KUBECONFIG=" + kubeconfig, launched.firstLine());
      Kubectl kubectl = new Kubectl(kubeconfig);
      kubectl.run(work.split(" ", -1));
      String ready = kubectl.run("get", "--raw", "/readyz?verbose");
      assertTrue(ready.contains("[+]store ok: " + store.substring(0, 6)), ready);
      assertTrue(ready.contains("forces writes to the disk "), ready);
      launched.terminate();
      assertEquals(0, launched.exitCode(), launched::errors);
      requireNoSecrets(ready + launched.errors());
    }
  }

  private void requireRefused(String store, String why) throws Exception {
    try (Launched launched = launch(store, folder.resolve("none"))) {
      assertEquals(1, launched.exitCode(), launched::errors);
      List<String> lines = launched.errors().lines().toList();
      assertEquals(1, lines.size(), launched::errors);
      assertTrue(lines.getFirst().startsWith("mkube apiserver: "), launched::errors);
      assertTrue(lines.getFirst().endsWith("/mkube cannot be reached: " + why), launched::errors);
      requireNoSecrets(launched.errors());
    }
  }

  private void requireNoSecrets(String text) throws Exception {
    assertFalse(text.contains(PASSWORD) || text.contains("ge%2Fheim"), text);
    for (String file : List.of("user.nk", "user.creds", "stranger.creds")) {
      if (Files.exists(folder.resolve(file))) {
        for (String line : Files.readAllLines(folder.resolve(file))) {
          assertFalse(line.startsWith("SU") && text.contains(line), text);
        }
      }
    }
  }

  private Launched launch(String store, Path kubeconfig) throws Exception {
    return Launched.start(
        folder,
        "apiserver",
        "--store",
        store,
        "--data",
        folder.resolve("data").toString(),
        "--port",
        "0",
        "--http-port",
        "0",
        "--kubeconfig",
        kubeconfig.toString());
  }
}
